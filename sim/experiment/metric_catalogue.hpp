// What the numbers of summary.json mean: unit, direction, and when they may be compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/text/json.hpp"

namespace eastwest {

/// Which way a metric is better; some are neither.
enum class Direction { lower_is_better, higher_is_better, neither };

/// One number of summary.json.
struct Metric {
  std::string key;  ///< dotted path, e.g. `jobs.wait_s.mean`
  std::string unit;
  Direction direction = Direction::neither;
  std::string meaning;
  /// A mean over jobs that grows without end where a scope is overloaded: compared only where every
  /// scope is stable.
  bool only_if_stable = false;
};

/// All metrics, in the order of summary.json.
[[nodiscard]] const std::vector<Metric>& metric_catalogue();
/// nullptr if there is none.
[[nodiscard]] const Metric* find_metric(std::string_view key);
/// What `compare` shows when no metric is named.
[[nodiscard]] const std::vector<std::string>& default_metrics();
/// What it shows besides where any choice has outages, and where transfers have a price.
[[nodiscard]] const std::vector<std::string>& outage_metrics();
inline constexpr const char* kTransferCostMetric = "money.network_cny";
/// The metric's value in a summary; `platform.refused` is the sum over the reasons. Empty where the
/// summary has no such part, or no number there.
[[nodiscard]] std::optional<double> metric_value(const Json& summary, std::string_view key);
/// The keys of all numbers of a summary that are metrics: those outside lists, and not the
/// description of the run (scenario, choices, seed, replication, start).
[[nodiscard]] std::vector<std::string> metric_keys(const Json& summary);

}  // namespace eastwest
