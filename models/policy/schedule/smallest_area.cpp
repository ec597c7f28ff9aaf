// Schedule `smallest-area`: the job with the least accelerators x estimated time first.
#include <queue>
#include <tuple>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Accelerators times nanoseconds need more than 64 bits.
__extension__ typedef __int128 Area;

/// True if `a` starts after `b`: jobs with an estimate before jobs without, then the smaller area,
/// then the earlier entry into the queue, then the smaller serial number.
struct StartsLater {
  bool operator()(const QueuedJob& a, const QueuedJob& b) const { return key(b) < key(a); }

 private:
  static std::tuple<bool, Area, Date, std::uint64_t> key(const QueuedJob& job) {
    const Duration estimate = job.estimate.value_or(Duration{0});
    return {!job.estimate.has_value(), Area{job.accelerators} * estimate.count(), job.queued,
            job.serial};
  }
};

class SmallestArea final : public SchedulePolicy {
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

Registered<ScheduleFactory> smallest_area_schedule() {
  return {
      .description = {.name = "smallest-area",
                      .summary = "Least accelerators x estimated time first; no preemption, no "
                                 "backfilling.",
                      .rule = "Optimises the mean time in the system where jobs differ in width "
                              "as well as in length. Keep the queue in the order (has an "
                              "estimate, accelerators x estimate, entry into the queue, serial "
                              "number) and start its head while it fits; stop at the first that "
                              "does not. Jobs without an estimate come last, in order of arrival.",
                      .limits = "O(log n) for each job. As good as the estimates: clairvoyant with "
                                "`exact`, fcfs with `none`. Large jobs can starve.",
                      .source = "Shortest remaining service first (SRSF) without preemption: a "
                                "waiting job's remaining service is its whole area.",
                      .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<SmallestArea>();
      }};
}

}  // namespace eastwest
