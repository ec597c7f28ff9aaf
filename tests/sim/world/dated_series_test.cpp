// A figure between and beyond its dates.
#include "sim/world/dated_series.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("a series is on a straight line between its dates and after them") {
  DatedSeries series;
  CHECK_FALSE(series.at(0).has_value());
  series.set(100, 8);
  CHECK(series.at(100) == 8);
  CHECK(series.at(500) == 8);  // one date gives no slope
  CHECK_FALSE(series.at(99).has_value());
  series.set(200, 10);
  series.set(300, 16);
  CHECK(series.at(150) == 9);  // 8 + 50 x 2 / 100
  CHECK(series.at(200) == 10);
  CHECK(series.at(250) == 13);  // 10 + 50 x 6 / 100
  CHECK(series.at(350) == 19);  // 16 + 50 x 6 / 100: the last line goes on
  CHECK(series.first_day() == 100);
  CHECK(series.last_day() == 300);
}
