// Young 1974; Daly 2006, equations 20 and 37; presets with their sources.
#include "sim/world/failure_terms.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

/// Expected time until `span` seconds have passed without a failure, restarts included.
double expected_segment(double span, double restart, double mean) {
  return mean * portable_exp(restart / mean) * portable_expm1(span / mean);
}

}  // namespace

const std::vector<ReliabilityPreset>& reliability_presets() {
  static const std::vector<ReliabilityPreset> presets = {
      {"rsc-1", 6.50e-3,
       "Kokolis et al. 2024 (arXiv 2410.21680): 6.50 failures per 1000 node-days, recalled"},
      // 54 d x 24 h / 419 = 3.093 h; 24 h / 3.093 h / 2,048 nodes of 8.
      {"llama-3", 3.79e-3,
       "Llama 3: 419 unexpected interruptions in 54 days on 16,384 H100 (datacenterdynamics.com)"},
  };
  return presets;
}

double preset_rate(const std::string& name) {
  for (const ReliabilityPreset& preset : reliability_presets()) {
    if (preset.name == name) return preset.per_node_day;
  }
  throw Defect("no preset of failures is called '" + name + "'");
}

double young_seconds(double stall, double between) { return std::sqrt(2 * stall * between); }

double daly_seconds(double stall, double between) {
  if (stall >= 2 * between) return between;
  const double half = stall / (2 * between);
  return young_seconds(stall, between) * (1 + std::sqrt(half) / 3 + half / 9) - stall;
}

double expected_seconds(double work, const CheckpointCourse& course) {
  if (work <= 0) return work;
  const bool is_written = course.interval > 0;
  const double interval = is_written ? std::min(course.interval, work) : work;
  const double whole = std::floor(work / interval);
  const double rest = std::max(0.0, work - whole * interval);
  const double written = is_written ? course.stall : 0;
  const bool has_rest = rest > 1e-9 * interval;
  if (!course.between) return work + written * (whole + (has_rest ? 1 : 0));
  double total = whole * expected_segment(interval + written, course.restart, *course.between);
  if (has_rest) total += expected_segment(rest + written, course.restart, *course.between);
  return total;
}

double FailureTerms::rate(std::int64_t accelerators) const {
  const std::int64_t nodes = (accelerators + accelerators_per_node - 1) / accelerators_per_node;
  return static_cast<double>(nodes) * per_node_second;
}

Duration FailureTerms::interval_of(std::int64_t accelerators) const {
  if (!checkpoints || interval > Duration{0}) return checkpoints ? interval : Duration{0};
  const double between = 1 / rate(accelerators);
  const double cost = to_seconds(stall);
  const double best =
      rule == IntervalRule::daly ? daly_seconds(cost, between) : young_seconds(cost, between);
  return std::max(Duration{1}, from_seconds(std::min(best, kSecondsMax)));
}

Duration FailureTerms::expected(Duration work, std::int64_t accelerators) const {
  CheckpointCourse course{.interval = to_seconds(interval_of(accelerators)),
                          .stall = to_seconds(stall),
                          .restart = to_seconds(restart),
                          .between = std::nullopt};
  if (per_node_second > 0) course.between = 1 / rate(accelerators);
  const double seconds = expected_seconds(to_seconds(work), course);
  return from_seconds_up(std::min(seconds, kSecondsMax));
}

}  // namespace eastwest
