// The smallest, the largest and the emptiest transfers, those within one node and those that have
// no way, as jobs of a scenario, under both networks that share.
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using eastwest::TemporaryFolder;

namespace {

/// 100 km are 0.49 ms. Nothing leads to `island`.
constexpr const char* kScenario = R"(name: transfer-cases
world:
  nodes: {west: {demand: 1}, east: {}, island: {}}
  trunks: {west-east: {from: west, to: east, length: 100 km, waves: 1}}
  sites: {east: {accelerators: 8}}
start: 2025-07-07 00:00
duration: until done
workload:
  jobs: {kind: table, file: jobs.csv, transfer_rate_cap: 400 Gb/s}
)";
constexpr const char* kJobs =
    R"(job_id,submit_s,home,accelerators,run_time_s,input_bytes,result_bytes
empty,0,west,1,100,0,0
here,1000,east,1,100,1000000000000,0
byte,2000,west,1,100,1,0
cut-off,2500,island,1,100,1000,0
exabyte,3000,west,1,100,1000000000000000000,0
)";

struct CasesRun {
  int status = 0;
  std::string warnings;
  std::map<std::string, std::string> starts;  ///< by job
  std::map<std::string, std::string> states;
  std::map<std::string, std::string> rejections;
};

CasesRun run_cases(const std::string& network) {
  const TemporaryFolder folder;
  const std::string scenario = folder.write("transfer-cases.yaml", kScenario);
  static_cast<void>(folder.write("jobs.csv", kJobs));
  const std::string command =
      fmt::format("'{}' run '{}' --audit --network {} --out '{}' > /dev/null 2> '{}'",
                  EASTWEST_PROGRAM, scenario, network, folder.file("out"), folder.file("warnings"));
  CasesRun run;
  run.status = std::system(command.c_str());
  run.warnings = folder.read("warnings");
  std::istringstream lines(folder.read("out/jobs.csv"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::string job;
    std::string cell;
    std::getline(cells, job, ',');
    // workload, class, kind, home, site, submit_s, start_s, end_s, finished_s, accelerators, state
    for (int column = 1; column <= 11 && std::getline(cells, cell, ','); ++column) {
      if (column == 7) run.starts[job] = cell;
      if (column == 11) run.states[job] = cell;
    }
    run.rejections[job] = line.substr(line.rfind(',') + 1);
  }
  return run;
}

}  // namespace

TEST_CASE("no bytes, a byte, an exabyte, one node, no way, over fluid") {
  const CasesRun run = run_cases("fluid");
  REQUIRE(run.status == 0);
  CHECK(run.starts.at("empty") == "0");
  // Within a node only the uplink counts, wider than the cap: 1 TB / 400 Gb/s = 20 s, no fibre.
  CHECK(run.starts.at("here") == "1020");
  // 0.02 ns, told at the next nanosecond; then 0.49 ms.
  CHECK(run.starts.at("byte") == "2000.000490001");
  CHECK(run.starts.at("exabyte") == "20003000.00049");  // 1 EB / 50 GB/s = 20,000,000 s
  CHECK(run.states.at("cut-off") == "rejected");
  CHECK(run.rejections.at("cut-off") == "unreachable");
  CHECK(run.rejections.at("byte").empty());
  CHECK(run.warnings.find("the network is in 2 parts with no trunk between them (first nodes: "
                          "'west', 'island'); data cannot pass") != std::string::npos);
}

TEST_CASE("no bytes, a byte, an exabyte, one node, no way, over simgrid", "[simgrid]") {
  const CasesRun run = run_cases("simgrid");
  REQUIRE(run.status == 0);
  CHECK(run.starts.at("empty") == "0");
  CHECK(run.starts.at("here") == "1020");
  CHECK(run.starts.at("byte") == "2000.000490001");
  CHECK(std::stod(run.starts.at("exabyte")) == Approx(20'003'000.00049).epsilon(1e-9));
  CHECK(run.states.at("cut-off") == "rejected");
  CHECK(run.rejections.at("cut-off") == "unreachable");
}
