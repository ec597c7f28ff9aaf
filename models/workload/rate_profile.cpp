// Hourly factors of a week, normalised.
#include "models/workload/rate_profile.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

constexpr Duration kHour = std::chrono::hours{1};
constexpr Duration kDay = std::chrono::hours{24};
constexpr Duration kWeek = std::chrono::hours{168};

}  // namespace

RateProfile::RateProfile(const std::vector<double>& daily, const std::vector<double>& weekly,
                         int start_weekday, Duration start_time_of_day)
    : offset_(start_weekday * kDay + start_time_of_day) {
  EW_CHECK(daily.empty() || daily.size() == 24, "{} values for the hours of a day", daily.size());
  EW_CHECK(weekly.empty() || weekly.size() == 7, "{} values for the days of a week", weekly.size());
  double sum = 0;
  for (std::size_t hour = 0; hour < kHours; ++hour) {
    const double of_hour = daily.empty() ? 1 : daily[hour % 24];
    const double of_day = weekly.empty() ? 1 : weekly[hour / 24];
    factors_[hour] = of_hour * of_day;
    sum += factors_[hour];
  }
  EW_CHECK(sum > 0, "a profile of zeros");
  for (double& factor : factors_) factor *= kHours / sum;
  maximum_ = *std::max_element(factors_.begin(), factors_.end());
}

Duration RateProfile::time_of_week(Date date) const {
  const Duration rest = (date.time_since_epoch() + offset_) % kWeek;
  return rest < Duration{0} ? rest + kWeek : rest;
}

double RateProfile::at(Date date) const {
  return factors_[static_cast<std::size_t>(time_of_week(date) / kHour)];
}

Date RateProfile::hour_end(Date date) const { return date + (kHour - time_of_week(date) % kHour); }

}  // namespace eastwest
