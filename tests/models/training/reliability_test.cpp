// Checkpoint intervals, failures by superposition, and figures that were published.
#include "models/training/reliability.hpp"

#include <cmath>

#include "models/training/checkpoint.hpp"
#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

double hours(Seconds span) { return span.count() / 3600; }

}  // namespace

TEST_CASE("failures of nodes add up", "[training]") {
  // RSC-1: 6.50 per 1000 node-days; published 1.8 h on 16,384 and 0.23 h on 131,072 accelerators.
  const double rate = preset_rate("rsc-1");
  CHECK(hours(between_failures(16'384 / 8, rate)) == Approx(24 * 1000 / (2048 * 6.5)));
  CHECK(hours(between_failures(16'384 / 8, rate)) == Approx(1.80).margin(0.005));
  CHECK(hours(between_failures(131'072 / 8, rate)) == Approx(0.23).margin(0.006));
  // Llama 3: 419 in 54 days on 2,048 nodes.
  CHECK(hours(between_failures(2048, preset_rate("llama-3"))) ==
        Approx(54 * 24 / 419.0).epsilon(0.002));
  for (const ReliabilityPreset& preset : reliability_presets()) CHECK_FALSE(preset.source.empty());
  REQUIRE_THROWS_AS(preset_rate("nobody"), Defect);
}

TEST_CASE("Young's and Daly's intervals", "[training]") {
  // sqrt(2 x 5 x 11124) = 333.5
  CHECK(young_interval(Seconds(5), Seconds(11'124)).count() == Approx(std::sqrt(111'240.0)));
  // C / 2M = 0.01: 20 x 10 (1 + 0.1 / 3 + 0.01 / 9) - 2 x 10 with M = 1000, C = 20
  CHECK(daly_interval(Seconds(20), Seconds(1000)).count() ==
        Approx(200 * (1 + 0.1 / 3 + 0.01 / 9) - 20));
  CHECK(daly_interval(Seconds(3000), Seconds(1000)) == Seconds(1000));
}

TEST_CASE("a checkpoint is bytes for each parameter", "[training]") {
  // 405e9 x 14 B = 5.67 TB, x 16 B = 6.48 TB
  CHECK(checkpoint_size(405e9, 14) == Bytes{5'670'000'000'000});
  CHECK(checkpoint_size(405e9, 16) == Bytes{6'480'000'000'000});
  // BLOOM: 2.3 TB published for 176.2e9 parameters, 13 B each.
  CHECK(static_cast<double>(checkpoint_size(176.2e9, 13).value()) == Approx(2.3e12).epsilon(0.01));
}

TEST_CASE("Llama 3's productive time needs checkpoints that hardly stop computing", "[training]") {
  const Seconds mean = between_failures(2048, preset_rate("llama-3"));
  const auto goodput = [&](double stall) {
    return first_order_goodput({.interval = young_interval(Seconds(stall), mean),
                                .stall = Seconds(stall),
                                .restart = Seconds(600),
                                .between_failures = mean})
        .value();
  };
  // Published: above 90 %.
  CHECK(goodput(5) == Approx(0.917).margin(0.001));
  CHECK(goodput(30) == Approx(0.876).margin(0.001));
}

TEST_CASE("without failures only checkpoints take time", "[training]") {
  // 100 s in segments of 30 s: four checkpoints of 2 s.
  const Interruptions written{
      .interval = Seconds(30), .stall = Seconds(2), .restart = Seconds(9), .between_failures = {}};
  CHECK(expected_time(Seconds(100), written) == Seconds(108));
  CHECK(expected_time(Seconds(90), written) == Seconds(96));
  CHECK(expected_time(Seconds(10), written) == Seconds(12));
  CHECK(expected_time(Seconds(100), {}) == Seconds(100));
  CHECK(expected_time(Seconds(0), written) == Seconds(0));
}

TEST_CASE("the expectation is Daly's, segment by segment", "[training]") {
  const Interruptions all{.interval = Seconds(300),
                          .stall = Seconds(20),
                          .restart = Seconds(60),
                          .between_failures = Seconds(1000)};
  const auto segment = [](double span) {
    return 1000 * std::exp(0.06) * (std::exp(span / 1000) - 1);
  };
  CHECK(expected_time(Seconds(900), all).count() == Approx(3 * segment(320)));
  CHECK(expected_time(Seconds(1000), all).count() == Approx(3 * segment(320) + segment(120)));
  // Beyond any number: e^(1e6).
  CHECK(std::isinf(expected_time(Seconds(1e6), {.interval = Seconds(1e6),
                                                .stall = Seconds(1),
                                                .restart = Seconds(1),
                                                .between_failures = Seconds(1)})
                       .count()));
}

TEST_CASE("the first-order goodput meets the exact one where failures are rare", "[training]") {
  const Interruptions rare{.interval = Seconds(600),
                           .stall = Seconds(6),
                           .restart = Seconds(60),
                           .between_failures = Seconds(1e5)};
  const double exact = 6e6 / expected_time(Seconds(6e6), rare).count();
  CHECK(first_order_goodput(rare).value() == Approx(exact).margin(2e-4));
}

}  // namespace eastwest
