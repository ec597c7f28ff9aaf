// The step function of one link against a list of nanoseconds.
#include "models/network/reserved/bandwidth_calendar.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest::reserved {
namespace {

Date date(std::int64_t nanoseconds) { return Date{Duration{nanoseconds}}; }
Interval interval(std::int64_t begin, std::int64_t end) { return {date(begin), date(end)}; }

}  // namespace

TEST_CASE("a calendar adds up what overlaps", "[reserved]") {
  BandwidthCalendar calendar;
  CHECK(calendar.at(date(0)) == 0);
  CHECK(calendar.most(interval(-5, 5)) == 0);
  calendar.add(interval(10, 30), 2);
  calendar.add(interval(20, 40), 3);
  // 2 in [10, 20), 5 in [20, 30), 3 in [30, 40)
  CHECK(calendar.at(date(9)) == 0);
  CHECK(calendar.at(date(10)) == 2);
  CHECK(calendar.at(date(29)) == 5);
  CHECK(calendar.at(date(30)) == 3);
  CHECK(calendar.at(date(40)) == 0);
  CHECK(calendar.most(interval(0, 10)) == 0);  // an end is not included
  CHECK(calendar.most(interval(0, 20)) == 2);
  CHECK(calendar.most(interval(0, 21)) == 5);
  CHECK(calendar.most(interval(30, 99)) == 3);
  CHECK(calendar.first_above(2, date(0)) == interval(20, 30));
  CHECK(calendar.first_above(2, date(25)) == interval(25, 30));
  CHECK(calendar.first_above(2, date(30)) == interval(30, 40));
  CHECK_FALSE(calendar.first_above(5, date(0)).has_value());
}

TEST_CASE("a calendar keeps no step that says nothing", "[reserved]") {
  BandwidthCalendar calendar;
  calendar.add(interval(10, 20), 1);
  calendar.add(interval(20, 30), 1);
  CHECK(calendar.size() == 2);  // one step up at 10, one down at 30
  calendar.add(interval(10, 30), -1);
  CHECK(calendar.size() == 0);
  calendar.add(interval(10, 30), 4);
  calendar.forget_before(date(15));
  CHECK(calendar.at(date(15)) == 4);
  CHECK(calendar.size() == 2);
  calendar.forget_before(date(30));
  CHECK(calendar.size() == 0);
}

TEST_CASE("more cannot be given back than was taken", "[reserved]") {
  BandwidthCalendar calendar;
  calendar.add(interval(10, 20), 1);
  CHECK_THROWS_AS(calendar.add(interval(10, 21), -1), Defect);
  CHECK_THROWS_AS(calendar.add(interval(10, 10), 1), Defect);
}

TEST_CASE("a calendar agrees with a list of nanoseconds", "[reserved]") {
  constexpr std::int64_t kSpan = 60;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    std::mt19937_64 source(seed);
    const auto draw = [&](std::int64_t low, std::int64_t high) {
      return low + static_cast<std::int64_t>(source() % static_cast<std::uint64_t>(high - low + 1));
    };
    BandwidthCalendar calendar;
    std::array<std::int64_t, kSpan> list{};
    struct Added {
      std::int64_t begin, end, waves;
    };
    std::vector<Added> added;
    std::int64_t now = 0;
    for (int step = 0; step < 80; ++step) {
      if (!added.empty() && draw(0, 2) == 0) {
        const auto which = static_cast<std::size_t>(draw(0, std::ssize(added) - 1));
        const Added gone = added[which];
        added.erase(added.begin() + static_cast<std::ptrdiff_t>(which));
        const std::int64_t begin = std::max(now, gone.begin);
        if (begin < gone.end) calendar.add(interval(begin, gone.end), -gone.waves);
        for (std::int64_t i = begin; i < gone.end; ++i) {
          list[static_cast<std::size_t>(i)] -= gone.waves;
        }
      } else {
        const std::int64_t begin = draw(now, kSpan - 2);
        const Added one{begin, draw(begin + 1, kSpan - 1), draw(1, 3)};
        added.push_back(one);
        calendar.add(interval(one.begin, one.end), one.waves);
        for (std::int64_t i = one.begin; i < one.end; ++i) {
          list[static_cast<std::size_t>(i)] += one.waves;
        }
      }
      if (draw(0, 9) == 0 && now < kSpan - 10) calendar.forget_before(date(++now));
      const std::int64_t begin = draw(now, kSpan - 2);
      const std::int64_t end = draw(begin + 1, kSpan - 1);
      REQUIRE(calendar.at(date(begin)) == list[static_cast<std::size_t>(begin)]);
      REQUIRE(calendar.most(interval(begin, end)) ==
              *std::max_element(list.begin() + begin, list.begin() + end));
      const auto above = calendar.first_above(2, date(begin));
      const auto first = std::find_if(list.begin() + begin, list.end(),
                                      [](std::int64_t waves) { return waves > 2; });
      REQUIRE(above.has_value() == (first != list.end()));
      if (above) REQUIRE(above->begin == date(first - list.begin()));
      const std::int64_t span = draw(1, 10);
      std::int64_t room = begin;
      const auto is_free = [&](std::int64_t from) {
        for (std::int64_t i = from; i < std::min(from + span, kSpan); ++i) {
          if (list[static_cast<std::size_t>(i)] > 2) return false;
        }
        return true;
      };
      while (!is_free(room)) ++room;
      REQUIRE(calendar.first_room(2, Duration{span}, date(begin)) == date(room));
    }
  }
}

}  // namespace eastwest::reserved
