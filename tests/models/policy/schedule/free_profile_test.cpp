// The profile of free accelerators against a plain list of reservations.
#include "models/policy/schedule/free_profile.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

Date at(std::int64_t nanoseconds) { return kStart + Duration{nanoseconds}; }

/// What the profile should say, from a list.
struct PlainProfile {
  std::int64_t all;
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> held;  // begin, end, size

  [[nodiscard]] std::int64_t free_at(std::int64_t date) const {
    std::int64_t free = all;
    for (const auto& [begin, end, size] : held) {
      if (begin <= date && date < end) free -= size;
    }
    return free;
  }
  [[nodiscard]] std::int64_t earliest(std::int64_t size, std::int64_t span,
                                      std::int64_t from) const {
    std::set<std::int64_t> begins{from};
    for (const auto& each : held) begins.insert(std::get<1>(each));
    for (const std::int64_t begin : begins) {
      if (begin < from || free_at(begin) < size) continue;
      const bool stays = std::all_of(held.begin(), held.end(), [&](const auto& each) {
        const std::int64_t change = std::get<0>(each);
        return change <= begin || change >= begin + span || free_at(change) >= size;
      });
      if (stays) return begin;
    }
    return -1;
  }
};

}  // namespace

TEST_CASE("a profile of two steps", "[schedule]") {
  FreeProfile profile(10);
  profile.change(at(0), at(100), -6);
  profile.change(at(50), at(200), -4);
  // 4 free until 50, 0 until 100, 6 until 200, then 10.
  CHECK(profile.free_at(at(49)) == 4);
  CHECK(profile.free_at(at(50)) == 0);
  CHECK(profile.free_at(at(100)) == 6);
  CHECK(profile.free_at(at(200)) == 10);
  CHECK(profile.earliest(4, Duration{50}, at(0)) == at(0));
  CHECK(profile.earliest(4, Duration{51}, at(0)) == at(100));
  CHECK(profile.earliest(7, Duration{1}, at(0)) == at(200));
  CHECK(profile.earliest(6, Duration::max(), at(0)) == at(100));
  CHECK(profile.earliest(11, Duration{1}, at(0)) == kNever);
  // With everything from 80 on counted as free, the gap of 30 before it is no obstacle.
  CHECK(profile.earliest(4, Duration{500}, at(20), at(50)) == at(20));
  CHECK(profile.earliest(4, Duration{500}, at(20), at(51)) == kNever);
  profile.change(at(50), at(200), 4);
  profile.change(at(0), at(100), 6);
  CHECK(profile.steps() == 1);  // nothing is left of them
}

TEST_CASE("the profile agrees with a plain list", "[schedule][property]") {
  const RandomSource random(20250708, 0);
  PlainProfile plain{.all = 64, .held = {}};
  FreeProfile profile(64);
  std::int64_t now = 0;
  for (std::uint64_t round = 0; round < 3000; ++round) {
    CAPTURE(round);
    const auto draw = [&](std::uint32_t what, double most) {
      return static_cast<std::int64_t>(random.uniform(0, round, Purpose::job_class, what) * most);
    };
    const std::int64_t size = 1 + draw(0, 64);
    const std::int64_t span = 1 + draw(1, 100);
    const std::int64_t begin = plain.earliest(size, span, now);
    REQUIRE(profile.earliest(size, Duration{span}, at(now)) == at(begin));
    if (plain.held.size() < 40) {
      plain.held.emplace_back(begin, begin + span, size);
      profile.change(at(begin), at(begin + span), -size);
    } else {
      const auto gone = plain.held.begin() + draw(2, 40);
      profile.change(at(std::max(now, std::get<0>(*gone))), at(std::get<1>(*gone)),
                     std::get<2>(*gone));
      plain.held.erase(gone);
    }
    REQUIRE(profile.free_at(at(now + span)) == plain.free_at(now + span));
    now += draw(3, 20);
    std::erase_if(plain.held, [&](const auto& each) { return std::get<1>(each) <= now; });
    profile.begin_at(at(now));
    REQUIRE(profile.steps() <= 2 * plain.held.size() + 1);
  }
}

}  // namespace eastwest
