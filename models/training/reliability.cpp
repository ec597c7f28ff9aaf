// Daly 2006, equation 20, segment by segment; presets with their sources.
#include "models/training/reliability.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

constexpr double kSecondsPerDay = 86'400;

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

Seconds between_failures(std::int64_t nodes, double per_node_day) {
  return Seconds(kSecondsPerDay / (static_cast<double>(nodes) * per_node_day));
}

Seconds expected_time(Seconds productive, const Interruptions& interruptions) {
  const double work = productive.count();
  const double stall = interruptions.stall.count();
  const bool is_written = interruptions.interval > Seconds{0};
  const double interval = is_written ? std::min(interruptions.interval.count(), work) : work;
  if (work <= 0) return productive;
  const double whole = std::floor(work / interval);
  const double rest = std::max(0.0, work - whole * interval);
  const double written = is_written ? stall : 0;
  const bool has_rest = rest > 1e-9 * interval;
  if (!interruptions.between_failures) {
    return Seconds(work + written * (whole + (has_rest ? 1 : 0)));
  }
  const double mean = interruptions.between_failures->count();
  const double restart = interruptions.restart.count();
  double total = whole * expected_segment(interval + written, restart, mean);
  if (has_rest) total += expected_segment(rest + written, restart, mean);
  return Seconds(total);
}

Goodput first_order_goodput(const Interruptions& interruptions) {
  EW_CHECK(interruptions.between_failures.has_value(), "goodput of a job that never fails");
  const double mean = interruptions.between_failures->count();
  const double interval = interruptions.interval.count();
  return Goodput::checked((1 - interruptions.stall.count() / interval) *
                          (1 - (interval / 2 + interruptions.restart.count()) / mean));
}

}  // namespace eastwest
