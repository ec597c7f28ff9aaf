// What replications say: means, Student t intervals, paired differences, Holm's correction.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace eastwest {

/// The level of all intervals.
inline constexpr double kConfidence = 0.95;

/// Ends rounded to 6 significant digits (the t quantile comes from the C library's functions,
/// whose last bits differ between processors).
struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// What a sample says about the mean of its law.
struct MeanEstimate {
  std::size_t count = 0;
  double mean = 0;
  double standard_deviation = 0;  ///< of the sample, divisor count - 1; 0 for one value
  /// Student t at kConfidence; empty for one value and for equal ones, which show no spread.
  std::optional<Interval> interval;
};

/// A choice against the baseline, replication by replication.
struct PairedDifference {
  MeanEstimate estimate;  ///< of value - baseline
  /// Two-sided p-value of "no difference": paired t test, 6 significant digits; where n > 1
  /// differences are all the same and not zero, the sign test (2^(1-n)); 1 for one value.
  double p_value = 1;
};

/// Requires at least one value.
[[nodiscard]] MeanEstimate estimate_mean(std::span<const double> values);
/// Requires as many values as baseline values, at least one. A difference below 1e-12 of the larger
/// value is rounding and counts as none.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> values,
                                                 std::span<const double> baseline);
/// Holm's step-down correction: the smallest level at which each of the tests, taken as one family,
/// still shows a difference. Same order as given; at most 1.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);
/// The decimal number of `digits` significant digits that is nearest to `value`.
[[nodiscard]] double rounded_to_digits(double value, int digits);

}  // namespace eastwest
