// Measured throughput by number of accelerators, with a curve through the points that never falls.
#pragma once

#include <vector>

namespace eastwest {

/// Monotone cubic interpolation (Fritsch and Carlson 1980): passes through every point, rises where
/// they rise and nowhere else. Nothing is said outside the points.
class ThroughputCurve {
 public:
  /// Requires as many rates as positions, at least two, positions rising, rates not falling.
  ThroughputCurve(std::vector<double> positions, std::vector<double> rates);

  /// Requires first() <= position <= last().
  [[nodiscard]] double at(double position) const;
  [[nodiscard]] double first() const { return positions_.front(); }
  [[nodiscard]] double last() const { return positions_.back(); }

 private:
  std::vector<double> positions_;
  std::vector<double> rates_;
  std::vector<double> slopes_;
};

}  // namespace eastwest
