// What a run over several sites waits for, derived by hand; tensor parallelism is refused.
#include "models/training/cross_site.hpp"

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// 1 GB/s, 20 ms there and back, steps of 10 s.
CrossSiteRun usual(SiteSplit split) {
  CrossSiteRun run;
  run.split = split;
  run.rate = BitsPerSecond{8'000'000'000};
  run.round_trip = Seconds(0.02);
  run.step = Seconds(10);
  run.gradients = Bytes{6'000'000'000};
  return run;
}

}  // namespace

TEST_CASE("data parallel over sites waits for what its backward pass does not hide", "[training]") {
  CrossSiteRun run = usual(SiteSplit::data);
  // Two sites: g / B + RTT = 6.02 s.
  CHECK(exposed_per_step(run).count() == Approx(6.02));
  CHECK(compute_share(run).value() == Approx(10 / 16.02));
  run.sites = 3;
  // 2 x 2/3 x 6 s + 2 x 20 ms
  CHECK(exposed_per_step(run).count() == Approx(8.04));
  run.overlap = 0.9;
  CHECK(exposed_per_step(run).count() == Approx(2.04));
  run.overlap = 1;
  run.sites = 2;
  CHECK(exposed_per_step(run).count() == 0);
  CHECK(compute_share(run).value() == 1);
  CHECK(bytes_per_step(run) == 6e9);
}

TEST_CASE("a pipeline over sites pays round trips once, if enough is under way", "[training]") {
  CrossSiteRun run = usual(SiteSplit::pipeline);
  run.micro_batches = 100;  // of 100 ms
  run.activations = Bytes{50'000'000};
  run.micro_batches_ahead = 2;
  // 50 ms to send, (100 + 20) / 2 ms to turn: hidden; one round trip.
  CHECK(exposed_per_step(run).count() == Approx(0.02));
  run.activations = Bytes{150'000'000};
  CHECK(exposed_per_step(run).count() == Approx(100 * 0.05 + 0.02));
  run.activations = Bytes{0};
  run.micro_batches_ahead = 1;
  CHECK(exposed_per_step(run).count() == Approx(100 * 0.02 + 0.02));
  run.activations = Bytes{50'000'000};
  CHECK(bytes_per_step(run) == 5e9);
}

TEST_CASE("local steps wait for one exchange in many", "[training]") {
  CrossSiteRun run = usual(SiteSplit::local_steps);
  run.local_steps = 50;
  CHECK(exposed_per_step(run).count() == Approx(6.02 / 50));
  // H t / (H t + x)
  CHECK(compute_share(run).value() == Approx(500 / 506.02));
  run.steps_behind = 0.5;
  CHECK(exposed_per_step(run).count() == Approx(1.02 / 50));
  run.steps_behind = 1;
  CHECK(exposed_per_step(run).count() == 0);
  CHECK(bytes_per_step(run) == 6e9 / 50);
  // In ten fragments the peak is a tenth, the mean the same, and each pays a round trip.
  run.fragments = 10;
  run.steps_behind = 0;
  CHECK(exposed_per_step(run).count() == Approx((6 + 10 * 0.02) / 50));
  run.steps_behind = 0.05;
  CHECK(exposed_per_step(run).count() == Approx(10 * 0.12 / 50));
  CHECK(bytes_per_step(run) == 6e9 / 50);
}

TEST_CASE("tensor parallelism over a trunk is refused with what it would cost", "[training]") {
  CrossSiteRun run = usual(SiteSplit::tensor);
  LanguageModel model;
  model.layers = 100;
  // 4 x 100 x 20 ms = 8 s
  const std::string problem = problem_of(run, model);
  CHECK(problem.find("tensor parallelism across sites is refused") != std::string::npos);
  CHECK(problem.find("8 s") != std::string::npos);
  REQUIRE_THROWS_AS(exposed_per_step(run), Defect);
}

TEST_CASE("a run across sites needs sites, a rate and steps", "[training]") {
  CHECK(problem_of(usual(SiteSplit::data), {}).empty());
  CrossSiteRun run = usual(SiteSplit::data);
  run.sites = 1;
  CHECK_FALSE(problem_of(run, {}).empty());
  run = usual(SiteSplit::data);
  run.rate = BitsPerSecond{0};
  CHECK_FALSE(problem_of(run, {}).empty());
  run = usual(SiteSplit::data);
  run.step = Seconds(0);
  CHECK_FALSE(problem_of(run, {}).empty());
}

}  // namespace eastwest
