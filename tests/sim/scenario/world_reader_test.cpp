// Inline worlds, changes to a base, defaults and mistakes of the `world:` mapping.
#include "sim/scenario/world_reader.hpp"

#include <algorithm>

#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("an inline world with all keys") {
  const WorldCase read = world_case(R"(
background: 25 %
line_rate: 800 Gb/s
fibre: {microseconds_per_km: 5, detour: 2}
equipment_delay: 10 us
provinces:
  guizhou: {hub: guizhou-hub, side: West, name: Guizhou}
  guangdong: {}
nodes:
  guiyang: {lon: 106.71, lat: 26.58, province: guizhou, demand: 1, population: 6600000, gdp: 5e11}
  shenzhen: {province: guangdong, demand: 3, name: Shenzhen}
sites:
  guian: {node: guiyang, accelerators: 16, speed: 312 TFLOPS, pue: 1.2,
          electricity_price: 0.35 CNY/kWh, uplink: 4, kind: cluster,
          racks: 10, storage: 5 PB, name: Gui'an}
trunks:
  south: {from: guiyang, to: shenzhen, length: 1200 km, waves: 2, operator: telecom, corridor: c}
)",
                                    "2025-06-30");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.messages.empty());
  const World& world = read.world;
  CHECK(world.as_of == "2025-06-30");
  CHECK(world.background_share == 0.25);
  CHECK(world.port_rate == BitsPerSecond(800'000'000'000));
  REQUIRE(world.provinces.size() == 2);
  CHECK_FALSE(world.provinces[0].east);
  CHECK(world.provinces[0].hub == "guizhou-hub");
  CHECK(world.provinces[1].east);
  CHECK(world.provinces[1].hub == "none");
  CHECK(world.provinces[1].demand_weight == 0.75);  // 3 of 1 + 3
  REQUIRE(world.nodes.size() == 2);
  CHECK(world.nodes[0].demand_weight == 0.25);
  CHECK(world.nodes[0].population == 6600000);
  CHECK(world.nodes[0].gdp_cny == 5e11);
  CHECK(world.nodes[1].province == ProvinceId(1));
  REQUIRE(world.sites.size() == 1);
  const Site& site = world.sites[0];
  CHECK(site.name == "Gui'an");
  CHECK(site.node == NodeId(0));
  CHECK(site.province == ProvinceId(0));  // of its node
  CHECK(site.hub == "guizhou-hub");       // of its province
  CHECK(site.kind == SiteKind::cluster);
  CHECK(site.accelerators == 16);
  CHECK(site.accelerator_speed.value() == 312e12);
  CHECK(site.racks == 10);
  CHECK(site.storage == Terabytes(5000));
  CHECK(site.pue.value() == 1.2);
  CHECK(site.electricity_price.value() == 0.35);
  CHECK(uplink_capacity(world, site) == BitsPerSecond(3'200'000'000'000));
  REQUIRE(world.trunks.size() == 1);
  CHECK(world.trunks[0].ports == 4);
  CHECK(trunk_capacity(world, world.trunks[0]) == BitsPerSecond(1'200'000'000'000));
  // 1200 km x 5 us + 10 us
  CHECK(Topology(world).latency(NodeId(0), NodeId(1)) == 6010us);
}

TEST_CASE("the shortest inline world is one site") {
  const WorldCase read = world_case("sites: {machine: {nodes: 8}}");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  REQUIRE(read.world.nodes.size() == 1);
  CHECK(read.world.nodes[0].id == "machine");
  CHECK(read.world.nodes[0].demand_weight == 1);
  CHECK(read.world.sites[0].accelerators == 8);
  CHECK(read.world.sites[0].uplink_ports == 100);
  CHECK(read.world.sites[0].hub == "none");
  CHECK(read.world.name == "inline");
}

TEST_CASE("without weights demand is equal over the nodes that have sites") {
  const WorldCase read = world_case(R"(
nodes: {c: {}}
sites: {a: {accelerators: 1}, b: {accelerators: 9}}
trunks:
  ab: {from: a, to: b, length: 1 km, waves: 1}
  bc: {from: b, to: c, length: 1 km, ports: 6})");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  REQUIRE(read.world.nodes.size() == 3);
  CHECK(read.world.nodes[0].id == "c");
  CHECK(read.world.nodes[0].demand_weight == 0);
  CHECK(read.world.nodes[1].demand_weight == 0.5);
  CHECK(read.world.nodes[2].demand_weight == 0.5);
  CHECK(read.world.trunks[1].waves == 3);
}

TEST_CASE("a trunk without a length follows the great circle times the detour") {
  const WorldCase read = world_case(R"(
fibre: {detour: 2}
nodes: {a: {lon: 0, lat: 0}, b: {lon: 1, lat: 0}}
sites: {s: {node: a, accelerators: 1}}
trunks: {ab: {from: a, to: b, waves: 1}})");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  // one degree on the equator: 111.319 km (to the metre), twice
  CHECK(read.world.trunks[0].length.value() == 222.638);
  CHECK(read.world.trunks[0].corridor == "a--b");
}

TEST_CASE("a network in parts is a warning") {
  const WorldCase read = world_case("sites: {a: {accelerators: 1}, b: {accelerators: 1}}");
  CHECK_FALSE(read.failed);
  CHECK(read.says("warning"));
  CHECK(read.says("the network is in 2 parts"));
}

TEST_CASE("mistakes of an inline world are all reported, each at its place") {
  const WorldCase read = world_case(R"(nodes:
  guiyang: {province: guizou, demnd: 3}
  alone: {lon: 3}
sites:
  guian: {node: guiyan, accelerators: 8, nodes: 9}
  empty: {node: guiyang}
  zero: {accelerators: 0}
  "bad id": {accelerators: 1}
provinces:
  guizhou: {side: Middle}
trunks:
  loop: {from: guiyang, to: guiyang, length: 1 km, waves: 1}
  dangling: {from: guiyang, to: nowhere, length: 1 km, waves: 1}
  nothing: {from: guiyang, to: alone, length: 1 km}
  odd: {from: guiyang, to: alone, length: 1 km, ports: 3}
  blind: {from: guiyang, to: alone, waves: 1}
  half: {from: guiyang, length: 1 km, waves: 1}
  hollow: {from: "", to: none, length: 1 km, waves: 1}
scale: 10 %
)");
  INFO(read.messages);
  CHECK(read.failed);
  CHECK(
      read.says("scenarios/test.yaml:2:23: error: world.nodes.guiyang.province: there is no "
                "province 'guizou'"));
  CHECK(read.says("did you mean 'guizhou'"));
  CHECK(read.says("did you mean 'demand'"));
  CHECK(read.says("node 'alone' has only one coordinate"));
  CHECK(read.says("there is no node 'guiyan'"));
  CHECK(read.says("'nodes' is another word for 'accelerators'"));
  CHECK(read.says("site 'empty' has no accelerators"));
  CHECK(read.says("test.yaml:7:"));
  CHECK(read.says("an id is made of letters"));
  CHECK(read.says("test.yaml:10:"));
  CHECK(read.says("trunk 'loop' begins and ends at 'guiyang'"));
  CHECK(read.says("there is no node 'nowhere'"));
  CHECK(read.says("trunk 'nothing' has no capacity"));
  CHECK(read.says("trunk 'odd' cannot have 3 ports"));
  CHECK(read.says("trunk 'blind' has no length, and node 'guiyang' has no lon and lat"));
  CHECK(read.says("trunk 'half' has no 'to'"));
  CHECK(read.says("trunk 'hollow' has no 'from'"));
  CHECK(read.says("there is no node 'none'"));
  CHECK(read.says("'scale' is about a base world, and there is none"));
}

TEST_CASE("what is no world at all") {
  CHECK(world_case("[a, b]").says("expected a world, found a list"));
  CHECK(world_case("").says("expected a world, found nothing"));
  CHECK(world_case("{}").says("the world has no accelerators"));
  CHECK(world_case("sites: [1]").says("expected a mapping from ids to sites, found a list"));
  CHECK(world_case("chnia").says("did you mean 'china'?"));
  CHECK(world_case("base: chnia").says("world.base: there is no world 'chnia'"));
  CHECK(world_case("atlanta.graphml").says("scenarios/atlanta.graphml: error: no such file"));
  CHECK(world_case("./nowhere/").says("nowhere/world.yaml"));
}

TEST_CASE("worlds too large for their routes are refused") {
  std::string text = "sites:\n";
  for (int index = 0; index < 5001; ++index)
    text += "  s" + std::to_string(index) + ": {nodes: 1}\n";
  const WorldCase read = world_case(text);
  CHECK(read.failed);
  CHECK(read.says("25010001 pairs of nodes; at most 25000000"));  // 5001 squared
}

TEST_CASE("a base is scaled, changed, added to and cut") {
  const WorldCase base = world_case("china");
  const WorldCase read = world_case(R"(
base: china
scale: 2 %
background: 0 %
sites:
  guian: {pue: 1.15, accelerators: 7}
  machine: {node: guiyang, accelerators: 240}
  datong: null
nodes:
  beijing: {demand: 0}
trunks:
  new: {from: guiyang, to: lhasa, waves: 80}
  beijing--tianjin--1: {waves: 10}
)");
  INFO(read.messages);
  REQUIRE_FALSE(base.failed);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.name == "china");
  CHECK(read.world.background_share == 0);
  CHECK(read.world.official.racks == 0);
  REQUIRE(read.world.sites.size() == base.world.sites.size());  // one more, one less
  REQUIRE(read.world.trunks.size() == base.world.trunks.size() + 1);
  std::int64_t racks = 0;
  for (const Site& site : read.world.sites) {
    racks += site.racks;
    CHECK(site.id != "datong");
    if (site.id == "guian") {
      CHECK(site.pue.value() == 1.15);
      CHECK(site.accelerators == 7);
      CHECK(site.electricity_price.value() == 0.35);
    }
    if (site.id == "machine") {
      CHECK(site.accelerators == 240);
      CHECK(site.accelerator_speed.value() == 304.4e12);
      CHECK(read.world.provinces[site.province.index()].id == "guizhou");
      CHECK(site.hub == "guizhou");
    }
  }
  CHECK(racks < 217'000);  // 2 % of 10.85 M, less Datong's
  CHECK(racks > 210'000);
  double demand = 0;
  for (const Node& node : read.world.nodes) {
    demand += node.demand_weight;
    if (node.id == "beijing") CHECK(node.demand_weight == 0);
  }
  CHECK(demand == Approx(1).margin(1e-12));
  for (const Trunk& trunk : read.world.trunks) {
    if (trunk.id == "beijing--tianjin--1") {
      CHECK(trunk.waves == 10);
      CHECK(trunk.ports == 20);
    }
    if (trunk.id == "new") CHECK(trunk.length.value() > 2000);
  }
}

TEST_CASE("a scale alone keeps the rounded total") {
  const std::int64_t all = accelerators_total(world_case("china").world);
  const WorldCase small = world_case("{base: china, scale: 2 %}");
  REQUIRE_FALSE(small.failed);
  CHECK(accelerators_total(small.world) == (all * 2 + 50) / 100);
}

TEST_CASE("a hub of a change must be one of the base's") {
  const WorldCase read = world_case("{base: china, sites: {guian: {hub: guizou}}}");
  CHECK(read.says("there is no hub 'guizou'"));
  CHECK(read.says("did you mean 'guizhou'"));
}

TEST_CASE("latency layers and target of a world") {
  const WorldCase read = world_case(R"(
latency: {layer: ip-public, ip_private: 1.4, ip_public: 2, target: 1.2}
sites:
  west: {kind: cluster, hub: w, accelerators: 1, node: a}
  east: {kind: cluster, hub: e, accelerators: 1, node: b}
nodes: {a: {lon: 100, lat: 30}, b: {lon: 110, lat: 30}}
trunks: {t: {from: a, to: b, waves: 1}}
)");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.layers.measured == LatencyLayer::ip_public);
  CHECK(read.world.layers.factor(LatencyLayer::ip_private) == 1.4);
  CHECK(read.world.layers.factor(LatencyLayer::ip_public) == 2);
  CHECK(read.world.latency_target == 1.2);
  CHECK(read.world.nodes[0].has_coordinates);
  // The cable was great circle x 1.6 and is great circle x 1.2 now: the ratio is 3/4.
  const WorldCase plain = world_case(
      "{nodes: {a: {lon: 100, lat: 30}, b: {lon: 110, lat: 30}}, sites: {b: {accelerators: 1}}, "
      "trunks: {t: {from: a, to: b, waves: 1}}}");
  CHECK(read.world.trunks[0].length.value() ==
        Approx(plain.world.trunks[0].length.value() * 0.75).margin(0.002));
}

TEST_CASE("a trunk with a speed that is no number of waves") {
  const WorldCase read = world_case(R"(
sites: {a: {accelerators: 1}}
nodes: {b: {}}
trunks:
  slow: {from: a, to: b, length: 1 km, speed: 155 Mb/s}
  fast: {from: a, to: b, length: 1 km, speed: 1 Tb/s}
)");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(trunk_speed(read.world, read.world.trunks[0]) == BitsPerSecond(155'000'000));
  CHECK(read.world.trunks[0].waves == 1);
  CHECK(read.world.trunks[0].ports == 2);
  CHECK(trunk_speed(read.world, read.world.trunks[1]) == BitsPerSecond(1'000'000'000'000));
  CHECK(read.world.trunks[1].waves == 3);  // 2.5 waves of 400 Gb/s
  CHECK(read.world.trunks[1].ports == 6);
  const WorldCase both = world_case(
      "{sites: {a: {accelerators: 1}}, nodes: {b: {}}, "
      "trunks: {t: {from: a, to: b, length: 1 km, speed: 1 Tb/s, waves: 2}}}");
  CHECK(both.says("trunk 't' has both a speed and waves or ports"));
}

TEST_CASE("what is taken out of a base must be there") {
  const WorldCase read =
      world_case("{base: china, sites: {datongg: null}, trunks: {nowhere: null}}", "",
                 EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  CHECK(read.says("there is no 'datongg' among the sites of the base to take out"));
  CHECK(read.says("did you mean 'datong'?"));
  CHECK(read.says("there is no 'nowhere' among the trunks of the base to take out"));
}

TEST_CASE("a node or province that others are in cannot be taken out alone") {
  const WorldCase read = world_case("{base: china, nodes: {karamay: null}}", "",
                                    EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  CHECK(read.says("world.nodes.karamay: node 'karamay' cannot be taken out alone"));
  CHECK(read.says("take out as well, or place elsewhere: trunks: urumqi--karamay--1"));
  CHECK_FALSE(read.says("there is no node"));  // the table that names it is not to blame
  const WorldCase whole =
      world_case("{base: china, nodes: {karamay: null}, trunks: {urumqi--karamay--1: null}}", "",
                 EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  INFO(whole.messages);
  CHECK_FALSE(whole.failed);
  CHECK(whole.world.nodes.size() == 81);
  const WorldCase province = world_case(
      "{base: china, provinces: {tibet: null}, nodes: {lhasa: null}, sites: {tibet-other: null, "
      "lhasa-edge: null}, trunks: {chengdu--lhasa--1: null, golmud--lhasa--1: null}}",
      "", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  INFO(province.messages);
  CHECK_FALSE(province.failed);
  CHECK(province.world.provinces.size() == 30);
}

TEST_CASE("points of a city that is taken out go with it") {
  const WorldCase read = world_case(
      "{base: china, nodes: {haikou: null}, sites: {hainan-other: null, haikou-edge: null}, "
      "trunks: {haikou--sanya--1: null, zhanjiang--haikou--1: null}}",
      "", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const auto is_there = [&](const std::string& id) {
    const auto has_id = [&](const Point& point) { return point.id == id; };
    return std::any_of(read.world.points.begin(), read.world.points.end(), has_id);
  };
  CHECK(is_there("direct-beijing"));
  CHECK_FALSE(is_there("direct-haikou"));
}
