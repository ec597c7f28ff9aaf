// Hourly factors over the week: normalisation, the civil clock, hour ends.
#include "models/workload/rate_profile.hpp"

#include <numeric>

#include "tests/catch.hpp"

namespace eastwest {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

Date at_hour(int hour) { return kStart + hours{hour}; }

}  // namespace

TEST_CASE("no profile is flat", "[profile]") {
  const RateProfile flat({}, {}, 3, hours{5});
  CHECK(flat.at(kStart) == Approx(1));
  CHECK(flat.maximum() == Approx(1));
}

TEST_CASE("day and week multiply, and the mean over the week is 1", "[profile]") {
  std::vector<double> daily(24, 1.0);
  daily[9] = 3;                                           // mean of the day 26 / 24
  const std::vector<double> weekly{2, 1, 1, 1, 1, 0, 0};  // mean 6 / 7
  const RateProfile profile(daily, weekly, 0, Duration{0});
  const double mean = 26.0 / 24 * 6 / 7;
  CHECK(profile.at(at_hour(0)) == Approx(2 / mean));
  CHECK(profile.at(at_hour(9)) == Approx(6 / mean));
  CHECK(profile.at(at_hour(24 + 9)) == Approx(3 / mean));
  CHECK(profile.at(at_hour(6 * 24)) == 0);
  CHECK(profile.maximum() == Approx(6 / mean));
  double sum = 0;
  for (int hour = 0; hour < 168; ++hour) sum += profile.at(at_hour(hour));
  CHECK(sum == Approx(168));
}

TEST_CASE("date 0 is where the scenario starts, dates before it count back", "[profile]") {
  std::vector<double> daily(24);
  std::iota(daily.begin(), daily.end(), 1.0);  // hour h has h + 1, mean 12.5
  const RateProfile profile(daily, {}, 2, hours{22} + minutes{30});
  CHECK(profile.at(kStart) == Approx(23 / 12.5));
  CHECK(profile.at(kStart + minutes{29}) == Approx(23 / 12.5));
  CHECK(profile.at(kStart + minutes{30}) == Approx(24 / 12.5));
  CHECK(profile.at(kStart + minutes{90}) == Approx(1 / 12.5));
  CHECK(profile.at(kStart - minutes{31}) == Approx(22 / 12.5));
  CHECK(profile.at(kStart - hours{168}) == profile.at(kStart));
  CHECK(profile.hour_end(kStart) == kStart + minutes{30});
  CHECK(profile.hour_end(kStart + minutes{30}) == kStart + minutes{90});
  CHECK(profile.hour_end(kStart - minutes{31}) == kStart - minutes{30});
}

TEST_CASE("the weekday of the start turns the week", "[profile]") {
  const std::vector<double> weekly{1, 1, 1, 1, 1, 1, 8};  // mean 2
  const RateProfile sunday(                               // a run that starts on a Sunday
      {}, weekly, 6, Duration{0});
  CHECK(sunday.at(kStart) == Approx(4));
  CHECK(sunday.at(kStart + hours{24}) == Approx(0.5));
}

}  // namespace eastwest
