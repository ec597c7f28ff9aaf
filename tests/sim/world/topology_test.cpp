// Links, shortest routes and latencies of drawn worlds, derived by hand.
#include "sim/world/topology.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "sim/base/check.hpp"
#include "sim/world/shortest_paths.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("a cable of 1200 km delays by 5.88 ms each way") {
  const World world = drawn_world(R"(
    Guian --400G 1200km-- Shenzhen
    Guian [8 2ports])");
  const Topology topology(world);
  const NodeId guian = node_of(world, "Guian");
  const NodeId shenzhen = node_of(world, "Shenzhen");
  const SiteId site = site_of(world, "Guian");
  // 1200 km x 4.9 us/km = 5880 us
  CHECK(topology.latency(shenzhen, guian) == 5880us);
  CHECK(topology.latency(guian, shenzhen) == 5880us);
  CHECK(topology.latency(guian, guian) == 0us);

  const Route& in = topology.route(topology.node_to_site(shenzhen, site));
  CHECK(in.latency == 5880us);
  CHECK(in.length.value() == 1200);
  CHECK(in.from == Endpoint{shenzhen, {}});
  CHECK(in.to == Endpoint{guian, site});
  CHECK(link_names(topology, topology.node_to_site(shenzhen, site)) ==
        "Guian--Shenzhen--1 Shenzhen>Guian, Guian uplink in");
  CHECK(link_names(topology, topology.site_to_node(site, shenzhen)) ==
        "Guian uplink out, Guian--Shenzhen--1 Guian>Shenzhen");
}

TEST_CASE("links: two per trunk, then two per uplink") {
  World world = drawn_world(R"(
    A --800G 10km-- B
    A [8 3ports])");
  world.background_share = 0.3;
  const Topology topology(world);
  REQUIRE(topology.links().size() == 4);
  // 2 waves x 400 Gb/s x (1 - 30 %) = 560 Gb/s; uplinks carry no background: 3 x 400 Gb/s
  CHECK(topology.links()[0].capacity == BitsPerSecond(560'000'000'000));
  CHECK(topology.links()[0].forward);
  CHECK(topology.links()[1].capacity == BitsPerSecond(560'000'000'000));
  CHECK_FALSE(topology.links()[1].forward);
  CHECK(topology.links()[1].trunk == TrunkId(0));
  CHECK(topology.links()[2].capacity == BitsPerSecond(1'200'000'000'000));
  CHECK(topology.links()[2].name == "A uplink in");
  CHECK(topology.links()[3].name == "A uplink out");
  CHECK(topology.links()[3].site == SiteId(0));
}

TEST_CASE("a route within one node has only the uplink") {
  const World world = drawn_world("A --400G 10km-- B\nA [8]");
  const Topology topology(world);
  const RouteId in = topology.node_to_site(node_of(world, "A"), SiteId(0));
  CHECK(link_names(topology, in) == "A uplink in");
  CHECK(topology.route(in).latency == 0ns);
  CHECK(topology.route(in).length.value() == 0);
}

TEST_CASE("the least latency wins, not the fewest cables") {
  const World world = drawn_world(R"(
    A --400G 100km-- B --400G 100km-- C
    A --400G 201km-- C
    C [8])");
  const Topology topology(world);
  // 200 km over B against 201 km direct
  CHECK(topology.latency(NodeId(0), NodeId(2)) == 980us);
  CHECK(topology.route(topology.node_to_site(NodeId(0), SiteId(0))).links.size() == 3);
}

TEST_CASE("equipment delay counts once per trunk") {
  World world = drawn_world(R"(
    A --400G 100km-- B --400G 100km-- C
    A --400G 201km-- C)");
  world.delay_us_per_hop = 10;
  const Topology topology(world);
  // over B: 980 us + 2 x 10 us; direct: 201 x 4.9 us + 10 us = 994.9 us
  CHECK(topology.latency(NodeId(0), NodeId(2)) == 994'900ns);
}

TEST_CASE("ties go to fewer trunks, then to the smaller trunk index") {
  SECTION("fewer trunks") {
    const World world = drawn_world(R"(
      A --400G 100km-- B --400G 100km-- C
      A --400G 200km-- C
      C [8])");
    const Topology topology(world);
    CHECK(link_names(topology, topology.node_to_site(NodeId(0), SiteId(0))) ==
          "A--C--1 A>C, C uplink in");
  }
  SECTION("smaller index, and the way back passes the same nodes") {
    const World world = drawn_world(R"(
      D --400G 100km-- Y
      A --400G 100km-- X
      A --400G 100km-- Y
      X --400G 100km-- D
      D [8])");
    const Topology topology(world);
    const NodeId a = node_of(world, "A");
    // A's cables are number 1 (to X) and 2 (to Y): X, though D's smaller one leads to Y.
    CHECK(link_names(topology, topology.node_to_site(a, SiteId(0))) ==
          "A--X--1 A>X, X--D--1 X>D, D uplink in");
    CHECK(link_names(topology, topology.site_to_node(SiteId(0), a)) ==
          "D uplink out, X--D--1 D>X, A--X--1 X>A");
  }
}

TEST_CASE("no path, no route") {
  World world = drawn_world(R"(
    A --400G 100km-- B
    C --400G 100km-- D
    D [8]
    B [8])");
  SECTION("other part of the graph") {
    const Topology topology(world);
    CHECK_FALSE(topology.node_to_site(node_of(world, "A"), SiteId(0)).valid());
    CHECK_FALSE(topology.site_to_node(SiteId(0), node_of(world, "A")).valid());
    CHECK(topology.latency(node_of(world, "A"), node_of(world, "D")) == Topology::kUnreachable);
    CHECK(topology.node_to_site(node_of(world, "C"), SiteId(0)).valid());
  }
  SECTION("a cable or an uplink without capacity carries nothing") {
    world.trunks[0].waves = 0;
    world.sites[0].uplink_ports = 0;
    const Topology topology(world);
    CHECK_FALSE(topology.node_to_site(node_of(world, "A"), SiteId(1)).valid());
    CHECK_FALSE(topology.node_to_site(node_of(world, "D"), SiteId(0)).valid());
    CHECK(topology.links().size() == 8);
  }
}

TEST_CASE("parallel cables carry routes in proportion to their capacity") {
  // A and seven cities behind it use six sites at B: 8 x 6 = 48 routes a direction cross the
  // corridor; cables of 1, 2 and 1 waves share them 12 : 24 : 12. The fourth cable is more than 5/4
  // as long as the shortest and carries none.
  World world = drawn_world(R"(
    A --400G 1000km-- B
    A --800G 1000km-- B
    A --400G 1200km-- B
    A --400G 1300km-- B)");
  const std::size_t sites = 6;
  for (std::size_t index = 0; index < sites; ++index) {
    Site site;
    site.id = fmt::format("site{}", index);
    site.node = NodeId(1);
    site.accelerators = 8;
    site.uplink_ports = 1;
    world.sites.push_back(site);
  }
  for (int index = 0; index < 7; ++index) {
    Node node;
    node.id = fmt::format("city{}", index);
    world.nodes.push_back(node);
    Trunk trunk;
    trunk.id = node.id;
    trunk.a = NodeId(0);
    trunk.b = NodeId(world.nodes.size() - 1);
    trunk.waves = 1;
    world.trunks.push_back(trunk);
  }
  const Topology topology(world);
  std::map<std::string, int> carried;
  for (const Route& route : topology.routes()) {
    for (const LinkId link : route.links) ++carried[topology.links()[link.index()].name];
  }
  CHECK(carried["A--B--1 A>B"] == 12);
  CHECK(carried["A--B--2 A>B"] == 24);
  CHECK(carried["A--B--3 A>B"] == 12);
  CHECK(carried["A--B--4 A>B"] == 0);
  CHECK(carried["A--B--1 B>A"] == 12);
  CHECK(carried["A--B--2 B>A"] == 24);
  CHECK(carried["A--B--3 B>A"] == 12);
  // A route's latency is that of its own cables; the matrix has the shortest.
  CHECK(topology.latency(NodeId(0), NodeId(1)) == 4900us);
  const auto slow = std::count_if(topology.routes().begin(), topology.routes().end(),
                                  [](const Route& route) { return route.latency == 5880us; });
  CHECK(slow == 2 * 12);  // 1200 km x 4.9 us/km, both directions; the cities' cables have length 0
}

TEST_CASE("a way that somebody has found becomes a route") {
  const World world = drawn_world(R"(
    A --400G 100km-- B --400G 50.5km-- C
    A --400G 300km-- C
    C [8])");
  Topology topology(world);
  const Endpoint a{node_of(world, "A"), {}};
  const Endpoint c{node_of(world, "C"), site_of(world, "C")};
  const RouteId shortest = topology.node_to_site(a.node, c.site);
  const std::size_t known = topology.routes().size();
  CHECK(topology.add_route(a, c, topology.route(shortest).links) == shortest);
  CHECK(topology.routes().size() == known);
  // A>C is trunk 2, its link 4; the uplink in is link 6.
  const RouteId found = topology.add_route(a, c, {LinkId{4}, LinkId{6}});
  CHECK(found == RouteId(known));
  CHECK(topology.add_route(a, c, {LinkId{4}, LinkId{6}}) == found);
  CHECK(topology.routes().size() == known + 1);
  const Route& route = topology.route(found);
  CHECK(link_names(topology, found) == "A--C--1 A>C, C uplink in");
  CHECK(route.from == a);
  CHECK(route.to == c);
  CHECK(route.latency == 1470us);  // 300 km x 4.9 us/km
  CHECK(route.length.value() == 300);
  CHECK(topology.node_to_site(a.node, c.site) == shortest);
  CHECK_THROWS_AS(topology.add_route(a, c, {LinkId{6}}), Defect);
  CHECK_THROWS_AS(topology.add_route(a, c, {LinkId{4}}), Defect);
}

TEST_CASE("delays are exact in whole nanoseconds, rounded up") {
  World world = drawn_world("A --400G 0.001km-- B");
  // 1 m x 4.9 us/km = 4.9 ns
  CHECK(trunk_delay(world, world.trunks[0]) == 5ns);
  world.trunks[0].length = Kilometres(1063.7);
  CHECK(trunk_delay(world, world.trunks[0]) == 5'212'130ns);
  world.delay_us_per_hop = 0.0001;
  CHECK(trunk_delay(world, world.trunks[0]) == 5'212'131ns);
}

TEST_CASE("latencies agree with Floyd and Warshall on random graphs") {
  constexpr unsigned kSeed = 20250630;
  INFO("seed " << kSeed);
  std::mt19937 random(kSeed);
  for (int round = 0; round < 20; ++round) {
    World world;
    const std::size_t count = 12;
    for (std::size_t index = 0; index < count; ++index) {
      Node node;
      node.id = fmt::format("n{}", index);
      world.nodes.push_back(node);
    }
    for (int index = 0; index < 20; ++index) {
      Trunk trunk;
      trunk.id = fmt::format("t{}", index);
      trunk.a = NodeId(std::size_t{random() % count});
      trunk.b = NodeId(std::size_t{random() % count});
      if (trunk.a == trunk.b) continue;
      trunk.waves = 1;
      trunk.length = Kilometres(static_cast<double>(random() % 5));  // many ties and zeros
      world.trunks.push_back(trunk);
    }
    Site site;
    site.id = "s";
    site.node = NodeId(0);
    site.uplink_ports = 1;
    world.sites.push_back(site);
    constexpr std::int64_t kFar = 1'000'000'000;
    std::vector<std::vector<std::int64_t>> best(count, std::vector<std::int64_t>(count, kFar));
    for (std::size_t node = 0; node < count; ++node) best[node][node] = 0;
    for (const Trunk& trunk : world.trunks) {
      auto& there = best[trunk.a.index()][trunk.b.index()];
      there = std::min(there, trunk_delay(world, trunk).count());
      best[trunk.b.index()][trunk.a.index()] = there;
    }
    for (std::size_t via = 0; via < count; ++via)
      for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b)
          best[a][b] = std::min(best[a][b], best[a][via] + best[via][b]);
    const Topology topology(world);
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < count; ++b) {
        const Duration expected =
            best[a][b] >= kFar ? Topology::kUnreachable : Duration{best[a][b]};
        REQUIRE(topology.latency(NodeId(a), NodeId(b)) == expected);
      }
      const RouteId route = topology.node_to_site(NodeId(a), SiteId(0));
      REQUIRE(route.valid() == (best[a][0] < kFar));
    }
  }
}
