// Schedule `sjf`: shortest estimated job first, without preemption or backfilling.
#include <tuple>

#include "models/policy/schedule/ordered_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Jobs with an estimate before jobs without, then the shorter
/// estimate, then the earlier entry into the queue, then the smaller serial number.
struct ByEstimate {
  static std::tuple<bool, Duration, Date, std::uint64_t> key(const QueuedJob& job) {
    return {!job.estimate.has_value(), job.estimate.value_or(Duration{0}), job.queued, job.serial};
  }
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
        return std::make_unique<OrderedSchedule<ByEstimate>>();
      }};
}

}  // namespace eastwest
