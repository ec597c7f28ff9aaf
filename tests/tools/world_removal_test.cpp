// Sites and trunks of a base world that a scenario takes out, from every place where it can say so.
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

/// The national world with a site of its own, and a variant that takes out others.
constexpr const char* kScenario =
    "name: own\nstart: 2025-07-07 00:00\nduration: 1 d\nas_of: 2025-06-30\n"
    "world:\n  base: china\n  sites: {mine: {node: beijing, accelerators: 8}}\n"
    "  trunks: {cable: {from: beijing, to: tianjin, length: 200 km, waves: 1}}\n"
    "workload: {w: {kind: training, arrivals: {rate: 1 /d}, accelerators: 8, run_time: 1 h}}\n"
    "variants:\n  gone: {world: {sites: {guian: null}, trunks: {yantai--qingdao--1: null}}}\n";

/// Sites and trunks of the world as `show accounts` counts them.
std::pair<int, int> counted(std::vector<std::string> options) {
  const TemporaryFolder folder;
  const std::string file = folder.write("own.yaml", kScenario);
  options.insert(options.begin(), {"show", file, "accounts", "--format", "json"});
  const EndedProgram ended = eastwest_with(options);
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  const Json national = parse_json(ended.out, "accounts")["national"];
  return {national["sites"].get<int>(), national["trunks"].get<int>()};
}

}  // namespace

TEST_CASE("a variant or --set takes entities out of the base world", "[program]") {
  const auto [sites, trunks] = counted({});
  CHECK(counted({"--variant", "gone"}) == std::pair(sites - 1, trunks - 1));
  CHECK(counted({"--set", "world.sites.guian=null"}) == std::pair(sites - 1, trunks));
  CHECK(counted({"--set", "world.sites.mine=null"}) == std::pair(sites - 1, trunks));
  CHECK(counted({"--set", "world.trunks.yantai--qingdao--1=null"}) == std::pair(sites, trunks - 1));
}

TEST_CASE("what is in no world cannot be taken out by --set either", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram ended = eastwest_with({"show", folder.write("own.yaml", kScenario), "accounts",
                                            "--set", "world.sites.atlantis=null"});
  CHECK(ended.code == 2);
  CHECK(ended.error.find("atlantis") != std::string::npos);
}

}  // namespace eastwest
