// Schedule `sjf`: shortest estimated job first, without preemption or backfilling.
#include <queue>
#include <tuple>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// True if `a` starts after `b`: jobs with an estimate before jobs without, then the shorter
/// estimate, then the earlier entry into the queue, then the smaller serial number.
struct StartsLater {
  bool operator()(const QueuedJob& a, const QueuedJob& b) const { return key(b) < key(a); }

 private:
  static std::tuple<bool, Duration, Date, std::uint64_t> key(const QueuedJob& job) {
    return {!job.estimate.has_value(), job.estimate.value_or(Duration{0}), job.queued, job.serial};
  }
};

class ShortestJobFirst final : public SchedulePolicy {
 public:
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    for (const QueuedJob& job : changes.queued) queue_.push(job);
    while (!queue_.empty() && queue_.top().accelerators <= view.free()) {
      const JobSlot job = queue_.top().slot;
      queue_.pop();
      decisions.start(job);
    }
  }

 private:
  std::priority_queue<QueuedJob, std::vector<QueuedJob>, StartsLater> queue_;
};

}  // namespace

Registered<ScheduleFactory> sjf_schedule() {
  return {
      .description = {.name = "sjf",
                      .summary = "Shortest estimated job first; no preemption, no backfilling.",
                      .rule = "Keep the queue in the order (has an estimate, estimate, entry into "
                              "the queue, serial number) and start its head while it fits; stop "
                              "at the first that does not. Jobs without an estimate come last, in "
                              "order of arrival.",
                      .limits = "O(log n) for each job. As good as the estimates: clairvoyant with "
                                "`exact`, fcfs with `none`. Long jobs can starve. A wide short "
                                "job in front holds up all behind it.",
                      .source = "Shortest job first, non-preemptive.",
                      .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<ShortestJobFirst>();
      }};
}

}  // namespace eastwest
