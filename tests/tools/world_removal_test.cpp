// Sites and trunks of a base world that a scenario takes out, from every place where it can say so.
#include "sim/text/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

/// The national world with a site of its own and one that it changes, and variants that take out
/// others, and these.
constexpr const char* kScenario =
    "name: own\nstart: 2025-07-07 00:00\nduration: 1 d\nas_of: 2025-06-30\n"
    "world:\n  base: china\n  sites: {mine: {node: beijing, accelerators: 8}, zhangjiakou: {pue: "
    "1.2}}\n"
    "  trunks: {cable: {from: beijing, to: tianjin, length: 200 km, waves: 1}}\n"
    "workload: {w: {kind: training, arrivals: {rate: 1 /d}, accelerators: 8, run_time: 1 h}}\n"
    "variants:\n  gone: {world: {sites: {guian: null}, trunks: {yantai--qingdao--1: null}}}\n"
    "  own: {world: {sites: {mine: null, zhangjiakou: null}, trunks: {cable: null}}}\n";

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

TEST_CASE("null takes out what the scenario changes of its base world, or adds to it",
          "[program]") {
  const auto [sites, trunks] = counted({});
  // Both sites that the scenario writes about and its cable; only `mine` and the cable were its
  // own.
  CHECK(counted({"--variant", "own"}) == std::pair(sites - 2, trunks - 1));
  CHECK(counted({"--set", "world.sites.zhangjiakou=null"}) == std::pair(sites - 1, trunks));
  CHECK(counted({"--set", "world.trunks.cable=null"}) == std::pair(sites, trunks - 1));
  // Taken out and set again: it is the base's, with the new value.
  CHECK(counted({"--set", "world.sites.zhangjiakou=null", "--set",
                 "world.sites.zhangjiakou.pue=1.3"}) == std::pair(sites, trunks));
}

TEST_CASE("the resolved scenario of a variant without entities can be read again", "[program]") {
  const TemporaryFolder folder;
  const std::string file = folder.write("own.yaml", kScenario);
  const EndedProgram resolved = eastwest_with({"show", file, "resolved", "--variant", "own"});
  INFO(resolved.error);
  REQUIRE(resolved.code == 0);
  CHECK(resolved.out.find("zhangjiakou: null") != std::string::npos);
  CHECK(resolved.out.find("mine") == std::string::npos);  // it is in no world
  const std::string again = folder.write("again.yaml", resolved.out);
  const EndedProgram one =
      eastwest_with({"show", file, "accounts", "--variant", "own", "--format", "json"});
  const EndedProgram other = eastwest_with({"show", again, "accounts", "--format", "json"});
  INFO(other.error);
  CHECK(other.code == 0);
  CHECK(one.out == other.out);
}

TEST_CASE("what is in no world cannot be taken out by --set either", "[program]") {
  const TemporaryFolder folder;
  const EndedProgram ended = eastwest_with({"show", folder.write("own.yaml", kScenario), "accounts",
                                            "--set", "world.sites.atlantis=null"});
  CHECK(ended.code == 2);
  CHECK(ended.error.find("atlantis") != std::string::npos);
}

}  // namespace eastwest
