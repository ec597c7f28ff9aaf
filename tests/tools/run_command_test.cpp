// eastwest run: files, summary, names of folders, and what bad input leaves behind: nothing.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/experiment/metric_catalogue.hpp"
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

std::string one_job() { return source_file("scenarios/tour/010-one-job.yaml"); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a run writes a folder named after scenario, strategy and seed", "[program]") {
  const TemporaryFolder folder;
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", one_job()});
    return eastwest_with(more, folder.path().string());
  };
  const EndedProgram first = run({"--strategy", "unified-nearest", "--seed", "7"});
  INFO(first.error);
  REQUIRE(first.code == 0);
  const std::string name = "results/tour-010-unified-nearest-7";
  CHECK(fs::exists(folder.path() / name / "summary.json"));
  CHECK(has(first.error, name));
  CHECK(has(first.out, "Verdict: "));

  SECTION("an existing folder is refused, and replaced with --force") {
    const EndedProgram again = run({"--strategy", "unified-nearest", "--seed", "7"});
    CHECK(again.code == 2);
    CHECK(again.out.empty());
    CHECK(has(again.error, "--force"));
    CHECK(run({"--strategy", "unified-nearest", "--seed", "7", "--force"}).code == 0);
  }
  SECTION("a replication index is part of the name") {
    REQUIRE(
        run({"--strategy", "unified-nearest", "--seed", "7", "--replication-index", "2"}).code ==
        0);
    const Json summary = parse_json_file(folder.file(name + "-r2/summary.json"));
    CHECK(summary.at("replication") == 2);
    CHECK(summary.at("seed") == 7);
  }
}

TEST_CASE("option --format json prints summary.json's content, --quiet nothing else", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run = eastwest_with(
      {"run", one_job(), "--out", folder.file("r"), "--format", "json", "--quiet", "--audit"});
  CHECK(run.code == 0);
  CHECK(run.error.empty());
  CHECK(run.out == folder.read("r/summary.json"));
  CHECK(run.out.starts_with("{\n"));
}

TEST_CASE("option --decisions logs one JSON object a line", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run = eastwest_with(
      {"run", one_job(), "--out", folder.file("r"), "--decisions", folder.file("d.jsonl")});
  REQUIRE(run.code == 0);
  const std::string log = folder.read("d.jsonl");
  REQUIRE_FALSE(log.empty());
  CHECK(parse_json(log.substr(0, log.find('\n')), "first line").is_object());

  // What stands there already is kept, and nothing runs; --force replaces both.
  folder.write("d.jsonl", "precious");
  const std::vector<std::string> again = {
      "run", one_job(), "--out", folder.file("again"), "--decisions", folder.file("d.jsonl")};
  const EndedProgram refused = eastwest_with(again);
  CHECK(refused.code == 2);
  CHECK(has(refused.error, "d.jsonl: error: the file exists already"));
  CHECK(folder.read("d.jsonl") == "precious");
  CHECK_FALSE(fs::exists(folder.path() / "again"));
  std::vector<std::string> forced = again;
  forced.emplace_back("--force");
  CHECK(eastwest_with(forced).code == 0);
  CHECK(folder.read("d.jsonl") == log);
  // The results folder appears as a whole: a log inside it would go with the folder it replaces.
  forced[5] = folder.file("again/d.jsonl");
  const EndedProgram inside = eastwest_with(forced);
  CHECK(inside.code == 2);
  CHECK(has(inside.error, "the results folder takes no other files"));
}

TEST_CASE("run.json's resolved scenario has the seed as a number", "[program]") {
  const EndedProgram shown = eastwest_with({"show", one_job(), "resolved", "--seed", "77"});
  CHECK(shown.code == 0);
  CHECK(has(shown.out, "\nseed: 77\n"));
}

TEST_CASE("option --until and --set reach the scenario", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram run =
      eastwest_with({"run", one_job(), "--out", folder.file("r"), "--until", "2h", "--set",
                     "results.jobs=none", "--network", "uncontended"});
  INFO(run.error);
  REQUIRE(run.code == 0);
  const Json summary = parse_json_file(folder.file("r/summary.json"));
  CHECK(summary.at("duration_s") == 7200);
  CHECK(summary.at("choices").at("network") == "uncontended");
  CHECK_FALSE(fs::exists(folder.path() / "r/jobs.csv"));
}

TEST_CASE("bad input ends with 2, prints nothing and leaves nothing", "[program]") {
  const TemporaryFolder folder;
  const std::string broken = folder.write("broken.yaml", "name: broken\nworlds: china\n");
  const std::vector<std::vector<std::string>> calls = {
      {"run", "none.yaml"},
      {"run", folder.path().string()},
      {"run", broken},
      {"run", one_job(), "--strategy", "unified-neerest"},
      {"run", one_job(), "--variant", "none-such"},
      {"run", one_job(), "--network", "carrier-pigeon"},
      {"run", one_job(), "--set", "platfrom.refresh=1 min"},
      {"run", one_job(), "--set", "nonsense"},
      {"run", one_job(), "--until", "3"},
      {"run", one_job(), "--seed", "-1"},
      {"run", one_job(), "--replication-index", "x"},
      {"validate", broken, one_job()},
      {"show", broken},
      {"show", one_job(), "galaxies"},
      {"show", one_job(), "resolved", "--format", "json"},
      {"compare", one_job()},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcsf"},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcfs", "--metric", "speed"},
      {"compare", one_job(), "--strategies", "unified-nearest,siloed-fcfs", "--baseline", "x"},
      {"guard", one_job(), "--baseline", "none.json"},
      {"guard", broken, "--baseline", "none.json", "--update"},
      {"describe", "nothing-of-that-name"},
      {"list", "galaxies"},
      {"new", "../no-such-folder/x"},
      {"new", "with blank"},
      {"completion", "tcsh"}};
  for (const auto& arguments : calls) {
    INFO(arguments[0] << " " << arguments[1] << " " << arguments.back());
    const EndedProgram ended = eastwest_with(arguments, folder.path().string());
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.error, "error: "));
    // Only the file that the test itself wrote.
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("every number of a summary is a metric, and every metric is documented", "[program]") {
  const TemporaryFolder folder;
  const std::string scenario = source_file("scenarios/national-2025.yaml");
  REQUIRE(eastwest_with(
              {"run", scenario, "--out", folder.file("r"), "--until", "1d", "--set", "warm_up=0 d"})
              .code == 0);
  const auto keys = metric_keys(parse_json_file(folder.file("r/summary.json")));
  CHECK(keys.size() > 30);
  for (const std::string& key : keys) {
    INFO(key);
    CHECK(find_metric(key) != nullptr);
  }
  std::ifstream file(source_file("docs/results.md"));
  const std::string documentation(std::istreambuf_iterator<char>(file), {});
  for (const Metric& metric : metric_catalogue()) {
    // The sum over the reasons is no key of its own.
    if (metric.key == "platform.refused") continue;
    INFO(metric.key);
    CHECK(has(documentation, "`" + metric.key + "`"));
  }
}

}  // namespace eastwest
