// A schedule that keeps its queue in a fixed order and starts the head while it fits.
#pragma once

#include <queue>
#include <vector>

#include "sim/engine/schedule.hpp"

namespace eastwest {

/// No preemption, no backfilling: stops at the first job that does not fit. `key(job)` of `Order`
/// is compared with <, and must tell all jobs apart; the least starts first. O(log n) for each job.
template <class Order>
class OrderedSchedule final : public SchedulePolicy {
 public:
  [[nodiscard]] bool knows_nodes() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& job : changes.queued) queue_.push(job);
    while (!queue_.empty() && view.fits(queue_.top())) {
      const JobSlot job = queue_.top().slot;
      queue_.pop();
      decisions.start(job);
    }
  }

 private:
  struct StartsLater {
    bool operator()(const QueuedJob& a, const QueuedJob& b) const {
      return Order::key(b) < Order::key(a);
    }
  };

  std::priority_queue<QueuedJob, std::vector<QueuedJob>, StartsLater> queue_;
};

}  // namespace eastwest
