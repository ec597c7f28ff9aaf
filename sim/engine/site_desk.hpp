// What the engine keeps for one site: its book of accelerators, its queue, and what its scheduler
// asks for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/engine/schedule.hpp"
#include "sim/engine/simulation.hpp"

namespace eastwest {

/// Who may be started.
class QueueBook {
 public:
  virtual ~QueueBook() = default;
  /// Marks a job that is to start; its accelerators, 0 if it is not in the given site's queue or
  /// already chosen.
  [[nodiscard]] virtual std::int64_t choose(SiteId site, JobSlot job) = 0;
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
  void start(JobSlot job) override;

  void add_queued(const QueuedJob& job) { queued_.push_back(job); }
  void add_ended(const EndedJob& job) { ended_.push_back(job); }
  /// Asks the policy; returns the jobs to start, in the order asked.
  const std::vector<JobSlot>& decide(Date now);

  SiteBook book;
  bool is_closed = false;  ///< takes no more work; what it has, it finishes

 private:
  SiteId site_;
  std::string policy_name_;
  std::unique_ptr<SchedulePolicy> policy_;
  QueueBook& queue_book_;
  Date now_;
  std::int64_t free_ = 0;
  std::vector<QueuedJob> queued_;
  std::vector<EndedJob> ended_;
  std::vector<JobSlot> starts_;
};

}  // namespace eastwest
