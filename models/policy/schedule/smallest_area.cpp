// Schedule `smallest-area`: the job with the least accelerators x estimated time first.
#include <tuple>

#include "models/policy/schedule/ordered_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Accelerators times nanoseconds need more than 64 bits.
__extension__ typedef __int128 Area;

/// Jobs with an estimate before jobs without, then the smaller area,
/// then the earlier entry into the queue, then the smaller serial number.
struct ByArea {
  static std::tuple<bool, Area, Date, std::uint64_t> key(const QueuedJob& job) {
    const Duration estimate = job.estimate.value_or(Duration{0});
    return {!job.estimate.has_value(), Area{job.accelerators} * estimate.count(), job.queued,
            job.serial};
  }
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
        return std::make_unique<OrderedSchedule<ByArea>>();
      }};
}

}  // namespace eastwest
