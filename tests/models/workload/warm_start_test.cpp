// The warm start: the state at the first date is already that of a system that has run for ever.
#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

constexpr double kDay = 86400;
constexpr std::int64_t kAccelerators = 100'000;

Values jobs_at(double load) {
  const Schema& schema = workload_model("training").description.schema;
  return {{"arrivals", group_with_defaults(schema, "arrivals", {{"load", load}})},
          {"accelerators", Law(Law::Choice{{{1, 5}, {4, 3}, {8, 2}}})},
          // Median 2 h, mean 2 h x exp(1.5^2 / 2) = 6.2 h without the bound at 10 days.
          {"run_time", Law(Law::Lognormal{7200, 1.5}, 0, 10 * kDay)}};
}

/// E[K] = (5 + 12 + 16) / 10, E[K^2] = (5 + 48 + 128) / 10.
constexpr double kMeanSize = 3.3;
constexpr double kMeanSquare = 18.1;

/// A world whose working hours are five times as busy as its nights.
World office_world() {
  World world = three_homes();
  world.training_profile.assign(24, 1.0);
  for (std::size_t hour = 9; hour < 18; ++hour) world.training_profile[hour] = 5;
  return world;
}

/// Adds the accelerator-seconds of a job in each day [d, d + 1) of an infinitely large system.
void add_work(std::vector<double>& days, double start, double end, std::int64_t accelerators) {
  for (std::size_t day = 0; day < days.size(); ++day) {
    const double from = std::max(start, static_cast<double>(day) * kDay);
    const double to = std::min(end, static_cast<double>(day + 1) * kDay);
    if (to > from) days[day] += static_cast<double>(accelerators) * (to - from);
  }
}

}  // namespace

TEST_CASE("day 0, day 2 and day 7 are equally busy at 20 % and at 60 % load", "[warm-start]") {
  const World world = office_world();
  WorkloadContext context = context_of(world, kAccelerators);
  context.horizon = kStart + std::chrono::hours{8 * 24};
  for (const double load : {0.2, 0.6}) {
    CAPTURE(load);
    const auto workload = workload_of("training", jobs_at(load), context);
    std::vector<double> days(8);
    for (const Job& job : workload->warm_start()) {
      add_work(days, 0, to_seconds(job.run_time - job.elapsed), job.accelerators);
    }
    const double warm_share = days[0] / kDay / (load * kAccelerators);
    while (const auto job = workload->next()) {
      const double start = to_seconds(job->submitted);
      add_work(days, start, start + to_seconds(job->run_time), job->accelerators);
    }
    const double wanted = load * kAccelerators;
    // At any date a Poisson number of jobs with mean wanted / E[K] is in service, so the variance
    // of busy accelerators is wanted / E[K] x E[K^2]; a day's mean varies less than one date.
    const double noise = std::sqrt(wanted / kMeanSize * kMeanSquare);
    CHECK(4 * noise / wanted < 0.25 * warm_share);  // a start without warm jobs would be seen
    for (const std::size_t day : {0u, 2u, 7u}) {
      CAPTURE(day);
      CHECK(std::abs(days[day] / kDay - wanted) < 4 * noise);
    }
  }
}

TEST_CASE("the number of warm jobs follows the hour at which the run begins", "[warm-start]") {
  const World world = office_world();
  const auto busy_at = [&world](int hour) {
    WorkloadContext context = context_of(world, kAccelerators);
    context.start_time_of_day = std::chrono::hours{hour};
    Values values = jobs_at(0.3);
    values["run_time"] = Law(Law::Constant{3600});
    double busy = 0;
    for (const Job& job : workload_of("training", values, context)->warm_start()) {
      busy += static_cast<double>(job.accelerators);
    }
    return busy;
  };
  // With run times of an hour the jobs in service arrived in the last hour. The profile has mean
  // (9 x 5 + 15) / 24 = 2.5: at 13:00 the factor is 2, at 04:00 it is 0.4.
  for (const auto& [hour, factor] : {std::pair{13, 2.0}, {4, 0.4}, {9, 0.4}, {10, 2.0}}) {
    CAPTURE(hour);
    const double wanted = 0.3 * kAccelerators * factor;
    CHECK(std::abs(busy_at(hour) - wanted) < 4 * std::sqrt(wanted / kMeanSize * kMeanSquare));
  }
}

TEST_CASE("warm jobs are under way, oldest first, with nothing to stage", "[warm-start]") {
  const World world = office_world();
  WorkloadContext context = context_of(world, kAccelerators);
  context.first = kStart - std::chrono::hours{24};
  Values values = jobs_at(0.3);
  values["input"] = Law(Law::Constant{1e12});
  values["result"] = Law(Law::Constant{1e9});
  const auto jobs = workload_of("training", values, context)->warm_start();
  REQUIRE(jobs.size() > 5000);
  double mean_age_share = 0;
  for (const Job& job : jobs) {
    REQUIRE(job.elapsed > Duration{0});
    REQUIRE(job.elapsed < job.run_time);
    REQUIRE(job.warm);
    REQUIRE(job.input == Bytes{0});
    REQUIRE(job.result == Bytes{1'000'000'000});
    REQUIRE(job.submitted == context.first);
    mean_age_share += to_seconds(job.elapsed) / to_seconds(job.run_time);
  }
  CHECK(std::is_sorted(jobs.begin(), jobs.end(),
                       [](const Job& a, const Job& b) { return a.elapsed > b.elapsed; }));
  // Ages are uniform over run times where the rate is constant; the office hours shift only the
  // jobs shorter than a day, so the mean share stays near a half.
  CHECK(std::abs(mean_age_share / static_cast<double>(jobs.size()) - 0.5) < 0.05);
}

TEST_CASE("a higher load keeps the warm jobs of a lower one", "[warm-start]") {
  const World world = three_homes();
  const WorkloadContext context = context_of(world, kAccelerators);
  const auto few = workload_of("training", jobs_at(0.1), context)->warm_start();
  const auto many = workload_of("training", jobs_at(0.2), context)->warm_start();
  CHECK(many.size() > few.size());
  for (const Job& job : few) {
    CHECK(std::any_of(many.begin(), many.end(), [&job](const Job& other) {
      return other.id == job.id && other.run_time == job.run_time && other.elapsed == job.elapsed;
    }));
  }
}

}  // namespace eastwest
