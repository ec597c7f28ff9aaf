// Fritsch and Carlson 1980, with their circle of radius 3 for the slopes.
#include "models/training/throughput_curve.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {

ThroughputCurve::ThroughputCurve(std::vector<double> positions, std::vector<double> rates)
    : positions_(std::move(positions)), rates_(std::move(rates)) {
  const std::size_t size = positions_.size();
  EW_CHECK(size >= 2 && rates_.size() == size, "{} positions, {} rates", size, rates_.size());
  std::vector<double> secants;
  for (std::size_t i = 0; i + 1 < size; ++i) {
    EW_CHECK(positions_[i] < positions_[i + 1] && rates_[i] <= rates_[i + 1],
             "point {} of the throughput curve is out of order", i + 1);
    secants.push_back((rates_[i + 1] - rates_[i]) / (positions_[i + 1] - positions_[i]));
  }
  slopes_.assign(size, 0);
  slopes_.front() = secants.front();
  slopes_.back() = secants.back();
  for (std::size_t i = 1; i + 1 < size; ++i) {
    const bool is_flat = secants[i - 1] <= 0 || secants[i] <= 0;
    slopes_[i] = is_flat ? 0 : (secants[i - 1] + secants[i]) / 2;
  }
  for (std::size_t i = 0; i + 1 < size; ++i) {
    if (secants[i] <= 0) {
      slopes_[i] = slopes_[i + 1] = 0;
      continue;
    }
    const double left = slopes_[i] / secants[i];
    const double right = slopes_[i + 1] / secants[i];
    const double radius = std::sqrt(left * left + right * right);
    if (radius <= 3) continue;
    slopes_[i] *= 3 / radius;
    slopes_[i + 1] *= 3 / radius;
  }
}

double ThroughputCurve::at(double position) const {
  EW_CHECK(position >= first() && position <= last(), "throughput asked at {}, known from {} to {}",
           position, first(), last());
  const auto above = std::upper_bound(positions_.begin() + 1, positions_.end() - 1, position);
  const auto i = static_cast<std::size_t>(above - positions_.begin()) - 1;
  const double width = positions_[i + 1] - positions_[i];
  const double t = (position - positions_[i]) / width;
  const double rest = 1 - t;
  // Hermite's basis; weights of the two rates and of the two slopes.
  return rates_[i] * (1 + 2 * t) * rest * rest + rates_[i + 1] * t * t * (3 - 2 * t) +
         slopes_[i] * width * t * rest * rest - slopes_[i + 1] * width * t * t * rest;
}

}  // namespace eastwest
