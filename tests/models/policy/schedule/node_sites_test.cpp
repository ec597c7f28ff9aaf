// Schedules at a site with nodes: which of them know it, and who overtakes whom.
#include <memory>
#include <string>
#include <vector>

#include "models/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/sim/engine/node_stage.hpp"

namespace eastwest {

namespace {

using engine_test::job_on;
using engine_test::Stage;

std::unique_ptr<SchedulePolicy> schedule_named(const std::string& name) {
  const ModelRegistries models = builtin_models();
  const auto& model = models.schedules.at(name);
  Values needed;
  if (name == "las") needed = {{"thresholds", std::vector<double>{0.01, 0.1}}};
  return model.make(with_defaults(model.description.schema, needed));
}

/// Jobs at a site of two nodes with 2 accelerators each; `start id` by date.
std::vector<std::string> starts_of(const std::string& schedule, std::vector<Job> jobs) {
  Stage stage(engine_test::two_sites(1, 1), engine_test::into_queue_of(0), std::move(jobs));
  engine_test::give_nodes(stage, {2, 2});
  stage.parts->schedulers[0] = schedule_named(schedule);
  std::vector<std::string> starts;
  for (const std::string& line : stage.run().lines) {
    if (line.find(" start ") != std::string::npos) starts.push_back(line);
  }
  return starts;
}

const PlacementTerms kHalf{.share = 500};
const PlacementTerms kTogether{.together = true};

std::vector<Job> mixed_jobs() {
  std::vector<Job> jobs;
  jobs.push_back(job_on("one", 0, 1, 100, {.per_node = 1}));
  jobs.push_back(job_on("half", 0, 1, 100, kHalf));
  jobs.push_back(job_on("gang", 0, 2, 60, {.per_node = 1}));
  jobs.push_back(job_on("pair", 10, 2, 50, kTogether));
  jobs.push_back(job_on("other", 20, 1, 10, kHalf));
  jobs.push_back(job_on("third", 30, 2, 50, kTogether));
  return jobs;
}

}  // namespace

TEST_CASE("which schedules know nodes", "[nodes]") {
  const ModelRegistries models = builtin_models();
  std::string names;
  for (const auto& entry : models.schedules.entries()) {
    if (schedule_named(entry.description.name)->knows_nodes()) {
      names += (names.empty() ? "" : " ") + entry.description.name;
    }
  }
  CHECK(names == "fcfs sjf smallest-area fit-first");
}

TEST_CASE("at nodes, fcfs waits for the head and fit-first passes it over", "[nodes]") {
  // n0 has one and half, and no whole accelerator left for the gang, which needs one of each node:
  // it waits until both are over. Then pair waits for it, other goes beside pair, and third has to
  // wait for other.
  CHECK(starts_of("fcfs", mixed_jobs()) ==
        std::vector<std::string>{"0 start one", "0 start half", "100 start gang", "160 start pair",
                                 "160 start other", "170 start third"});
  // Both of n1 are free: pair has them at 10, other fills half's accelerator, third comes after
  // pair.
  CHECK(starts_of("fit-first", mixed_jobs()) ==
        std::vector<std::string>{"0 start one", "0 start half", "10 start pair", "20 start other",
                                 "60 start third", "110 start gang"});
}

TEST_CASE("fit-first keeps the order of those that ask for the same", "[nodes]") {
  std::vector<Job> jobs;
  for (int i = 0; i < 5; ++i) {
    jobs.push_back(job_on("j" + std::to_string(i), i, 2, 10, kTogether));
  }
  CHECK(starts_of("fit-first", jobs) == std::vector<std::string>{"0 start j0", "1 start j1",
                                                                 "10 start j2", "11 start j3",
                                                                 "20 start j4"});
}

}  // namespace eastwest
