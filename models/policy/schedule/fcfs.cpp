// Schedule `fcfs`: strictly in order of arrival; whoever does not fit holds up the rest.
#include <deque>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class FirstComeFirstServed final : public SchedulePolicy {
 public:
  [[nodiscard]] bool knows_nodes() const override { return true; }
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& gone : changes.withdrawn) {
      std::erase_if(queue_, [&](const QueuedJob& job) { return job.slot == gone.slot; });
    }
    queue_.insert(queue_.end(), changes.queued.begin(), changes.queued.end());
    while (!queue_.empty() && view.fits(queue_.front())) {
      const JobSlot job = queue_.front().slot;
      queue_.pop_front();
      decisions.start(job);
    }
  }

 private:
  std::deque<QueuedJob> queue_;
};

}  // namespace

Registered<ScheduleFactory> fcfs_schedule() {
  return {
      .description = {.name = "fcfs",
                      .summary = "First come, first served; a job that does not fit holds up all "
                                 "behind it.",
                      .rule = "Start the head of the queue while it fits. Order: entry into the "
                              "queue, then serial number.",
                      .limits = "O(1) for each job. Needs no estimates. Large jobs never starve, "
                                "at the price of idle accelerators in front of them.",
                      .source = "The oldest rule; the baseline of every scheduling study.",
                      .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<FirstComeFirstServed>();
      }};
}

}  // namespace eastwest
