// Places of models' mistakes: the value itself, what is nearest above it, and what has a file.
#include "sim/experiment/model_mistakes.hpp"

#include <string>

#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// The text of one mistake at `path`, placed in a small scenario.
std::string placed(const std::string& path) {
  const YamlNode document =
      parse_yaml("workload:\n  big:\n    arrivals: {rate: 3 /h}\n", "scenario.yaml");
  return with_places(ScenarioError(path, "this is wrong", "mend it"), document, "workload").what();
}

bool begins(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

}  // namespace

TEST_CASE("a model's mistake stands where the scenario gives the value", "[mistakes]") {
  CHECK(begins(placed("workload.big.arrivals.rate"),
               "scenario.yaml:3:22: error: workload.big.arrivals.rate: this is wrong\n"));
  // A default has no place of its own.
  CHECK(begins(placed("workload.big.arrivals.jobs"),
               "scenario.yaml:3:15: error: workload.big.arrivals.jobs: this is wrong\n"));
  CHECK(begins(placed("workload.big.home"),
               "scenario.yaml:3:5: error: workload.big.home: this is wrong\n"));
}

TEST_CASE("a mistake in another file keeps its place", "[mistakes]") {
  CHECK(placed("jobs.csv") == "jobs.csv: error: this is wrong\n  hint: mend it");
  CHECK(begins(placed("workloads/jobs.csv"), "workloads/jobs.csv: error: "));
}

}  // namespace eastwest
