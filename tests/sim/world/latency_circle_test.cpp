// Circles around nodes of drawn worlds.
#include "sim/world/latency_circle.hpp"

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace std::chrono_literals;

TEST_CASE("a circle holds what is within its latency, its border included") {
  // 1000 km = 4.9 ms, 2000 km = 9.8 ms
  World world = drawn_world("A --400G 1000km-- B --400G 1000km-- C\nD --400G 1km-- E");
  world.nodes[0].population = 5;
  world.nodes[1].population = 7;
  world.nodes[1].gdp_cny = 30;
  world.nodes[2].gdp_cny = 90;
  const Topology topology(world);
  const LatencyCircle circle = latency_circle(world, topology, NodeId(0), 4900us);
  CHECK(circle.nodes == std::vector<NodeId>{NodeId(0), NodeId(1)});
  CHECK(circle.population == 12);
  CHECK(circle.gdp_share == 0.25);                  // 30 of 120
  CHECK(circle.demand_share == Approx(2.0 / 5.0));  // two of five equal nodes
  CHECK(latency_circle(world, topology, NodeId(0), 4900us - 1ns).nodes.size() == 1);
  CHECK(latency_circle(world, topology, NodeId(0), 1h).nodes.size() == 3);
  CHECK_FALSE(within_circle(topology, NodeId(0), NodeId(3), Duration::max()));
}

TEST_CASE("a circle holds the sites of every tier and their capacity") {
  World world = drawn_world(R"(
    A --400G 1000km-- B --400G 1000km-- C
    A [3]
    C [9])");
  const Topology topology(world);
  const LatencyCircle circle = latency_circle(world, topology, NodeId(1), 4900us);
  CHECK(circle.sites == std::vector<SiteId>{SiteId(0), SiteId(1)});
  const LatencyCircle near = latency_circle(world, topology, NodeId(0), 4900us);
  CHECK(near.sites == std::vector<SiteId>{SiteId(0)});
  CHECK(near.accelerators == 3);
  CHECK(near.eflops == Approx(3e12 / 1e18));  // drawn accelerators have 1 TFLOPS
  CHECK(near.capacity_share == 0.25);         // 3 of 12
}

TEST_CASE("latencies of cluster pairs, all and of different hubs") {
  // A, B, C in a line: A-B 4.9 ms, B-C 9.8 ms, A-C 14.7 ms; D is apart
  World world = drawn_world(R"(
    A --400G 1000km-- B --400G 2000km-- C
    A [1]
    B [1]
    C [1]
    D [1])");
  for (Site& site : world.sites) site.kind = SiteKind::cluster;
  world.sites[0].hub = world.sites[1].hub = "one";
  world.sites[2].hub = "two";
  world.sites[3].kind = SiteKind::provincial;
  const Topology topology(world);
  const ClusterLatencies all = cluster_latencies(world, topology, ClusterPairs::all);
  CHECK(all.pairs == 3);
  CHECK(all.mean_ms == Approx(9.8));  // (4.9 + 9.8 + 14.7) / 3
  CHECK(all.max_ms == Approx(14.7));
  CHECK(all.max_a == SiteId(0));
  CHECK(all.max_b == SiteId(2));
  CHECK(all.with_ratio == 0);  // no coordinates
  const ClusterLatencies hubs = cluster_latencies(world, topology, ClusterPairs::of_different_hubs);
  CHECK(hubs.pairs == 2);
  CHECK(hubs.mean_ms == Approx(12.25));  // (9.8 + 14.7) / 2
  world.sites[3].kind = SiteKind::cluster;
  CHECK(cluster_latencies(world, topology, ClusterPairs::all).unreachable == 3);
}

TEST_CASE("an upper layer multiplies every delay") {
  World world = drawn_world("A --400G 1000km-- B\nA [1]");
  world.delay_us_per_hop = 10;
  CHECK(Topology(world).latency(NodeId(0), NodeId(1)) == 4910us);
  world.layers.measured = LatencyLayer::ip_private;  // x 1.5
  CHECK(Topology(world).latency(NodeId(0), NodeId(1)) == 7365us);
  world.layers.measured = LatencyLayer::ip_public;  // x 1.7
  CHECK(Topology(world).latency(NodeId(0), NodeId(1)) == 8347us);
  world.layers.ip_public = 2;
  CHECK(Topology(world).latency(NodeId(0), NodeId(1)) == 9820us);
}

TEST_CASE("operators' nodes of one city are one city, reached in the fastest network") {
  // Two planes of A, B and C; the second one's way from A to B is longer, and between the planes
  // there is a crossing at C only.
  World world = drawn_world(R"(
    A1 --400G 1000km-- B1 --400G 1000km-- C1
    A2 --400G 1500km-- B2 --400G 1000km-- C2
    C1 --400G 100km-- C2
    A1 [1]
    B2 [1])");
  for (Node& node : world.nodes) node.city = node.id.substr(0, 1);
  for (Site& site : world.sites) site.kind = SiteKind::cluster;
  const auto node = [&](const std::string& id) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
      if (world.nodes[i].id == id) return NodeId(i);
    }
    FAIL("there is no node " << id);
    return NodeId();
  };
  CHECK(city_of(world.nodes[node("B2").index()]) == "B");
  const Topology topology(world);
  // B2 is in the city of B1, which A1 reaches over 1000 km = 4.9 ms.
  CHECK(city_latency(world, topology, node("A2"), node("B2")) == 4900us);
  CHECK(city_latency(world, topology, node("B2"), node("B1")) == 0us);
  // From A1 within 10.29 ms = 2100 km: B1, C1 and C2, which are two cities; not A2 nor B2.
  const LatencyCircle circle = latency_circle(world, topology, node("A1"), 10290us);
  CHECK(circle.nodes.size() == 4);
  CHECK(circle.other_cities == std::vector<std::string>{"B", "C"});
  // The sites: A1-C1-C2-B2 = 3100 km = 15.19 ms; their cities: 4.9 ms.
  CHECK(cluster_latencies(world, topology, ClusterPairs::all).max_ms == Approx(15.19));
  CHECK(cluster_latencies(world, topology, ClusterPairs::all, ClusterEnds::cities).max_ms ==
        Approx(4.9));
}
