// A scenario without a workload: everything can be asked of its world, and a run of it is empty.
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

/// Two sites and a trunk; `workload` is a line of its own, or nothing.
std::string empty_scenario(const std::string& workload) {
  return "name: empty\nstart: 2025-07-07 00:00\nduration: 1 d\n" + workload +
         "world:\n"
         "  nodes: {a: {lon: 100, lat: 30}, b: {lon: 101, lat: 30}}\n"
         "  sites: {s: {node: a, accelerators: 8}, t: {node: b, accelerators: 16}}\n"
         "  trunks: {ab: {from: a, to: b, waves: 1}}\n";
}

}  // namespace

TEST_CASE("without a workload nothing arrives, and the summary says so", "[program]") {
  const std::string workload = GENERATE("", "workload: {}\n", "workload:\n");
  const TemporaryFolder folder;
  const std::string file = folder.write("empty.yaml", empty_scenario(workload));
  INFO(workload);
  const EndedProgram ended =
      eastwest_with({"run", file, "--format", "json", "--audit", "--out", folder.file("out")});
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  const bool is_warned = ended.error.find("no workload: nothing arrives") != std::string::npos;
  CHECK(is_warned == (workload != "workload: {}\n"));  // that one is written on purpose
  const Json summary = parse_json(ended.out, "summary");
  const Json& jobs = summary.at("jobs");
  for (const char* key : {"submitted", "completed", "rejected", "alive", "killed"}) {
    INFO(key);
    CHECK(jobs.at(key) == 0);
  }
  CHECK(summary.at("compute").at("accelerators") == 24);
  CHECK(summary.at("compute").at("allocated_share") == 0);
  CHECK(summary.at("network").at("transfers") == 0);
  CHECK(summary.at("verdict") == "stable");
  // What has no meaning without jobs is absent, not zero.
  CHECK_FALSE(jobs.contains("wait_s"));
  CHECK_FALSE(summary.contains("shift"));
  const Json written = parse_json(folder.read("out/summary.json"), "summary.json");
  CHECK(written == summary);
  // The header alone.
  const std::string table = folder.read("out/jobs.csv");
  CHECK(table.find('\n') == table.size() - 1);
}

TEST_CASE("what is about the world alone needs no workload", "[program]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("empty.yaml", empty_scenario(""));
  const std::vector<std::vector<std::string>> calls = {
      {"validate", file},
      {"show", file, "accounts"},
      {"show", file, "sites"},
      {"show", file, "trunks"},
      {"show", file, "route", "a", "b"},
      {"show", file, "load"},
      {"export", file, "--format", "graphml", "-o", folder.file("empty.graphml")},
      {"export", file, "--format", "simgrid", "-o", folder.file("empty.xml")},
      {"run", file, "--until", "until done", "--out", folder.file("done")}};
  for (const std::vector<std::string>& call : calls) {
    const EndedProgram ended = eastwest_with(call);
    INFO(call[0] << " " << call[2 % call.size()] << ": " << ended.error);
    CHECK(ended.code == 0);
  }
  const EndedProgram resolved = eastwest_with({"show", file, "resolved"});
  CHECK(resolved.out.find("workload: {}") != std::string::npos);
}

TEST_CASE("the last workload can be taken out", "[program]") {
  const TemporaryFolder folder;
  folder.write("full.yaml", empty_scenario("workload: {w: {kind: training, arrivals: {rate: 1 /d}, "
                                           "accelerators: 1, run_time: 1 h}}\n"));
  const std::string file = folder.write("less.yaml", "base: full.yaml\nworkload: {w: null}\n");
  const EndedProgram ended =
      eastwest_with({"run", file, "--format", "json", "--out", folder.file("out")});
  INFO(ended.error);
  CHECK(ended.code == 0);
  CHECK(parse_json(ended.out, "summary").at("jobs").at("submitted") == 0);
}

}  // namespace eastwest
