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
