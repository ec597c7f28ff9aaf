// Implements sim/results/trend_line.hpp.
#include "sim/results/trend_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/check.hpp"

namespace eastwest {

void TrendLine::add(double x, double y) {
  ++count_;
  const double step_x = x - mean_x_;
  const double step_y = y - mean_y_;
  mean_x_ += step_x / static_cast<double>(count_);
  mean_y_ += step_y / static_cast<double>(count_);
  moment_xx_ += step_x * (x - mean_x_);
  moment_xy_ += step_x * (y - mean_y_);
  moment_yy_ += step_y * (y - mean_y_);
}

double TrendLine::slope() const { return moment_xx_ > 0 ? moment_xy_ / moment_xx_ : 0; }

double TrendLine::slope_error() const {
  if (count_ < 3 || !(moment_xx_ > 0)) return 0;
  const double residual = std::max(0.0, moment_yy_ - slope() * moment_xy_);
  return std::sqrt(residual / static_cast<double>(count_ - 2) / moment_xx_);
}

double student_t_995(std::int64_t degrees) {
  EW_CHECK(degrees >= 1, "{} degrees of freedom", degrees);
  // As in any printed table of Student's law; the test computes it again.
  static constexpr std::array<double, 30> kTable = {
      63.6567, 9.9248, 5.8409, 4.6041, 4.0321, 3.7074, 3.4995, 3.3554, 3.2498, 3.1693,
      3.1058,  3.0545, 3.0123, 2.9768, 2.9467, 2.9208, 2.8982, 2.8784, 2.8609, 2.8453,
      2.8314,  2.8188, 2.8073, 2.7969, 2.7874, 2.7787, 2.7707, 2.7633, 2.7564, 2.7500};
  if (degrees <= 30) return kTable[static_cast<std::size_t>(degrees - 1)];
  constexpr double kNormal = 2.5758293035489004;  // the normal quantile at 0.995
  constexpr double kSquare = kNormal * kNormal;
  constexpr double kFirst = kNormal * (kSquare + 1) / 4;
  constexpr double kSecond = kNormal * ((5 * kSquare + 16) * kSquare + 3) / 96;
  constexpr double kThird = kNormal * (((3 * kSquare + 19) * kSquare + 17) * kSquare - 15) / 384;
  const auto n = static_cast<double>(degrees);
  return kNormal + (kFirst + (kSecond + kThird / n) / n) / n;
}

}  // namespace eastwest
