// Student's t by Boost.Math; everything else is sums and square roots.
#include "sim/experiment/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <charconv>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

constexpr int kIntervalDigits = 6;
constexpr double kRounding = 1e-12;

boost::math::students_t law_of(std::size_t count) {
  return boost::math::students_t(static_cast<double>(count - 1));
}

}  // namespace

double rounded_to_digits(double value, int digits) {
  EW_CHECK(std::isfinite(value), "value {}", value);
  const std::string text = fmt::format("{:.{}e}", value, digits - 1);
  double rounded = 0;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded == 0 ? 0 : rounded;
}

MeanEstimate estimate_mean(std::span<const double> values) {
  EW_CHECK(!values.empty(), "a mean of nothing");
  const auto count = static_cast<double>(values.size());
  MeanEstimate result;
  result.count = values.size();
  // Equal values have exactly that mean; a rounded sum would give them a spread.
  if (std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); })) {
    result.mean = values.front();
  } else {
    result.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  }
  if (values.size() == 1) return result;

  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.standard_deviation = std::sqrt(squares / (count - 1));
  if (result.standard_deviation == 0) return result;
  const double quantile =
      boost::math::quantile(boost::math::complement(law_of(values.size()), (1 - kConfidence) / 2));
  const double half_width = quantile * result.standard_deviation / std::sqrt(count);
  result.interval = Interval{.low = rounded_to_digits(result.mean - half_width, kIntervalDigits),
                             .high = rounded_to_digits(result.mean + half_width, kIntervalDigits)};
  return result;
}

PairedDifference paired_difference(std::span<const double> values,
                                   std::span<const double> baseline) {
  EW_CHECK(values.size() == baseline.size(), "{} values, {} of the baseline", values.size(),
           baseline.size());
  std::vector<double> differences;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double larger = std::max(std::fabs(values[i]), std::fabs(baseline[i]));
    const double difference = values[i] - baseline[i];
    differences.push_back(std::fabs(difference) <= kRounding * larger ? 0 : difference);
  }
  PairedDifference result{.estimate = estimate_mean(differences)};
  const MeanEstimate& estimate = result.estimate;
  if (estimate.count < 2) return result;
  if (estimate.standard_deviation == 0) {
    // No spread to measure by, but signs: all n on one side have the chance 2 x (1/2)^n.
    const double chance = std::ldexp(1.0, 1 - static_cast<int>(estimate.count));
    result.p_value = estimate.mean == 0 ? 1 : chance;
    return result;
  }
  const double statistic =
      std::fabs(estimate.mean) /
      (estimate.standard_deviation / std::sqrt(static_cast<double>(estimate.count)));
  const double upper_tail =
      boost::math::cdf(boost::math::complement(law_of(estimate.count), statistic));
  result.p_value = rounded_to_digits(2 * upper_tail, kIntervalDigits);
  return result;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto remaining = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, remaining * p_values[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace eastwest
