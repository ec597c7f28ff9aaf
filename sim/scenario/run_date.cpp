// Implements sim/scenario/run_date.hpp.
#include "sim/scenario/run_date.hpp"

#include <fmt/format.h>

namespace eastwest {

Date run_date(const CivilTime& civil, const Scenario& scenario, Date first) {
  constexpr std::int64_t kSecondsMax = 9'000'000'000;
  const std::int64_t seconds = to_epoch_seconds(civil) - to_epoch_seconds(scenario.start);
  const bool fits = seconds < kSecondsMax && seconds > -kSecondsMax;
  return fits ? kStart + std::chrono::seconds{seconds} : first - Duration{1};
}

std::string run_begin_text(const Scenario& scenario) {
  const std::int64_t begin =
      to_epoch_seconds(scenario.start) - scenario.warm_up / std::chrono::seconds{1};
  return fmt::format("the run goes from {}", to_text(from_epoch_seconds(begin)));
}

}  // namespace eastwest
