// Rounding of draws and the mean of the step function that comes of it.
#include "models/workload/whole_number_law.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace eastwest {

namespace {

constexpr double kLargest = 1e9;
/// Half the distance between two uniform draws: nothing smaller can ever be drawn.
constexpr double kEdge = 0x1p-53;
/// Error allowed for one step, over the size of the step's numbers.
constexpr double kTolerance = 1e-12;

std::int64_t rounded(double value) {
  return static_cast<std::int64_t>(std::floor(std::clamp(value, 1.0, kLargest) + 0.5));
}

double exact_mean(const Law::Choice& choice) {
  double sum = 0;
  double weights = 0;
  for (const auto& [value, weight] : choice.value_weights) {
    sum += weight * static_cast<double>(rounded(value));
    weights += weight;
  }
  return sum / weights;
}

}  // namespace

WholeNumberLaw::WholeNumberLaw(Law law) : law_(std::move(law)) {
  if (const auto* choice = std::get_if<Law::Choice>(&law_.kind())) {
    mean_ = exact_mean(*choice);
    return;
  }
  mean_ = integral(kEdge, 1 - kEdge, quantile(kEdge), quantile(1 - kEdge)) / (1 - 2 * kEdge);
}

std::int64_t WholeNumberLaw::quantile(double u) const { return rounded(law_.quantile(u)); }

/// The mean is the integral of the quantile, a rising step function, over (0, 1): halve the
/// interval until it is flat or its step is narrower than the tolerance.
double WholeNumberLaw::integral(double from, double to, std::int64_t first,
                                std::int64_t last) const {
  const double width = to - from;
  const auto low = static_cast<double>(first);
  const auto high = static_cast<double>(last);
  if (width <= 2 * kEdge || width * (high - low) <= kTolerance * low) {
    return width * (low + high) / 2;
  }
  const double middle = from + width / 2;
  const std::int64_t between = quantile(middle);
  return integral(from, middle, first, between) + integral(middle, to, between, last);
}

}  // namespace eastwest
