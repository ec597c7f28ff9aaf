// A straight line through points that come one by one: its slope and how sure the slope is.
#pragma once

#include <cstdint>

namespace eastwest {

/// Ordinary least squares in constant memory (co-moments about the running means).
class TrendLine {
 public:
  void add(double x, double y);
  [[nodiscard]] std::int64_t count() const { return count_; }
  /// Units of y per unit of x; 0 with fewer than two different x.
  [[nodiscard]] double slope() const;
  /// Standard error of the slope for independent residuals; 0 with fewer than three points.
  [[nodiscard]] double slope_error() const;

 private:
  std::int64_t count_ = 0;
  double mean_x_ = 0;
  double mean_y_ = 0;
  double moment_xx_ = 0;
  double moment_xy_ = 0;
  double moment_yy_ = 0;
};

/// The 99.5 % quantile of Student's law: half the width, in standard errors, of a two-sided 99 %
/// interval. A table of four decimals up to 30 degrees of freedom; above, the expansion
/// of Cornish and Fisher about the normal quantile (error below 2e-5). `degrees` >= 1.
[[nodiscard]] double student_t_995(std::int64_t degrees);

}  // namespace eastwest
