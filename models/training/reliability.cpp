// The formulas of sim/world/failure_terms.hpp on typed seconds, and the first-order goodput.
#include "models/training/reliability.hpp"

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

constexpr double kSecondsPerDay = 86'400;

}  // namespace

Seconds between_failures(std::int64_t nodes, double per_node_day) {
  return Seconds(kSecondsPerDay / (static_cast<double>(nodes) * per_node_day));
}

Seconds expected_time(Seconds productive, const Interruptions& interruptions) {
  CheckpointCourse course{.interval = interruptions.interval.count(),
                          .stall = interruptions.stall.count(),
                          .restart = interruptions.restart.count(),
                          .between = std::nullopt};
  if (interruptions.between_failures) course.between = interruptions.between_failures->count();
  return Seconds(expected_seconds(productive.count(), course));
}

Goodput first_order_goodput(const Interruptions& interruptions) {
  EW_CHECK(interruptions.between_failures.has_value(), "goodput of a job that never fails");
  const double mean = interruptions.between_failures->count();
  const double interval = interruptions.interval.count();
  return Goodput::checked((1 - interruptions.stall.count() / interval) *
                          (1 - (interval / 2 + interruptions.restart.count()) / mean));
}

}  // namespace eastwest
