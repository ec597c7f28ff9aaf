// Arrivals: the mean rate is the declared one and counts are as dispersed as the formulas say.
#include <algorithm>
#include <cmath>

#include "models/workload/arrival_process.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

constexpr double kHour = 3600;
constexpr std::uint32_t kRuns = 24;
constexpr int kWindows = 600;
const Duration kWindow = std::chrono::hours{6};

struct Estimate {
  double mean = 0;
  double error = 0;  // standard error
};

Estimate estimate_of(const std::vector<double>& values) {
  Estimate found;
  const auto n = static_cast<double>(values.size());
  for (const double value : values) found.mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - found.mean) * (value - found.mean);
  found.error = std::sqrt(squares / (n - 1) / n);
  return found;
}

struct Counted {
  Estimate jobs_per_window;
  Estimate dispersion;  // variance over mean of the jobs in a window
};

/// Mean and index of dispersion of the jobs in windows of six hours, over independent runs.
Counted count(const Values& arrivals) {
  const World world = three_homes();
  const Parameters parameters = with_defaults(ArrivalProcess::schema(), arrivals);
  std::vector<double> means;
  std::vector<double> dispersions;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    WorkloadContext context = context_of(world, 1000);
    context.random = RandomSource(11, run);
    context.horizon = kStart + kWindows * kWindow;
    ArrivalProcess process(parameters, context, 1);
    std::vector<double> jobs(kWindows);
    while (const auto batch = process.next()) {
      jobs[static_cast<std::size_t>(batch->date.time_since_epoch() / kWindow)] +=
          static_cast<double>(batch->jobs);
    }
    const Estimate of_run = estimate_of(jobs);
    means.push_back(of_run.mean);
    dispersions.push_back(of_run.error * of_run.error * kWindows / of_run.mean);
  }
  return {estimate_of(means), estimate_of(dispersions)};
}

/// With 24 runs, 3.8 standard errors cover 99.9 % (t with 23 degrees of freedom).
bool covers(const Estimate& estimate, double value) {
  return std::abs(estimate.mean - value) < 3.8 * estimate.error;
}

}  // namespace

TEST_CASE("Poisson counts have their mean and an index of dispersion of 1", "[arrivals]") {
  const Counted counted = count({{"rate", 10 / kHour}});
  CHECK(covers(counted.jobs_per_window, 60));
  CHECK(covers(counted.dispersion, 1));
  CHECK(counted.dispersion.error < 0.02);
}

TEST_CASE("two states have the mean and the index of dispersion of the formula", "[arrivals]") {
  const Counted counted = count({{"rate", 10 / kHour},
                                 {"process", std::string("mmpp")},
                                 {"state_rates", std::vector<double>{1, 5}},
                                 {"state_sojourns", std::vector<double>{3 * kHour, kHour}}});
  // Shares 3/4 and 1/4, mean of the rates 2: scaled to 10 an hour the rates are 5 and 25.
  CHECK(covers(counted.jobs_per_window, 60));
  // 1 + 2 p1 p2 (r1 - r2)^2 / (k r) (1 - (1 - exp(-k t)) / (k t)), k = 1/3 + 1, t = 6 h, r = 10.
  const double k = 4.0 / 3;
  const double kt = 6 * k;
  const double dispersion = 1 + 2 * 0.75 * 0.25 * 400 / (k * 10) * (1 - (1 - std::exp(-kt)) / kt);
  CHECK(covers(counted.dispersion, dispersion));
  CHECK(counted.dispersion.error < 0.05 * dispersion);
  CHECK(dispersion > 10);  // nothing like Poisson
}

TEST_CASE("three states have the mean and the index of dispersion of the formula", "[arrivals]") {
  const Counted counted =
      count({{"rate", 12 / kHour},
             {"process", std::string("mmpp")},
             {"state_rates", std::vector<double>{0, 1, 5}},
             {"state_sojourns", std::vector<double>{2 * kHour, 2 * kHour, 2 * kHour}}});
  // Equal shares, mean of the rates 2: scaled to 12 an hour they are 0, 6 and 30, with variance
  // (0 + 36 + 900) / 3 - 144 = 168. Leaving a state at 1/2 an hour to both others at 1/4 each, the
  // covariance decays with k = 1/2 + 1/4.
  CHECK(covers(counted.jobs_per_window, 72));
  const double k = 0.75;
  const double kt = 6 * k;
  const double dispersion = 1 + 2 * 168 / (k * 12) * (1 - (1 - std::exp(-kt)) / kt);
  CHECK(covers(counted.dispersion, dispersion));
  CHECK(counted.dispersion.error < 0.05 * dispersion);
}

TEST_CASE("batches keep the rate of jobs and multiply the dispersion", "[arrivals]") {
  const Law sizes(Law::Choice{{{1, 6}, {4, 3}, {10, 1}}});
  // E[B] = 0.6 + 1.2 + 1 = 2.8, E[B^2] = 0.6 + 4.8 + 10 = 15.4: a factor of 5.5.
  const Counted counted = count({{"rate", 10 / kHour}, {"batch", sizes}});
  CHECK(covers(counted.jobs_per_window, 60));
  CHECK(covers(counted.dispersion, 15.4 / 2.8));
  CHECK(counted.dispersion.error < 0.1);
}

TEST_CASE("day, week and states together keep the declared rate", "[arrivals]") {
  // Whole days of four windows: the mean of a window over a day is 60 whatever the profile; all 600
  // windows are 21 weeks and 3 days, so the week is flat here.
  std::vector<double> day(24, 1.0);
  for (std::size_t hour = 9; hour < 18; ++hour) day[hour] = 5;
  const Counted counted = count({{"rate", 10 / kHour},
                                 {"daily_profile", day},
                                 {"process", std::string("mmpp")},
                                 {"state_rates", std::vector<double>{1, 3}},
                                 {"state_sojourns", std::vector<double>{2 * kHour, 2 * kHour}},
                                 {"batch", Law(Law::Choice{{{1, 1}, {3, 1}}})}});
  CHECK(covers(counted.jobs_per_window, 60));
  CHECK(counted.jobs_per_window.error < 1.2);
}

TEST_CASE("rates over whole weeks sum to the declared one to the last digit", "[arrivals]") {
  // What every arrival is drawn from: the factors of the 168 hours of a week, for any start.
  World world = three_homes();
  world.training_profile.assign(24, 0.2);
  world.training_profile[10] = 3;
  WorkloadContext context = context_of(world, 1000);
  context.start_weekday = 3;
  context.start_time_of_day = std::chrono::minutes{17};
  const ArrivalProcess process(
      with_defaults(ArrivalProcess::schema(),
                    {{"load", 0.5}, {"weekly_profile", std::vector<double>{2, 1, 1, 1, 1, 0, 0}}}),
      context, 3600);
  CHECK(process.rate() == Approx(0.5 * 1000 / 3600).epsilon(1e-15));
  std::vector<Duration> ages;
  for (int hour = 0; hour < 168; ++hour) ages.push_back(std::chrono::hours{hour});
  double sum = 0;
  for (const double factor : process.before_first(ages)) sum += factor;
  CHECK(sum / 168 == Approx(1).epsilon(1e-14));
}

TEST_CASE("states and their sojourns are checked", "[arrivals]") {
  const std::string mmpp = "mmpp";
  struct Case {
    Values values;
    const char* key;
  };
  const std::vector<double> two{1, 2};
  const std::vector<double> hours{kHour, kHour};
  const std::vector<Case> cases{
      {{{"process", mmpp}, {"state_rates", two}}, "arrivals.process"},
      {{{"state_sojourns", hours}}, "arrivals.state_sojourns"},
      {{{"process", mmpp}, {"state_rates", std::vector<double>{0, 0}}, {"state_sojourns", hours}},
       "arrivals.state_rates"},
      {{{"process", mmpp},
        {"state_rates", std::vector<double>{1, 2, 3}},
        {"state_sojourns", hours}},
       "arrivals.state_sojourns"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.key);
    Values values = one.values;
    values["rate"] = 1.0;
    std::vector<ParameterProblem> problems;
    ArrivalProcess::check(with_defaults(ArrivalProcess::schema(), values), problems);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == one.key);
  }
}

}  // namespace eastwest
