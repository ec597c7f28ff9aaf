// Civil dates: what is read, the count of seconds and the day of the week.
#include "sim/base/civil_time.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("a date is read with or without a time of day") {
  const CivilTime midnight{2025, 7, 7, 0, 0, 0};
  CHECK(read_civil_time("2025-07-07") == midnight);
  CHECK(read_civil_time("2025-07-07 00:00") == midnight);
  CHECK(read_civil_time("2025-07-07T00:00:00") == midnight);
  CHECK(read_civil_time("2024-02-29 23:59:58") == CivilTime{2024, 2, 29, 23, 59, 58});
}

TEST_CASE("what is no date is refused") {
  const std::string text =
      GENERATE("", "2025", "2025-7-7", "2025-13-01", "2025-00-01", "2025-02-29", "2025-04-31",
               "2025-07-07 ", "2025-07-07 24:00", "2025-07-07 00:60", "2025-07-07 00:00:60",
               "2025-07-07 00:00:00Z", "2025-07-07 0:00", "0000-01-01", "２０２５-07-07");
  CAPTURE(text);
  CHECK_FALSE(read_civil_time(text).has_value());
}

TEST_CASE("seconds count from 1970 on the same clock") {
  CHECK(to_epoch_seconds({1970, 1, 1, 0, 0, 0}) == 0);
  CHECK(to_epoch_seconds({1970, 1, 2, 1, 1, 1}) == 86'400 + 3'661);
  CHECK(to_epoch_seconds({1969, 12, 31, 23, 59, 59}) == -1);
  // 30 years with 7 leap days: 1972, 76, 80, 84, 88, 92, 96.
  CHECK(to_epoch_seconds({2000, 1, 1, 0, 0, 0}) == (30 * 365 + 7) * std::int64_t{86'400});
  for (std::int64_t seconds = -4'000'000'000; seconds < 4'000'000'000; seconds += 12'345'677) {
    CHECK(to_epoch_seconds(from_epoch_seconds(seconds)) == seconds);
  }
}

TEST_CASE("weeks begin on Monday") {
  // 1 January 1970 was a Thursday; 7 July 2025 a Monday.
  CHECK(weekday({1970, 1, 1, 0, 0, 0}) == 3);
  CHECK(weekday({2025, 7, 7, 23, 59, 59}) == 0);
  CHECK(weekday({2025, 7, 13, 0, 0, 0}) == 6);
}

TEST_CASE("the normal form reads back") {
  CHECK(to_text(CivilTime{2025, 7, 7, 0, 0, 0}) == "2025-07-07 00:00");
  CHECK(to_text(CivilTime{2025, 7, 7, 9, 5, 3}) == "2025-07-07 09:05:03");
  const CivilTime time{2031, 12, 31, 23, 59, 1};
  CHECK(read_civil_time(to_text(time)) == time);
}
