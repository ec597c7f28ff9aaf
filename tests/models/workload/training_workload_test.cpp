// The training generator: rates, profiles, laws, homes, limits, and draws that nobody shifts.
#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"

namespace eastwest {

namespace {

constexpr double kDay = 86400;

Parameters::Value arrivals(const Values& values) {
  return group_with_defaults(workload_model("training").description.schema, "arrivals", values);
}

/// 1 or 8 accelerators (mean 4.5), run time uniform in 0 to 2 h (mean 1 h).
Values usual(const Values& arrival_values) {
  return {{"arrivals", arrivals(arrival_values)},
          {"accelerators", Law(Law::Choice{{{1, 1}, {8, 1}}})},
          {"run_time", Law(Law::Uniform{0, 7200})}};
}

bool same_but_date(const Job& a, const Job& b) {
  return a.id == b.id && a.home == b.home && a.accelerators == b.accelerators &&
         a.run_time == b.run_time && a.input == b.input && a.result == b.result &&
         a.requested == b.requested;
}

}  // namespace

TEST_CASE("a rate gives its number of jobs, in order, inside the run", "[training]") {
  const World world = three_homes();
  const WorkloadContext context = context_of(world, 1000);
  const auto jobs = all_jobs(*workload_of("training", usual({{"rate", 2000 / kDay}}), context));
  // Poisson with mean 14000: standard deviation 118.3, 4 of them.
  CHECK(std::abs(static_cast<double>(jobs.size()) - 14000) < 474);
  CHECK(std::is_sorted(jobs.begin(), jobs.end(),
                       [](const Job& a, const Job& b) { return a.submitted < b.submitted; }));
  CHECK(jobs.front().submitted >= context.first);
  CHECK(jobs.back().submitted < context.horizon);
  CHECK(jobs.front().id == "work-1");
  CHECK(jobs.front().class_name == "work");
  CHECK(jobs.front().transfer_rate_cap == BitsPerSecond{100'000'000'000});
}

TEST_CASE("a load becomes a rate by the mean work of a job", "[training]") {
  const World world = three_homes();
  const auto workload = workload_of("training", usual({{"load", 0.3}}), context_of(world, 6000));
  // 0.3 x 6000 = 1800 busy; a job is 4.5 x 1 h, so 400 jobs an hour, 67200 a week.
  const auto offered = workload->offered_accelerators();
  REQUIRE(offered.size() == 3);
  CHECK(offered[0] == Approx(1800 * 0.5));
  CHECK(offered[1] == Approx(1800 * 0.3));
  CHECK(offered[2] == Approx(1800 * 0.2));
  const auto jobs = all_jobs(*workload);
  CHECK(std::abs(static_cast<double>(jobs.size()) - 67200) < 4 * std::sqrt(67200.0));
}

TEST_CASE("arrivals follow the hours of the day and the days of the week", "[training]") {
  World world = three_homes();
  world.training_profile.assign(24, 0.0);
  world.training_profile[9] = 3;
  world.training_profile[15] = 1;
  WorkloadContext context = context_of(world, 1000);
  context.start_weekday = 4;  // Friday
  context.start_time_of_day = std::chrono::hours{12};
  const Values values =
      usual({{"rate", 8000 / kDay}, {"weekly_profile", std::vector<double>{1, 1, 1, 1, 1, 1, 0}}});
  std::map<int, int> by_hour;
  for (const Job& job : all_jobs(*workload_of("training", values, context))) {
    ++by_hour[static_cast<int>(to_seconds(job.submitted) / 3600)];
  }
  // 56000 a week over 6 days of hours 9 and 15 in 3 : 1: 7000 and 2333 an hour. Hour 0 is Friday
  // 12:00: Friday has hour 15 only (3), then Saturday 9 and 15, no Sunday, …, Friday 9.
  std::vector<int> expected{3};
  for (const int day : {12, 60, 84, 108, 132}) {
    expected.push_back(day + 9);
    expected.push_back(day + 15);
  }
  expected.push_back(12 + 6 * 24 + 9);
  std::vector<int> hours;
  for (const auto& [hour, count] : by_hour) {
    hours.push_back(hour);
    const double mean = (hour + 12) % 24 == 9 ? 7000 : 7000.0 / 3;
    CAPTURE(hour);
    CHECK(std::abs(count - mean) < 4.5 * std::sqrt(mean));
  }
  CHECK(hours == expected);
}

TEST_CASE("sizes, run times, data and homes have their laws", "[training]") {
  const World world = three_homes();
  Values values = usual({{"rate", 5000 / kDay}});
  values["input"] = Law(Law::Uniform{1e12, 3e12});
  values["result"] = Law(Law::Constant{5e9});
  values["requested_factor"] = Law(Law::Uniform{1, 3});
  values["circle"] = 0.02;
  const auto jobs = all_jobs(*workload_of("training", values, context_of(world, 1000)));
  const auto n = static_cast<double>(jobs.size());
  double large = 0, hours = 0, input_tb = 0, factor = 0, at_a = 0;
  for (const Job& job : jobs) {
    CHECK((job.accelerators == 1 || job.accelerators == 8));
    REQUIRE(job.requested > job.run_time);
    large += job.accelerators == 8;
    hours += to_seconds(job.run_time) / 3600;
    input_tb += static_cast<double>(job.input.value()) / 1e12;
    factor += to_seconds(job.requested) / to_seconds(job.run_time);
    at_a += job.home == NodeId{0};
  }
  CHECK(jobs.front().result == Bytes{5'000'000'000});
  CHECK(jobs.front().circle == std::chrono::milliseconds{20});
  // Standard errors: 0.5 / sqrt n for shares; uniform on a width w: w / sqrt(12 n).
  CHECK(std::abs(large / n - 0.5) < 4 * 0.5 / std::sqrt(n));
  CHECK(std::abs(at_a / n - 0.5) < 4 * 0.5 / std::sqrt(n));
  for (const double mean_minus_middle : {hours / n - 1, input_tb / n - 2, factor / n - 2}) {
    CHECK(std::abs(mean_minus_middle) < 4 * 2 / std::sqrt(12 * n));
  }
}

TEST_CASE("job n is the same job whatever the rate, other workloads and replications differ",
          "[training]") {
  const World world = three_homes();
  Values slow = usual({{"rate", 100 / kDay}});
  Values fast = usual({{"rate", 200 / kDay}});
  for (Values* values : {&slow, &fast}) (*values)["input"] = Law(Law::Uniform{1, 1e9});
  const WorkloadContext context = context_of(world, 1000);
  const auto few = all_jobs(*workload_of("training", slow, context));
  const auto many = all_jobs(*workload_of("training", fast, context));
  REQUIRE(few.size() > 500);
  REQUIRE(many.size() > few.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    REQUIRE(same_but_date(few[i], many[i]));
    REQUIRE(few[i].submitted > many[i].submitted);
  }
  CHECK(all_jobs(*workload_of("training", slow, context)).back().submitted == few.back().submitted);

  WorkloadContext other_workload = context;
  other_workload.id = WorkloadId{1};
  WorkloadContext other_replication = context;
  other_replication.random = RandomSource(2025, 1);
  for (const WorkloadContext& other : {other_workload, other_replication}) {
    const auto jobs = all_jobs(*workload_of("training", slow, other));
    std::size_t same = 0;
    for (std::size_t i = 0; i < std::min(jobs.size(), few.size()); ++i) {
      same += jobs[i].run_time == few[i].run_time;
    }
    CHECK(same == 0);
  }
}

TEST_CASE("a number of jobs ends the workload, also in a run without end", "[training]") {
  const World world = three_homes();
  WorkloadContext context = context_of(world, 1000);
  context.horizon = kNever;
  const Values values = usual({{"rate", 5 / kDay}, {"jobs", std::int64_t{40}}});
  CHECK(all_jobs(*workload_of("training", values, context)).size() == 40);
  REQUIRE_THROWS_AS(workload_of("training", usual({{"rate", 5 / kDay}}), context), ScenarioError);
}

TEST_CASE("a rate of zero gives no jobs", "[training]") {
  const World world = three_homes();
  const auto workload = workload_of("training", usual({{"rate", 0.0}}), context_of(world, 10));
  CHECK_FALSE(workload->next().has_value());
  CHECK(workload->warm_start().empty());
  CHECK(workload->offered_accelerators() == std::vector<double>{0, 0, 0});
}

TEST_CASE("what the schema cannot say is checked", "[training]") {
  struct Case {
    Values arrival_values;
    const char* key;
  };
  const std::vector<Case> cases{
      {{}, "arrivals"},
      {{{"rate", 1.0}, {"load", 0.3}}, "arrivals.load"},
      {{{"rate", 1.0}, {"daily_profile", std::vector<double>(23, 1.0)}}, "arrivals.daily_profile"},
      {{{"rate", 1.0}, {"weekly_profile", std::vector<double>(7, 0.0)}}, "arrivals.weekly_profile"},
  };
  const auto& description = workload_model("training").description;
  const World world = three_homes();
  for (const Case& one : cases) {
    CAPTURE(one.key);
    const Values values = usual(one.arrival_values);
    const auto problems = description.check(with_defaults(description.schema, values));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == one.key);
    REQUIRE_THROWS_AS(workload_of("training", values, context_of(world, 10)), ScenarioError);
  }
  Values timeless = usual({{"rate", 1.0}});
  timeless["run_time"] = Law(Law::Constant{0});
  const auto problems = description.check(with_defaults(description.schema, timeless));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].key == "run_time");
}

}  // namespace eastwest
