// The warm start of size classes, switching rates and batches, against the laws of infinitely many
// servers.
#include <cmath>

#include "models/workload/rate_modulation.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

constexpr double kHour = 3600;
constexpr int kRuns = 400;
constexpr std::int64_t kAccelerators = 10'000;

Values workload_with(const Values& arrivals) {
  const Schema& schema = workload_model("training").description.schema;
  return {{"arrivals", group_with_defaults(schema, "arrivals", arrivals)}};
}

/// Three quarters of the jobs have 1 or 2 accelerators and run for an hour in the mean, the others
/// 8 for 10 h to 30 h.
Parameters::Value correlated_classes() {
  Parameters small;
  small.set("weight", 3.0);
  small.set("accelerators", Law(Law::Choice{{{1, 1}, {2, 1}}}));
  small.set("run_time", Law(Law::Uniform{0, 2 * kHour}));
  Parameters large;
  large.set("weight", 1.0);
  large.set("accelerators", Law(Law::Constant{8}));
  large.set("run_time", Law(Law::Uniform{10 * kHour, 30 * kHour}));
  return std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>>{
      {"small", std::make_shared<const Parameters>(std::move(small))},
      {"large", std::make_shared<const Parameters>(std::move(large))}};
}

WorkloadContext run_number(const World& world, std::uint32_t run) {
  WorkloadContext context = context_of(world, kAccelerators);
  context.random = RandomSource(99, run);
  return context;
}

struct Moments {
  std::vector<double> values;
  void add(double value) { values.push_back(value); }
  [[nodiscard]] double size() const { return static_cast<double>(values.size()); }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / size();
  }
  [[nodiscard]] double variance() const {
    double sum = 0;
    for (const double value : values) sum += (value - mean()) * (value - mean());
    return sum / (size() - 1);
  }
  /// Four standard errors around the mean.
  [[nodiscard]] bool covers(double value) const {
    return std::abs(mean() - value) < 4 * std::sqrt(variance() / size());
  }
};

double busy(const std::vector<Job>& jobs) {
  double sum = 0;
  for (const Job& job : jobs) sum += static_cast<double>(job.accelerators);
  return sum;
}

}  // namespace

TEST_CASE("warm jobs of size classes keep the load busy, the classes by their work",
          "[warm-start]") {
  const World world = three_homes();
  Values values = workload_with({{"load", 0.4}});
  values["classes"] = correlated_classes();
  Moments busy_by_all;
  Moments small_jobs;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const auto jobs = workload_of("training", values, run_number(world, run))->warm_start();
    busy_by_all.add(busy(jobs));
    double small = 0;
    for (const Job& job : jobs) {
      REQUIRE((job.accelerators == 8) == (job.run_time >= std::chrono::hours{10}));
      small += job.accelerators < 8;
    }
    small_jobs.add(small);
  }
  // Work of a job: 0.75 x 1.5 x 1 h + 0.25 x 8 x 20 h = 1.125 + 40 = 41.125 accelerator-hours.
  CHECK(busy_by_all.covers(4000));
  // Jobs an hour: 4000 / 41.125; of these 0.75 are small, with 1 h each in service.
  const double small = 4000 / 41.125 * 0.75;
  CHECK(small_jobs.covers(small));
  // In service is a Poisson number of each: E[K^2] hours an hour are 0.75 x 2.5 + 0.25 x 64 x 20.
  const double variance = 4000 / 41.125 * (0.75 * 2.5 + 0.25 * 64 * 20);
  CHECK(std::abs(busy_by_all.variance() / variance - 1) < 4 * std::sqrt(2.0 / kRuns));
}

TEST_CASE("warm jobs of a switching rate know the states before the start", "[warm-start]") {
  const World world = three_homes();
  Values values = workload_with({{"rate", 100 / kHour},
                                 {"process", std::string("mmpp")},
                                 {"state_rates", std::vector<double>{1, 5}},
                                 {"state_sojourns", std::vector<double>{3 * kHour, kHour}}});
  values["accelerators"] = Law(Law::Constant{1});
  values["run_time"] = Law(Law::Constant{2 * kHour});
  Moments all;
  Moments after_busy;
  Moments after_quiet;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const WorkloadContext context = run_number(world, run);
    const auto jobs = workload_of("training", values, context)->warm_start();
    const RateModulation states({1, 5}, {3 * kHour, kHour}, context);
    all.add(busy(jobs));
    (states.factor() > 1 ? after_busy : after_quiet).add(busy(jobs));
  }
  // 100 an hour for 2 h each.
  CHECK(all.covers(200));
  // In state s now, the rate was 100 + (rate of s - 100) exp(-k a) an age a ago, with k = 1/3 + 1:
  // 200 + (rate of s - 100) (1 - exp(-2 k)) / k in service. The rates are 50 and 250 an hour.
  const double k = 4.0 / 3;
  const double memory = (1 - std::exp(-2 * k)) / k;
  CHECK(after_busy.covers(200 + 150 * memory));
  CHECK(after_quiet.covers(200 - 50 * memory));
}

TEST_CASE("warm jobs of batches are as many and as dispersed as batches make them",
          "[warm-start]") {
  const World world = three_homes();
  const Law sizes(Law::Choice{{{1, 6}, {4, 3}, {10, 1}}});
  Values values = workload_with({{"rate", 100 / kHour}, {"batch", sizes}});
  values["accelerators"] = Law(Law::Constant{1});
  values["run_time"] = Law(Law::Exponential{kHour});
  Moments in_service;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const auto jobs = workload_of("training", values, run_number(world, run))->warm_start();
    in_service.add(busy(jobs));
    for (std::size_t i = 1; i < jobs.size(); ++i) {
      // Of one batch: one date of arrival and one home.
      if (jobs[i].elapsed == jobs[i - 1].elapsed) REQUIRE(jobs[i].home == jobs[i - 1].home);
    }
  }
  CHECK(in_service.covers(100));
  // A job of age a is still there with probability p = exp(-a); batches come at 100 / E[B] an hour,
  // and the variance is the integral of E[B (B - 1)] p^2 + E[B] p over a, times that rate:
  // 100 (1 + E[B (B - 1)] / (2 E[B])) with E[B] = 2.8 and E[B^2] = 15.4.
  const double variance = 100 * (1 + (15.4 - 2.8) / (2 * 2.8));
  CHECK(std::abs(in_service.variance() / variance - 1) < 4 * std::sqrt(2.0 / kRuns));
}

TEST_CASE("everything at once is as busy at the start as three days later", "[warm-start]") {
  World world = three_homes();
  world.training_profile.assign(24, 1.0);
  for (std::size_t hour = 9; hour < 18; ++hour) world.training_profile[hour] = 4;
  Values values = workload_with({{"load", 0.3},
                                 {"process", std::string("mmpp")},
                                 {"state_rates", std::vector<double>{1, 4}},
                                 {"state_sojourns", std::vector<double>{4 * kHour, 2 * kHour}},
                                 {"batch", Law(Law::Choice{{{1, 2}, {5, 1}}})}});
  values["classes"] = correlated_classes();
  const Duration later = std::chrono::hours{72};
  Moments at_first;
  Moments three_days_on;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    WorkloadContext context = run_number(world, run);
    context.horizon = kStart + later;
    const auto workload = workload_of("training", values, context);
    const std::vector<Job> warm = workload->warm_start();
    at_first.add(busy(warm));
    double still_there = 0;
    for (const Job& job : warm) {
      if (job.run_time - job.elapsed > later) still_there += static_cast<double>(job.accelerators);
    }
    while (const auto job = workload->next()) {
      const bool runs = job->submitted + job->run_time > context.horizon;
      if (runs) still_there += static_cast<double>(job->accelerators);
    }
    three_days_on.add(still_there);
  }
  const double difference = at_first.mean() - three_days_on.mean();
  const double error =
      std::sqrt((at_first.variance() + three_days_on.variance()) / at_first.size());
  CHECK(std::abs(difference) < 4 * error);
  CHECK(error < 0.03 * at_first.mean());
  // Midnight: long jobs of the day before are still there; the day's mean is the declared load.
  CHECK(std::abs(at_first.mean() / (0.3 * kAccelerators) - 1) < 0.1);
  const double ratio = at_first.variance() / three_days_on.variance();
  CHECK(std::abs(ratio - 1) < 4 * std::sqrt(4.0 / kRuns));
}

}  // namespace eastwest
