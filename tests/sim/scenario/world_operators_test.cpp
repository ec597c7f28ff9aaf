// Planes of operators, joined only where they connect directly: by hand, and the published effect
// of one more point.
#include "sim/scenario/world_operators.hpp"

#include <set>

#include "sim/world/accounts.hpp"
#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"

using namespace eastwest;

namespace {

constexpr const char* kLater =
    "direct-hohhot, direct-nanning, direct-taiyuan, direct-jinan, direct-changsha, direct-haikou, "
    "direct-kunming";

WorldCase china(const std::string& without, const std::string& rate = "40 Tb/s") {
  return world_case(
      "{base: china, latency: {layer: ip-private}, operators: {names: [telecom, mobile, "
      "unicom], shares: [0.4, 0.4, 0.2], crossing: 1.5 ms, interconnection: " +
          rate + ", without: [" + without + "]}}",
      "2025-06-30", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
}

NodeId node(const World& world, const std::string& id) {
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    if (world.nodes[i].id == id) return NodeId(i);
  }
  FAIL("there is no node " << id);
  return {};
}

/// Milliseconds there and back.
double round_trip(const World& world, const std::string& from, const std::string& to) {
  const Topology topology(world);
  return 2e3 * to_seconds(topology.latency(node(world, from), node(world, to)));
}

}  // namespace

TEST_CASE("operators meet only at direct-connection points, under the common cap") {
  const WorldCase read = china("");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const World& world = read.world;
  std::int64_t joint_waves = 0;
  std::set<std::string> joint_corridors;
  for (const Trunk& trunk : world.trunks) {
    const std::string& a = world.nodes[trunk.a.index()].id;
    const std::string& b = world.nodes[trunk.b.index()].id;
    const auto operator_of = [](const std::string& id) { return id.substr(id.rfind('-')); };
    if (operator_of(a) == operator_of(b)) continue;
    CHECK(trunk.corridor.starts_with("direct-"));
    CHECK(trunk.length.value() == 0);
    joint_corridors.insert(trunk.corridor);
    joint_waves += trunk.waves;
  }
  CHECK(joint_corridors.size() == 20);
  CHECK(joint_waves == 100);  // 40 Tb/s / 400 Gb/s
}

TEST_CASE("customers and waves are divided, and nothing is lost") {
  const World base =
      world_case("china", "2025-06-30", EASTWEST_SOURCE_DIR "/scenarios/test.yaml").world;
  const World world = china("").world;
  CHECK(world.nodes.size() == 3 * base.nodes.size());
  CHECK(accelerators_total(world) == accelerators_total(base));
  double demand = 0;
  double telecom = 0;
  for (const Node& each : world.nodes) {
    demand += each.demand_weight;
    if (each.id.ends_with("-telecom")) telecom += each.demand_weight;
  }
  CHECK(demand == Approx(1));
  CHECK(telecom == Approx(0.4));
  // Cables of less than three waves get some more, so that every operator has one.
  std::int64_t more = 0;
  for (const Trunk& trunk : base.trunks) {
    if (trunk.waves < 3) more += (3 - trunk.waves) * (trunk.ports / trunk.waves);
  }
  CHECK(accounts(world).ports_400g == accounts(base).ports_400g + more);
}

TEST_CASE("a direct-connection point of its own brings Guizhou from 30 ms to 3 ms") {
  // Published, inside the province between operators, 2017: 30 ms before, 3 ms after.
  const std::string later = kLater;
  const double after = round_trip(china(later).world, "guiyang-telecom", "guiyang-mobile");
  CHECK(after == Approx(3.0).margin(0.001));  // twice the crossing: fitted
  // Over Chengdu, 2 x 1000 km of fibre at 4.9 us/km x 1.5, not fitted: 32.4 ms.
  const double before = round_trip(china(later + ", direct-guiyang, direct-chongqing").world,
                                   "guiyang-telecom", "guiyang-mobile");
  CHECK(before == Approx(30).epsilon(0.1));
  CHECK(before == Approx(2 * (2 * 1000 * 4.9e-3 * 1.5 + 1.5)).margin(0.01));
  // Over the nearest point, Chongqing: 2 x 529 km; less than published.
  const double nearest =
      round_trip(china(later + ", direct-guiyang").world, "guiyang-telecom", "guiyang-mobile");
  CHECK(nearest == Approx(2 * (2 * 529 * 4.9e-3 * 1.5 + 1.5)).margin(0.01));
}

TEST_CASE("mistakes of operators are told") {
  CHECK(china("direct-guiyan").says("there is no direct-connection point 'direct-guiyan'"));
  CHECK(china("direct-guiyan").says("did you mean 'direct-guiyang'?"));
  CHECK(china("", "10 Tb/s").says("fewer than the 60 connections of 3 operators at 20 points"));
  const WorldCase uneven =
      world_case("{base: china, operators: {names: [a, b], shares: [1], interconnection: 40 Tb/s}}",
                 "", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  CHECK(uneven.says("2 names and 1 shares"));
}
