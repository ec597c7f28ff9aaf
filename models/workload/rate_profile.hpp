// How a rate of arrivals changes over the hours of a week.
#pragma once

#include <array>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// A factor with mean 1 over the week, constant within each hour of the civil clock: the value of
/// the hour of the day times the value of the day of the week, over the mean of all 168 products.
class RateProfile {
 public:
  /// 24 values by hour and 7 by weekday (0 = Monday), not negative, some positive; empty = flat.
  /// `start_weekday` and `start_time_of_day` are those of date 0.
  RateProfile(const std::vector<double>& daily, const std::vector<double>& weekly,
              int start_weekday, Duration start_time_of_day);

  [[nodiscard]] double at(Date date) const;
  /// The end of the hour that `date` lies in (an hour's first moment belongs to it).
  [[nodiscard]] Date hour_end(Date date) const;
  [[nodiscard]] double maximum() const { return maximum_; }

 private:
  static constexpr int kHours = 168;
  [[nodiscard]] Duration time_of_week(Date date) const;

  std::array<double, kHours> factors_{};
  double maximum_ = 0;
  Duration offset_{0};  // of date 0 from Monday 00:00
};

}  // namespace eastwest
