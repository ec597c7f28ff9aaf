// The line that tells how far a run is.
#include "tools/eastwest/progress_bar.hpp"

#include "tests/catch.hpp"

namespace eastwest {
namespace {

constexpr CivilTime kMonday{
    .year = 2025, .month = 7, .day = 7, .hour = 0, .minute = 0, .second = 0};

Date at_hours(int hours) { return kStart + std::chrono::hours{hours}; }

}  // namespace

TEST_CASE("the line has percent, date, rate and time left", "[program]") {
  // From a day before the start to a day after it; 36 of 48 hours in 9 s: 4 h/s, 12 h left = 3 s.
  CHECK(progress_line(at_hours(12), at_hours(-24), at_hours(24), kMonday, 9) ==
        " 75 %  2025-07-07 12:00  4 h/s  3 s left");
  // During the warm-up the date lies before the start.
  CHECK(progress_line(at_hours(-1), at_hours(-24), at_hours(24), kMonday, 0.1) ==
        " 47 %  2025-07-06 23:00");
}

TEST_CASE("a run without a known end has no percent and no time left", "[program]") {
  CHECK(progress_line(at_hours(20), kStart, kNever, kMonday, 10) == "2025-07-07 20:00  2 h/s");
  CHECK(progress_line(kStart, kStart, kNever, kMonday, 10) == "2025-07-07 00:00");
}

TEST_CASE("long waits are told in minutes and hours", "[program]") {
  const auto line = [](double seconds) {
    return progress_line(at_hours(1), kStart, at_hours(2), kMonday, seconds);
  };
  CHECK(line(99).ends_with("99 s left"));
  CHECK(line(150).ends_with("3 min left"));
  CHECK(line(7200).ends_with("2 h left"));
}

}  // namespace eastwest
