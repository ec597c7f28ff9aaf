// A schedule that keeps its queue in a fixed order and starts the head while it fits.
#pragma once

#include <algorithm>
#include <queue>
#include <vector>

#include "sim/engine/schedule.hpp"

namespace eastwest {

/// No preemption, no backfilling: stops at the first job that does not fit. `key(job)` of `Order`
/// is compared with <, and must tell all jobs apart; the least starts first. O(log n) for each job,
/// O(n) for one that is withdrawn.
template <class Order>
class OrderedSchedule final : public SchedulePolicy {
 public:
  [[nodiscard]] bool knows_nodes() const override { return true; }
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& gone : changes.withdrawn) queue_.drop(gone.slot);
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

  struct Queue final : std::priority_queue<QueuedJob, std::vector<QueuedJob>, StartsLater> {
    void drop(JobSlot slot) {
      std::erase_if(this->c, [slot](const QueuedJob& job) { return job.slot == slot; });
      std::make_heap(this->c.begin(), this->c.end(), this->comp);
    }
  };
  Queue queue_;
};

}  // namespace eastwest
