// Whole runs with hand-made models: files, bytes, refusals, interruption, and nothing left after an
// error.
#include "sim/experiment/run_scenario.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/text/byte_source.hpp"
#include "tests/catch.hpp"
#include "tests/sim/experiment/run_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::run_test {
namespace {

std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

RunOptions into(const TemporaryFolder& folder) {
  RunOptions options;
  options.out = folder.file("out");
  return options;
}

using Names = std::vector<std::string>;
const Names kFiles = {"failures.csv", "flows.csv",    "jobs.csv",     "run.json",
                      "sites.csv",    "summary.json", "timeline.csv", "trunks.csv"};

}  // namespace

TEST_CASE("a run writes its files and returns its summary", "[experiment]") {
  const TemporaryFolder folder;
  const RunOutcome outcome =
      run_scenario(loaded_scenario(), registries_with(near_and_far()), into(folder));
  CHECK_FALSE(outcome.interrupted);
  CHECK(files_in(folder.path() / "out") == kFiles);
  CHECK(folder.entries() == 1);
  CHECK(folder.read("out/summary.json") == to_pretty(outcome.summary));
  CHECK((outcome.summary["jobs"]["completed"] == 2));
  CHECK((outcome.summary["jobs"]["wait_s"]["max"] == 3600.0));
  CHECK((outcome.summary["duration_s"] == 10900.00049));
  CHECK((outcome.summary["seed"] == 7));
  CHECK(outcome.text.find("Verdict: stable") != std::string::npos);
  const std::string jobs = folder.read("out/jobs.csv");
  CHECK(jobs.find("\nfar,list,,list,b,left,0,3600,10800,10900.00049,8,done,3600,0,0,200.00049,"
                  "3399.99951,7200,,,10000000000000,5000000000000,0,\n") != std::string::npos);
}

TEST_CASE("two runs give the same bytes, with or without audit and progress", "[experiment]") {
  const TemporaryFolder one;
  const TemporaryFolder two;
  (void)run_scenario(loaded_scenario(), registries_with(near_and_far()), into(one));
  RunOptions options = into(two);
  options.audit = true;
  int calls = 0;
  options.progress = [&calls](Date, Date, Date) { ++calls; };
  const RunOutcome outcome =
      run_scenario(loaded_scenario(), registries_with(near_and_far()), options);
  CHECK(calls >= 1);
  CHECK(outcome.text.find("Audit: ") != std::string::npos);
  for (const std::string& name : kFiles) {
    if (name == "run.json") continue;
    INFO(name);
    CHECK(one.read("out/" + name) == two.read("out/" + name));
  }
  Json first = parse_json(one.read("out/run.json"), "first");
  Json second = parse_json(two.read("out/run.json"), "second");
  first.erase("resources");
  second.erase("resources");
  CHECK((first == second));
}

TEST_CASE("jobs can be packed or left out", "[experiment]") {
  const TemporaryFolder plain;
  const TemporaryFolder packed;
  const TemporaryFolder none;
  LoadedScenario loaded = loaded_scenario();
  const ModelRegistries models = registries_with(near_and_far());
  (void)run_scenario(loaded, models, into(plain));
  loaded.scenario.results.jobs = ResultsChoice::Jobs::csv_gz;
  (void)run_scenario(loaded, models, into(packed));
  loaded.scenario.results.jobs = ResultsChoice::Jobs::none;
  (void)run_scenario(loaded, models, into(none));
  CHECK(read_whole_file(packed.file("out/jobs.csv.gz"), 10'000) == plain.read("out/jobs.csv"));
  CHECK_FALSE(std::filesystem::exists(none.file("out/jobs.csv")));
  CHECK_FALSE(std::filesystem::exists(none.file("out/jobs.csv.gz")));
}

TEST_CASE("without a folder nothing is written", "[experiment]") {
  const RunOutcome outcome =
      run_scenario(loaded_scenario(), registries_with(near_and_far()), RunOptions{});
  CHECK((outcome.summary["jobs"]["completed"] == 2));
}

TEST_CASE("an existing folder is refused unless forced", "[experiment]") {
  const TemporaryFolder folder;
  const ModelRegistries models = registries_with(near_and_far());
  RunOptions options = into(folder);
  (void)run_scenario(loaded_scenario(), models, options);
  CHECK_THROWS_AS(run_scenario(loaded_scenario(), models, options), ScenarioError);
  options.force = true;
  CHECK_NOTHROW(run_scenario(loaded_scenario(), models, options));
  CHECK(files_in(folder.path() / "out") == kFiles);
}

TEST_CASE("a run longer than its network can simulate is refused", "[experiment]") {
  const TemporaryFolder folder;
  LoadedScenario loaded = loaded_scenario();
  loaded.scenario.network.name = "brief";
  loaded.scenario.warm_up = span(86400);
  loaded.scenario.duration = span(90 * 86400);
  loaded.document = parse_yaml("warm_up: 1 d\nduration: 90 d\n", "near-and-far.yaml");
  std::string message;
  try {
    (void)run_scenario(loaded, registries_with({}), into(folder));
  } catch (const ScenarioError& error) {
    message = error.what();
  }
  CHECK(message ==
        "near-and-far.yaml:2:11: error: duration: the network 'brief' simulates at most 90 d, "
        "warm-up and duration are 91 d\n"
        "  duration: 90 d\n"
        "            ^\n"
        "  hint: its clock gets too coarse in a longer run: shorten duration, or choose another "
        "network");
  CHECK(folder.entries() == 0);
  loaded.scenario.duration = span(89 * 86400);
  CHECK_NOTHROW(run_scenario(loaded, registries_with({}), into(folder)));
}

TEST_CASE("an error leaves nothing behind", "[experiment]") {
  const TemporaryFolder folder;
  LoadedScenario loaded = loaded_scenario();
  RunOptions options = into(folder);
  options.decisions_file = folder.file("decisions.jsonl");
  SECTION("a torn file of jobs") {
    loaded.scenario.workloads[0].model.name = "torn";
    CHECK_THROWS_AS(run_scenario(loaded, registries_with({}), options), ScenarioError);
  }
  SECTION("a policy that misbehaves in the middle") {
    loaded.scenario.dispatch.name = "astray";
    CHECK_THROWS_AS(run_scenario(loaded, registries_with(near_and_far()), options), PolicyError);
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("an interrupted run leaves complete files and says so", "[experiment]") {
  // One job a second, each of one second: far more dates than between two looks.
  std::vector<Job> jobs;
  for (int i = 0; i < 2000; ++i) jobs.push_back(job("j" + std::to_string(i), i, 1, 1));
  const TemporaryFolder folder;
  RunOptions options = into(folder);
  int looks = 0;
  options.interrupted = [&looks] { return ++looks == 2; };
  const RunOutcome outcome = run_scenario(loaded_scenario(), registries_with(jobs), options);
  CHECK(outcome.interrupted);
  CHECK(files_in(folder.path() / "out") == kFiles);
  const Json summary = parse_json(folder.read("out/summary.json"), "summary.json");
  CHECK((summary["interrupted"] == true));
  const auto completed = summary["jobs"]["completed"].get<int>();
  CHECK(completed > 0);
  CHECK(completed < 2000);
  CHECK(summary["jobs"]["submitted"].get<int>() == completed + summary["jobs"]["alive"].get<int>());
  const std::string rows = folder.read("out/jobs.csv");
  CHECK(std::count(rows.begin(), rows.end(), '\n') == 1 + summary["jobs"]["submitted"].get<int>());
}

TEST_CASE("decisions are logged one a line", "[experiment]") {
  const TemporaryFolder folder;
  RunOptions options;
  options.decisions_file = folder.file("decisions.jsonl");
  (void)run_scenario(loaded_scenario(), registries_with(near_and_far()), options);
  CHECK(folder.read("decisions.jsonl") ==
        R"({"time_s":0.0,"job":"near","serial":0,"dispatcher":"nation","decision":"placed",)"
        R"("site":"left","view_age_s":0.0})"
        "\n"
        R"({"time_s":0.0,"job":"far","serial":1,"dispatcher":"nation","decision":"placed",)"
        R"("site":"left","view_age_s":0.0})"
        "\n");
}

TEST_CASE("a workload is told when and where it is", "[experiment]") {
  LoadedScenario loaded = loaded_scenario();
  loaded.scenario.workloads[0].model.name = "curious";
  loaded.scenario.start = CivilTime{.year = 2025, .month = 7, .day = 9, .hour = 6, .minute = 30};
  loaded.scenario.warm_up = span(86400);
  loaded.scenario.duration = span(3600);
  ModelRegistries models = registries_with({});
  int asked = 0;
  add<WorkloadFactory>(models.workloads, "curious",
                       [&asked](const Parameters&, const WorkloadContext& context) {
                         ++asked;
                         CHECK(context.name == "list");
                         CHECK(context.id == WorkloadId{0});
                         CHECK(context.start_weekday == 2);  // a Wednesday
                         CHECK(context.start_time_of_day == span(6.5 * 3600));
                         CHECK(context.first == at(-86400));
                         CHECK(context.horizon == at(3600));
                         CHECK(context.accelerators == 12);
                         return std::make_unique<engine_test::ListWorkload>(std::vector<Job>{});
                       });
  const RunOutcome outcome = run_scenario(loaded, models, RunOptions{});
  CHECK(asked == 1);
  CHECK((outcome.summary["duration_s"] == 3600.0));
  CHECK((outcome.summary["jobs"]["submitted"] == 0));
  CHECK_FALSE(outcome.summary["jobs"].contains("wait_s"));
  CHECK_FALSE(outcome.summary.contains("shift"));
}

}  // namespace eastwest::run_test
