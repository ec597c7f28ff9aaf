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

WorldCase china(const std::string& without, const std::string& rate = "40 Tb/s",
                const std::string& more = {}, const std::string& as_of = "2025-06-30") {
  return world_case(
      "{base: china, latency: {layer: ip-private}, " + more +
          "operators: {names: [telecom, mobile, unicom], shares: [0.4, 0.4, 0.2], crossing: 1.5 "
          "ms, interconnection: " +
          rate + ", without: [" + without + "]}}",
      as_of, EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
}

/// Capacity of all direct connections each way, as the simulation has it, Gb/s.
double gigabits_between(const World& world) {
  double sum = 0;
  for (const Trunk& trunk : world.trunks) {
    if (trunk.kind != TrunkKind::peering) continue;
    sum += static_cast<double>(trunk_capacity(world, trunk).value()) / 1e9;
  }
  return sum;
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
  const Accounts books = accounts(world);
  CHECK(books.ports_400g == 14'060);
  CHECK(books.trunks == accounts(base).trunks);
  CHECK(books.planes == 3 * books.trunks);
  CHECK(books.cities == 82);
}

TEST_CASE("the number of ports is a hard total under every option of operators") {
  struct Option {
    const char* more;
    const char* as_of;
    std::int64_t ports;
  };
  // 14,060 x 130 / 186 = 9,826.9 ports of 130 cables.
  const Option options[] = {{"", "2025-06-30", 14'060},
                            {"", "2023-06-30", 9'827},
                            {"ports: {law: equal}, ", "2025-06-30", 14'060},
                            {"ports: {reach: 300 km}, ", "2025-06-30", 14'060},
                            {"ports: {uplink_share: 80 %}, ", "2025-06-30", 14'060},
                            {"ports: {total: 9000}, ", "2025-06-30", 9'000},
                            {"edge_share: 0 %, ", "2025-06-30", 14'060},
                            {"allocation: local_claims, ", "2025-06-30", 14'060}};
  for (const Option& option : options) {
    const WorldCase read = china("", "40 Tb/s", option.more, option.as_of);
    INFO(option.more << option.as_of << read.messages);
    REQUIRE_FALSE(read.failed);
    CHECK(accounts(read.world).ports_400g == option.ports);
    for (const Trunk& trunk : read.world.trunks) CHECK(trunk.waves >= 1);
  }
}

TEST_CASE("a cable with fewer waves than operators has a plane for each wave") {
  // Two waves by 0.4 : 0.4 : 0.2 are 0.8, 0.8 and 0.4: none for the last. Ports that are no
  // multiple of the waves are all divided: 5 of two waves are 3 and 2.
  const WorldCase read =
      china("", "40 Tb/s", "trunks: {shenyang--dalian--1: {waves: 2, ports: 5}}, ");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  std::vector<std::string> planes;
  std::int64_t ports = 0;
  for (const Trunk& trunk : read.world.trunks) {
    if (trunk.cable != "shenyang--dalian--1") continue;
    planes.push_back(trunk.id);
    ports += trunk.ports;
  }
  CHECK(planes ==
        std::vector<std::string>{"shenyang--dalian--1-telecom", "shenyang--dalian--1-mobile"});
  CHECK(ports == 5);
}

TEST_CASE("other traffic takes a share of direct connections of its own, none if none is said") {
  // The published 40 Tb/s are the capacity of the points; the 30 % of the world are of cables.
  const World plain = china("").world;
  CHECK(background_share(plain, plain.trunks.front()) == 0.3);
  CHECK(gigabits_between(plain) == Approx(40'000));
  CHECK(accounts(plain).interconnection == BitsPerSecond(40'000'000'000'000));
  const World shared = china("", "40 Tb/s, background: 25 %").world;
  CHECK(gigabits_between(shared) == Approx(30'000));
  CHECK(accounts(shared).interconnection == BitsPerSecond(40'000'000'000'000));
  // Without any there is none to swing; with some, the swing must leave it between 0 and 99 %.
  CHECK_FALSE(china("", "40 Tb/s", "background_swing: 15 %, ").failed);
  CHECK(china("", "40 Tb/s, background: 5 %", "background_swing: 15 %, ")
            .says("other traffic takes 5 % ± 15 % of trunk 'direct-beijing-telecom-mobile'"));
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
