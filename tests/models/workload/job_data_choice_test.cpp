// Which data sets jobs name: all of a list, a few drawn by Zipf's law, those of a row.
#include "models/workload/job_data_choice.hpp"

#include <cmath>

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/models/workload/workload_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

DataPlan plan_of_three() {
  DataPlan plan;
  for (const char* name : {"a", "b", "c"}) plan.sets.push_back({.name = name, .size = Bytes{1}});
  return plan;
}

JobDataChoice choice(const std::vector<std::string>& names, std::int64_t number, double zipf,
                     const WorkloadContext& context) {
  Parameters parameters;
  parameters.set("data", names);
  if (number > 0) {
    Parameters draw;
    draw.set("number", number);
    draw.set("zipf", zipf);
    parameters.set("data_draw", std::make_shared<const Parameters>(draw));
  }
  return JobDataChoice(parameters, context);
}

std::vector<int> numbers(const std::shared_ptr<const JobData>& data) {
  std::vector<int> found;
  if (!data) return found;
  for (const DataSetId set : data->sets) found.push_back(set.value);
  return found;
}

}  // namespace

TEST_CASE("without a draw every job needs the whole list, in the order of the plan", "[data]") {
  const World world = three_homes();
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  const JobDataChoice all = choice({"c", "a"}, 0, 0, context);
  CHECK(numbers(all.data(WorkloadId{0}, 7, context.random)) == std::vector<int>{0, 2});
  // The same object, whoever asks.
  CHECK(all.data(WorkloadId{0}, 7, context.random) == all.data(WorkloadId{0}, 8, context.random));
}

TEST_CASE("draws follow Zipf's law by the place in the list", "[data]") {
  const World world = three_homes();
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  const JobDataChoice one = choice({"b", "a", "c"}, 1, 1, context);
  constexpr int kDraws = 20'000;
  std::vector<int> counts(3);
  for (int i = 0; i < kDraws; ++i) {
    const auto drawn =
        numbers(one.data(WorkloadId{0}, static_cast<std::uint64_t>(i), context.random));
    REQUIRE(drawn.size() == 1);
    ++counts[static_cast<std::size_t>(drawn[0])];
  }
  // Weights 1, 1/2, 1/3: shares 6/11 of b, 3/11 of a, 2/11 of c; four standard errors of a share
  // p are 4 sqrt(p (1 - p) / n).
  const double shares[] = {3.0 / 11, 6.0 / 11, 2.0 / 11};
  for (std::size_t i = 0; i < 3; ++i) {
    const double p = shares[i];
    CHECK(std::fabs(counts[i] / double{kDraws} - p) < 4 * std::sqrt(p * (1 - p) / kDraws));
  }
}

TEST_CASE("no set is drawn twice", "[data]") {
  const World world = three_homes();
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  // With zipf 10 the first has 99.9 % of the weight: most draws repeat it.
  for (const double zipf : {0.0, 10.0}) {
    const JobDataChoice two = choice({"a", "b", "c"}, 2, zipf, context);
    const JobDataChoice three = choice({"a", "b", "c"}, 3, zipf, context);
    for (std::uint64_t i = 0; i < 100; ++i) {
      CHECK(numbers(two.data(WorkloadId{0}, i, context.random)).size() == 2);
      CHECK(numbers(three.data(WorkloadId{0}, i, context.random)) == std::vector<int>{0, 1, 2});
    }
  }
}

TEST_CASE("rows of a table and of a trace name their own sets", "[data]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  const std::string table = folder.write("jobs.csv",
                                         "job_id,submit_s,accelerators,run_time_s,home,data\n"
                                         "both,0,1,1,A,c;a\n"
                                         "none,1,1,1,A,\n");
  const Values values = {{"file", table}, {"data", std::vector<std::string>{"b"}}};
  const auto rows = workload_of("table", values, context);
  CHECK(rows->attributes().data);
  const auto jobs = all_jobs(*rows);
  CHECK(numbers(jobs[0].data) == std::vector<int>{0, 2});
  // A row that names none needs what the workload says.
  CHECK(numbers(jobs[1].data) == std::vector<int>{1});
  const std::string log = folder.write("log.csv",
                                       "submit,accelerators,run_time,reads\n"
                                       "0,1,5,a;b\n"
                                       "1,1,5,\n");
  const Values mapped = {{"format", std::string("csv")},
                         {"file", log},
                         {"columns", std::map<std::string, std::string>{{"data", "reads"}}},
                         {"input", Law(Law::Constant{0})},
                         {"result", Law(Law::Constant{0})}};
  const auto traced = all_jobs(*workload_of("trace", mapped, context));
  CHECK(numbers(traced[0].data) == std::vector<int>{0, 1});
  CHECK_FALSE(traced[1].data);
}

TEST_CASE("rows that store take no accelerators", "[data]") {
  const TemporaryFolder folder;
  const World world = three_homes();
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  const std::string table =
      folder.write("jobs.csv",
                   "job_id,submit_s,accelerators,run_time_s,home,data,input_bytes,store_s\n"
                   "bytes,0,0,0,A,,100,3600\n"
                   "set,1,0,0,A,b,,forever\n");
  const auto jobs = all_jobs(*workload_of("table", {{"file", table}}, context));
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].accelerators == 0);
  CHECK(jobs[0].data->stores);
  CHECK(jobs[0].data->retention == std::chrono::hours{1});
  CHECK(bytes_to_store(plan, *jobs[0].data, jobs[0].input) == 100);
  CHECK(jobs[1].data->retention == Duration::max());
  CHECK(bytes_to_store(plan, *jobs[1].data, jobs[1].input) == 1);
}

TEST_CASE("an archive's jobs come from the East at their rate, and take no accelerators",
          "[data]") {
  World world = three_homes();
  world.provinces[0].east = false;  // A and B; C, with 20 % of the demand, is the East
  const DataPlan plan = plan_of_three();
  WorkloadContext context = context_of(world, 1);
  context.data_plan = &plan;
  const Values arrivals = {{"rate", 1000.0 / 86400},
                           {"daily", std::string("flat")},
                           {"process", std::string("poisson")}};
  const Schema& schema = workload_model("archive").description.schema;
  const Values values = {{"arrivals", group_with_defaults(schema, "arrivals", arrivals)},
                         {"size", Law(Law::Constant{5e12})},
                         {"retention", 86400.0},
                         {"deadline", Law(Law::Constant{3600})}};
  const auto archive = workload_of("archive", values, context);
  const auto jobs = all_jobs(*archive);
  // 7000 in a week, within four standard deviations.
  CHECK(std::fabs(static_cast<double>(jobs.size()) - 7000) < 4 * std::sqrt(7000.0));
  for (const Job& job : jobs) {
    CHECK(job.home == NodeId{2});
    CHECK(job.accelerators == 0);
    CHECK(job.run_time == Duration{0});
    CHECK(job.input == Bytes{5'000'000'000'000});
    CHECK(job.data->retention == std::chrono::hours{24});
    CHECK(job.deadline == job.submitted + std::chrono::hours{1});
    if (job.home != NodeId{2}) break;
  }
  CHECK(archive->attributes().deadline);
  CHECK(archive->offered_accelerators() == std::vector<double>{0, 0, 0});
  // Named sets: job k moves the one at place k, and no more come.
  const Values named = {{"arrivals", group_with_defaults(schema, "arrivals", arrivals)},
                        {"data", std::vector<std::string>{"c", "a"}}};
  const auto moves = all_jobs(*workload_of("archive", named, context));
  REQUIRE(moves.size() == 2);
  CHECK(numbers(moves[0].data) == std::vector<int>{2});
  CHECK(numbers(moves[1].data) == std::vector<int>{0});
  CHECK(moves[0].data->stores);
}

}  // namespace eastwest
