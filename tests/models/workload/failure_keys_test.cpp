// The key `failures` of workloads and of training work, read into terms.
#include "models/workload/failure_keys.hpp"

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

const Schema& table_schema() { return workload_model("table").description.schema; }

Parameters::Value failures_of(Values values, const Values& checkpoints = {}) {
  if (!checkpoints.empty()) {
    values["checkpoints"] =
        group_with_defaults(failures_parameter().group, "checkpoints", checkpoints);
  }
  return group_with_defaults(table_schema(), "failures", values);
}

/// What is wrong, by key.
std::vector<std::string> problems_of(const Values& values) {
  std::vector<std::string> keys;
  const auto& model = workload_model("table").description;
  for (const auto& problem : model.check(with_defaults(model.schema, values))) {
    keys.push_back(problem.key);
  }
  return keys;
}

std::string one_job(const TemporaryFolder& folder) {
  return folder.write("jobs.csv",
                      "job_id,submit_s,accelerators,run_time_s,home\na,10,16384,86400,A\n");
}

}  // namespace

TEST_CASE("failures of a workload are the terms of its jobs", "[failures]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const auto workload =
      workload_of("table",
                  {{"file", one_job(folder)},
                   {"failures", failures_of({{"preset", std::string("rsc-1")}, {"restart", 60.0}},
                                            {{"rule", std::string("young")}, {"stall", 30.0}})}},
                  context_of(world, 20'000));
  const std::vector<Job> jobs = all_jobs(*workload);
  REQUIRE(jobs.size() == 1);
  REQUIRE(jobs[0].failures);
  const FailureTerms& terms = *jobs[0].failures;
  // 2,048 nodes x 6.50 failures per 1000 days: one in 1.803 h.
  const double between = 86'400 / (2048 * 6.5e-3);
  CHECK(1 / terms.rate(16'384) == Approx(between));
  CHECK(1 / terms.rate(16'377) == Approx(between));
  CHECK(to_seconds(terms.interval_of(16'384)) == Approx(young_seconds(30, between)));
  CHECK(terms.restart == std::chrono::seconds{60});
  CHECK(terms.after_failure == AfterFailure::restart);
  CHECK(workload->attributes().failures);
}

TEST_CASE("terms that contradict each other are found", "[failures]") {
  const Values file{{"file", std::string("jobs.csv")}};
  const auto with = [&](const Parameters::Value& failures, const Values& preemption = {}) {
    Values values = file;
    values["failures"] = failures;
    if (!preemption.empty()) {
      values["preemption"] = group_with_defaults(table_schema(), "preemption", preemption);
    }
    return problems_of(values);
  };
  using Keys = std::vector<std::string>;
  const Values preset{{"preset", std::string("rsc-1")}};
  const Values half_hour{{"interval", 1800.0}};
  CHECK(with(failures_of(preset)).empty());
  CHECK(with(failures_of(preset, half_hour)).empty());
  CHECK(with(failures_of({})) == Keys{"failures"});
  CHECK(with(failures_of({{"preset", std::string("rsc-1")}, {"rate", 1e-7}})) ==
        Keys{"failures.rate"});
  CHECK(with(failures_of(preset, {{"interval", 1800.0}, {"rule", std::string("daly")}})) ==
        Keys{"failures.checkpoints.rule"});
  CHECK(with(failures_of(preset, {{"rule", std::string("daly")}})) == Keys{"failures.checkpoints"});
  CHECK(with(failures_of(preset, half_hour), {{"keeps", std::string("nothing")}}) ==
        Keys{"preemption.keeps"});
  CHECK(with(failures_of(preset, half_hour), {{"keeps", std::string("checkpoints")},
                                              {"interval", 60.0}}) == Keys{"preemption.interval"});
  CHECK(with(failures_of(preset, half_hour), {{"keeps", std::string("checkpoints")}}).empty());
}

TEST_CASE("a job that fails for ever is refused where the run waits for it", "[failures]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  // A day of work and nothing is kept: with a failure every 1.8 h e^13.3 tries of 1.8 h, 121 years;
  // with ten times the rate it would never be over.
  const auto values = [&](double rate) {
    return Values{{"file", one_job(folder)}, {"failures", failures_of({{"rate", rate}})}};
  };
  WorkloadContext context = context_of(world, 20'000);
  context.horizon = kNever;
  CHECK(all_jobs(*workload_of("table", values(7.5e-8), context)).size() == 1);
  CHECK_THROWS_AS(all_jobs(*workload_of("table", values(7.5e-7), context)), ScenarioError);
  context.horizon = kStart + std::chrono::hours{24};
  CHECK(all_jobs(*workload_of("table", values(7.5e-7), context)).size() == 1);
}

}  // namespace eastwest
