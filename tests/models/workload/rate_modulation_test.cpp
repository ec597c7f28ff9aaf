// The switching rate: shares of time, memory, and the same law backwards as forwards.
#include <cmath>

#include "models/workload/rate_modulation.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

constexpr double kHour = 3600;

/// State 0 for 3 h at rate 1, state 1 for 1 h at rate 5: shares 3/4 and 1/4, mean rate 2.
RateModulation two_states(const World& world, std::uint32_t replication = 0) {
  WorkloadContext context = context_of(world, 1);
  context.random = RandomSource(7, replication);
  return RateModulation({1, 5}, {3 * kHour, 1 * kHour}, context);
}

}  // namespace

TEST_CASE("no modulation is the factor 1 for ever", "[modulation]") {
  const RateModulation none;
  CHECK(none.factor() == 1);
  CHECK(none.maximum() == 1);
  CHECK(none.until() == kNever);
  CHECK(none.before_first({Duration{0}, std::chrono::hours{9}}) == std::vector<double>{1, 1});
}

TEST_CASE("states have their shares of time and the factor has mean 1", "[modulation]") {
  const World world = three_homes();
  RateModulation states = two_states(world);
  CHECK(states.maximum() == Approx(5.0 / 2));
  const Date end = kStart + std::chrono::hours{40'000};
  Date now = kStart;
  double sum = 0;
  while (now < end) {
    const Date until = std::min(end, states.until());
    CHECK((states.factor() == Approx(0.5) || states.factor() == Approx(2.5)));
    sum += states.factor() * to_seconds(until - now);
    now = until;
    if (now == states.until()) states.step();
  }
  // Covariance of the factor over a time t: p1 p2 (2.5 - 0.5)^2 exp(-k t) = 0.75 exp(-k t) with
  // k = 1/3 + 1/1 an hour, so the mean over T hours has variance 2 x 0.75 / (k T).
  const double error = std::sqrt(2 * 0.75 / (4.0 / 3 * 40'000));
  CHECK(std::abs(sum / (40'000 * kHour) - 1) < 4 * error);
}

TEST_CASE("the past has the law of the future seen from the first date", "[modulation]") {
  const World world = three_homes();
  constexpr int kRuns = 4000;
  const std::vector<Duration> ages{std::chrono::minutes{30}, std::chrono::hours{24}, Duration{0}};
  int busy_now = 0, same_past = 0, same_future = 0, busy_long_ago = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    RateModulation states = two_states(world, run);
    const double now = states.factor();
    const std::vector<double> before = states.before_first(ages);
    REQUIRE(before[2] == now);
    busy_now += now > 1;
    same_past += before[0] == now;
    busy_long_ago += before[1] > 1;
    while (states.until() <= kStart + ages[0]) states.step();
    same_future += states.factor() == now;
  }
  const auto near = [](int count, double share) {
    return std::abs(count - share * kRuns) < 4 * std::sqrt(share * (1 - share) * kRuns);
  };
  CHECK(near(busy_now, 0.25));
  CHECK(near(busy_long_ago, 0.25));
  // P(same state after t) = p1^2 + p2^2 + 2 p1 p2 exp(-k t), here with k t = 4/3 x 1/2.
  const double same = 0.5625 + 0.0625 + 2 * 0.1875 * std::exp(-2.0 / 3);
  CHECK(near(same_past, same));
  CHECK(near(same_future, same));
}

TEST_CASE("from each of four states the others follow with the same probability", "[modulation]") {
  const World world = three_homes();
  // Sojourns 1, 2, 3, 4 h: shares 0.1 to 0.4. Rates 0, 1, 2, 3: mean 0.2 + 0.6 + 1.2 = 2.
  RateModulation states({0, 1, 2, 3}, {kHour, 2 * kHour, 3 * kHour, 4 * kHour},
                        context_of(world, 1));
  std::vector<std::vector<int>> steps(4, std::vector<int>(4));
  const auto state = [&states] {
    return static_cast<std::size_t>(std::lround(states.factor() * 2));
  };
  for (int step = 0; step < 12'000; ++step) {
    const std::size_t from = state();
    states.step();
    ++steps[from][state()];
  }
  for (std::size_t from = 0; from < 4; ++from) {
    int left = 0;
    for (const int count : steps[from]) left += count;
    for (std::size_t to = 0; to < 4; ++to) {
      CAPTURE(from, to);
      const double wanted = from == to ? 0 : left / 3.0;
      CHECK(std::abs(steps[from][to] - wanted) <= 4 * std::sqrt(wanted * 2 / 3));
    }
  }
}

}  // namespace eastwest
