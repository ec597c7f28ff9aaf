// What the engine keeps for one site: its book of accelerators, its queue, and what its scheduler
// asks for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/event_queue.hpp"
#include "sim/engine/schedule.hpp"
#include "sim/engine/simulation.hpp"

namespace eastwest {

/// Who may be started and suspended.
class QueueBook {
 public:
  virtual ~QueueBook() = default;
  /// Marks a job that is to start; its accelerators, 0 if it is not in the given site's queue or
  /// already chosen.
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
  [[nodiscard]] std::string_view tenant_name(TenantId tenant) const override {
    return queue_book_.tenant_name(tenant);
  }
  void start(JobSlot job) override;
  void suspend(JobSlot job) override;
  void ask_again(Date date) override;

  void add_queued(const QueuedJob& job) { queued_.push_back(job); }
  void add_ended(const EndedJob& job) { ended_.push_back(job); }
  void add_suspended(const QueuedJob& job) { suspended_.push_back(job); }
  /// A job leaves the queue; its scheduler is not told of one that it has not heard of yet.
  void withdraw(const QueuedJob& job);
  [[nodiscard]] bool gives_up_jobs() const { return policy_->gives_up_jobs(); }
  /// What the policy wants, in the order asked; the suspensions come first.
  struct Wishes {
    const std::vector<JobSlot>& suspensions;
    const std::vector<JobSlot>& starts;
    Date ask_again;  ///< kNever: not unless something changes
  };
  Wishes decide(Date now);

  SiteBook book;
  bool is_closed = false;  ///< takes no more work; what it has, it finishes
  EventHandle asking;      ///< when its scheduler is asked again
  Date asked_for = kNever;

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
  std::vector<QueuedJob> withdrawn_;
};

}  // namespace eastwest
