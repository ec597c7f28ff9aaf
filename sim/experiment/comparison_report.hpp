// A comparison told: as JSON for scripts, as tables and sentences for people.
#pragma once

#include <cstdint>
#include <string>

#include "sim/experiment/comparison.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// What all runs of a comparison have in common.
struct ComparisonSubject {
  std::string scenario;  ///< name; several files: their names with commas
  std::uint64_t seed = 0;
  /// What else has to be said about what the comparison does not show; empty: nothing.
  std::string limits = {};
};

/// {scenario, seed, replications, confidence, baseline, choices, tests, drawn_at_random, metrics:
/// [{metric, unit, better, by_choice: [{choice, mean, standard_deviation, interval, values,
/// difference: {mean, interval, exact, p_value, adjusted_p_value}, verdict, reason}]}],
/// conclusions, limits}. Parts that do not apply are absent: one value, and equal ones, have no
/// interval; what is exact has no p-value.
[[nodiscard]] Json comparison_json(const Comparison& comparison, const ComparisonSubject& subject);

/// One table a metric, then what may and what may not be concluded.
[[nodiscard]] std::string comparison_text(const Comparison& comparison,
                                          const ComparisonSubject& subject);

/// A number for people: four significant digits, from 1000 on whole (`1,234,567`).
[[nodiscard]] std::string readable(double value);

}  // namespace eastwest
