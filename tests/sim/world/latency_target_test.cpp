// Cables made straighter until clusters of different hubs are near enough.
#include "sim/world/latency_target.hpp"

#include "sim/world/geography.hpp"
#include "sim/world/latency_circle.hpp"
#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

/// Two clusters on the equator, 10 degrees apart, with a node between them 1 degree to the north.
World two_hubs() {
  World world = drawn_world(R"(
    A --400G 1200km-- M --400G 1000km-- B
    A [8]
    B [8])");
  const double longitudes[] = {0, 5, 10};  // A, M, B
  for (std::size_t index = 0; index < 3; ++index) {
    world.nodes[index].longitude = longitudes[index];
    world.nodes[index].latitude = index == 1 ? 1 : 0;
    world.nodes[index].has_coordinates = true;
  }
  world.sites[0].hub = "west";
  world.sites[1].hub = "east";
  for (Site& site : world.sites) site.kind = SiteKind::cluster;
  return world;
}

double line(const World& world, std::size_t a, std::size_t b) {
  const Node& from = world.nodes[a];
  const Node& to = world.nodes[b];
  return great_circle(from.longitude, from.latitude, to.longitude, to.latitude).value();
}

}  // namespace

TEST_CASE("cables on the way of two hubs lose detour by one factor, just enough") {
  World world = two_hubs();
  const double theory = line(world, 0, 2);  // 1113 km
  const double straight = line(world, 0, 1) + line(world, 1, 2);
  const LatencyTargetOutcome outcome = meet_latency_target(world, 1.5);
  CHECK(outcome.pairs == 1);
  CHECK(outcome.above == 1);
  CHECK(outcome.straightened == 2);
  CHECK(outcome.unmet.empty());
  // What is left of the detours: (1.5 x theory - straight) / (2200 - straight)
  const double kept = (1.5 * theory - straight) / (2200 - straight);
  const double first = line(world, 0, 1) + kept * (1200 - line(world, 0, 1));
  const double second = line(world, 1, 2) + kept * (1000 - line(world, 1, 2));
  CHECK(world.trunks[0].length.value() == Approx(first).margin(0.001));
  CHECK(world.trunks[1].length.value() == Approx(second).margin(0.001));
  CHECK(world.trunks[0].length.value() + world.trunks[1].length.value() <= 1.5 * theory);
  CHECK(cluster_latencies(world, Topology(world), ClusterPairs::of_different_hubs).ratio_max <=
        1.5 + 1e-6);
}

TEST_CASE("a world that meets the target stays as it is") {
  World world = two_hubs();
  const LatencyTargetOutcome outcome = meet_latency_target(world, 2);  // 2200 km of 2226
  CHECK(outcome.above == 0);
  CHECK(world.trunks[0].length.value() == 1200);
}

TEST_CASE("a target that straight cables cannot meet is told, and nothing is changed") {
  World world = two_hubs();
  const LatencyTargetOutcome outcome = meet_latency_target(world, 1);
  REQUIRE(outcome.unmet.size() == 1);
  CHECK(outcome.unmet[0].a == SiteId(0));
  CHECK(world.trunks[0].length.value() == 1200);
}

TEST_CASE("where the shortest way cannot be straight enough, the straightest way is taken") {
  // A - B directly is longer today than over M, but straight it meets the target.
  World world = two_hubs();
  Trunk direct = world.trunks[0];
  direct.b = NodeId(2);
  direct.id = "direct";
  direct.length = Kilometres(2500);
  world.trunks.push_back(direct);
  world.nodes[1].latitude = 6;  // M is far off the line now
  const LatencyTargetOutcome outcome = meet_latency_target(world, 1.1);
  CHECK(outcome.unmet.empty());
  CHECK(outcome.straightened == 1);
  CHECK(world.trunks[2].length.value() == Approx(1.1 * line(world, 0, 2)).margin(0.001));
}

TEST_CASE("only clusters of different hubs count, and only with coordinates") {
  World world = two_hubs();
  world.sites[1].hub = "west";
  CHECK(hub_pairs(world).empty());
  world.sites[1].hub = "none";
  CHECK(hub_pairs(world).empty());
  world.sites[1].hub = "east";
  CHECK(hub_pairs(world).size() == 1);
  world.sites[1].kind = SiteKind::provincial;
  CHECK(hub_pairs(world).empty());
  world.sites[1].kind = SiteKind::cluster;
  world.nodes[2].has_coordinates = false;
  CHECK(hub_pairs(world).empty());
}
