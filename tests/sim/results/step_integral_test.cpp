// Exact integrals of steps, and windows that close as time passes.
#include "sim/results/step_integral.hpp"

#include <utility>
#include <vector>

#include "tests/catch.hpp"

namespace eastwest {
namespace {

Date at(std::int64_t nanoseconds) { return kStart + Duration{nanoseconds}; }
double whole(WideInteger value) { return static_cast<double>(value); }

}  // namespace

TEST_CASE("a step integral counts from the start on", "[results]") {
  StepIntegral steps;
  steps.change(at(-10), 3);
  steps.change(at(5), 2);
  steps.change(at(7), -4);
  steps.advance(at(10));
  // 3 over [0, 5), 5 over [5, 7), 1 over [7, 10): 15 + 10 + 3.
  CHECK(whole(steps.integral()) == 28);
  CHECK(whole(steps.until(at(10))) == 28);
  CHECK(whole(steps.until(at(14))) == 28 + 4);
  CHECK(whole(steps.maximum()) == 5);
  CHECK(whole(steps.value()) == 1);
  CHECK(whole(steps.take()) == 28);
  steps.advance(at(12));
  CHECK(whole(steps.integral()) == 2);
}

TEST_CASE("a value that stands for no time is no maximum", "[results]") {
  StepIntegral steps;
  steps.change(at(5), 9);
  steps.change(at(5), -8);
  steps.advance(at(6));
  CHECK(whole(steps.maximum()) == 1);
}

TEST_CASE("an integral beyond 64 bits stays exact", "[results]") {
  // 2.6 million accelerators over 90 days: 2.6e6 x 7.776e15 ns, more than 2^63 = 9.2e18.
  StepIntegral steps;
  steps.change(kStart, 2'600'000);
  steps.advance(kStart + std::chrono::hours{90 * 24});
  const WideInteger expected = WideInteger{2'600'000} * 7'776'000'000'000'000;
  CHECK((steps.integral() == expected));
  CHECK(to_accelerator_hours(steps.integral()) == 2'600'000.0 * 90 * 24);
}

TEST_CASE("windows close in order, the last one is cut short", "[results]") {
  WindowClock windows(Duration{10});
  std::vector<std::pair<std::int64_t, std::int64_t>> closed;
  const auto close = [&](Date begin, Date end) {
    closed.emplace_back((begin - kStart).count(), (end - kStart).count());
  };
  windows.reach(at(-5), close);
  windows.reach(at(9), close);
  CHECK(closed.empty());
  windows.reach(at(10), close);
  windows.finish(at(23), close);
  using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
  CHECK((closed == Pairs{{0, 10}, {10, 20}, {20, 23}}));
}

TEST_CASE("a run that ends with a window has no empty one after it", "[results]") {
  WindowClock windows(Duration{10});
  int closed = 0;
  windows.finish(at(20), [&](Date, Date) { ++closed; });
  CHECK(closed == 2);
}

}  // namespace eastwest
