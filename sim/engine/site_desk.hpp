// What the engine keeps for one site: its book of accelerators, its queue, and what its scheduler
// asks for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/engine/event_queue.hpp"
#include "sim/engine/node_books.hpp"
#include "sim/engine/schedule.hpp"
#include "sim/engine/simulation.hpp"

namespace eastwest {

/// Who may be started and suspended.
class QueueBook {
 public:
  virtual ~QueueBook() = default;
  static constexpr std::int64_t kNotQueued = -1;
  static constexpr std::int64_t kNoNodes = -2;
  /// Marks a job that is to start and, at a site with nodes, takes them; its accelerators.
  /// kNotQueued: it is not in the given site's queue or already chosen; kNoNodes: it does not fit.
  [[nodiscard]] virtual std::int64_t choose(SiteId site, JobSlot job) = 0;
  /// What a suspension frees at once, and what when the job's state is written.
  struct Suspension {
    std::int64_t now = 0;
    std::int64_t later = 0;
  };
  /// Marks a job that is to be suspended; nothing at all if it does not run at the given site or is
  /// already chosen.
  [[nodiscard]] virtual Suspension choose_suspension(SiteId site, JobSlot job) = 0;
  [[nodiscard]] virtual std::string_view tenant_name(TenantId tenant) const = 0;
  /// What a start at a width, or a change of width, takes and frees at once, and what is wrong with
  /// it; then nothing has been marked.
  struct WidthChange {
    std::int64_t takes = 0;
    std::int64_t frees = 0;
    std::string problem = {};  ///< "starts a job that is not in its queue"; empty: nothing
  };
  /// Marks a job that is to start on so many accelerators.
  [[nodiscard]] virtual WidthChange choose_width(SiteId site, JobSlot job,
                                                 std::int64_t accelerators) = 0;
  /// Marks a running job that is to have so many.
  [[nodiscard]] virtual WidthChange choose_resize(SiteId site, JobSlot job,
                                                  std::int64_t accelerators) = 0;
};

/// View and decision sheet of one site scheduler in one.
class SiteDesk final : public SiteView, public SiteDecisions {
 public:
  SiteDesk(SiteId site, std::int64_t accelerators, std::string policy_name,
           std::unique_ptr<SchedulePolicy> policy, QueueBook& queue_book);

  [[nodiscard]] Date now() const override { return now_; }
  [[nodiscard]] SiteId site() const override { return site_; }
  [[nodiscard]] std::int64_t accelerators() const override { return book.accelerators; }
  [[nodiscard]] std::int64_t free() const override { return free_; }
  [[nodiscard]] bool fits(const QueuedJob& job) const override {
    if (nodes_ == nullptr) return job.accelerators <= free_;
    return book.accelerators > 0 && nodes_->fits(job.shape);
  }
  [[nodiscard]] bool has_nodes() const override { return nodes_ != nullptr; }
  [[nodiscard]] std::string_view tenant_name(TenantId tenant) const override {
    return queue_book_.tenant_name(tenant);
  }
  void start(JobSlot job) override;
  void start(JobSlot job, std::int64_t accelerators) override;
  void resize(JobSlot job, std::int64_t accelerators) override;
  void suspend(JobSlot job) override;
  void ask_again(Date date) override;

  /// To be called before the first decision.
  void set_nodes(std::unique_ptr<NodeBooks> nodes) { nodes_ = std::move(nodes); }
  /// Null where the site is one pool.
  [[nodiscard]] NodeBooks* nodes() const { return nodes_.get(); }

  void add_queued(const QueuedJob& job) { queued_.push_back(job); }
  void add_ended(const EndedJob& job) {
    ended_.push_back(job);
    ended_.back().job.elastic = nullptr;
  }
  void add_suspended(const QueuedJob& job) { suspended_.push_back(job); }
  void add_resized(JobSlot job) { resized_.push_back(job); }
  /// A job leaves the queue; its scheduler is not told of one that it has not heard of yet.
  void withdraw(const QueuedJob& job);
  [[nodiscard]] bool gives_up_jobs() const { return policy_->gives_up_jobs(); }
  /// What the policy wants, in the order asked; the suspensions come first.
  struct Wishes {
    const std::vector<JobSlot>& suspensions;
    const std::vector<JobSlot>& starts;
    Date ask_again;                       ///< kNever: not unless something changes
    const std::vector<JobSlot>& resizes;  ///< before the starts
  };
  Wishes decide(Date now);

  SiteBook book;
  bool is_closed = false;  ///< takes no more work; what it has, it finishes
  EventHandle asking;      ///< when its scheduler is asked again
  Date asked_for = kNever;
  int outages = 0;  ///< of the site, under way; while there are any its queue is frozen
  [[nodiscard]] bool takes_work() const { return !is_closed && outages == 0; }

 private:
  SiteId site_;
  std::string policy_name_;
  std::unique_ptr<SchedulePolicy> policy_;
  QueueBook& queue_book_;
  Date now_;
  std::int64_t free_ = 0;
  std::vector<QueuedJob> queued_;
  std::vector<EndedJob> ended_;
  std::vector<QueuedJob> suspended_;
  std::vector<JobSlot> starts_;
  std::vector<JobSlot> suspensions_;
  Date ask_again_ = kNever;
  void check(const QueueBook::WidthChange& change) const;
  std::vector<JobSlot> resized_;
  std::vector<JobSlot> resizes_;
  std::unique_ptr<NodeBooks> nodes_;
  std::vector<QueuedJob> withdrawn_;
};

}  // namespace eastwest
