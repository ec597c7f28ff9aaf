// Random worlds: what was asked for, joined, the same each time.
#include "sim/world/random_world.hpp"

#include <algorithm>
#include <set>

#include "sim/world/topology.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

bool is_joined(const World& world) {
  const Topology topology(world);
  for (std::size_t node = 0; node < world.nodes.size(); ++node) {
    if (topology.latency(NodeId(0), NodeId(node)) == Topology::kUnreachable) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a random world has what was asked for and is in one piece") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto nodes = static_cast<std::int64_t>(2 + 3 * seed);
    const RandomWorldRequest least{.nodes = nodes, .trunks = nodes - 1, .sites = 1, .seed = seed};
    const World tree = random_world(least);
    INFO("seed " << seed);
    CHECK(tree.nodes.size() == static_cast<std::size_t>(nodes));
    CHECK(tree.trunks.size() == static_cast<std::size_t>(nodes - 1));
    CHECK(tree.sites.size() == 1);
    CHECK(is_joined(tree));
    const RandomWorldRequest most{
        .nodes = nodes, .trunks = least.trunks_max(), .sites = nodes, .seed = seed};
    const World full = random_world(most);
    std::set<std::pair<NodeId, NodeId>> pairs;
    for (const Trunk& trunk : full.trunks) {
      CHECK(trunk.a < trunk.b);
      CHECK(trunk.waves >= 2);
      CHECK(trunk.waves <= 40);
      CHECK(pairs.emplace(trunk.a, trunk.b).second);
    }
    CHECK(pairs.size() == static_cast<std::size_t>(nodes * (nodes - 1) / 2));
    std::set<NodeId> places;
    for (const Site& site : full.sites) {
      CHECK(places.insert(site.node).second);
      CHECK(site.accelerators >= 256);
      CHECK(site.accelerators <= 4096);
      CHECK(site.uplink_ports >= 4);
    }
    double demand = 0;
    for (const Node& node : full.nodes) demand += node.demand_weight;
    CHECK(demand == Approx(1));
  }
}

TEST_CASE("what is added to the tree are the shortest pairs") {
  const RandomWorldRequest request{.nodes = 25, .trunks = 60, .sites = 5, .seed = 3};
  const World world = random_world(request);
  Kilometres longest_added;
  std::set<std::pair<NodeId, NodeId>> joined;
  for (std::size_t at = 0; at < world.trunks.size(); ++at) {
    const Trunk& trunk = world.trunks[at];
    joined.emplace(trunk.a, trunk.b);
    if (at >= 24) {
      CHECK(trunk.length >= longest_added);
      longest_added = trunk.length;
    }
  }
  // With every pair as a trunk, those that are not among the 60 are no shorter.
  RandomWorldRequest all = request;
  all.trunks = all.trunks_max();
  for (const Trunk& trunk : random_world(all).trunks) {
    if (!joined.contains({trunk.a, trunk.b})) CHECK(trunk.length >= longest_added);
  }
}

TEST_CASE("the same seed gives the same world, another one another") {
  const RandomWorldRequest request{.nodes = 12, .trunks = 20, .sites = 3, .seed = 9};
  const World one = random_world(request);
  const World same = random_world(request);
  RandomWorldRequest next = request;
  next.seed = 10;
  const World other = random_world(next);
  bool differs = false;
  for (std::size_t at = 0; at < one.nodes.size(); ++at) {
    CHECK(one.nodes[at].longitude == same.nodes[at].longitude);
    CHECK(one.nodes[at].population == same.nodes[at].population);
    differs = differs || one.nodes[at].longitude != other.nodes[at].longitude;
  }
  CHECK(differs);
  for (std::size_t at = 0; at < one.trunks.size(); ++at) {
    CHECK(one.trunks[at].id == same.trunks[at].id);
    CHECK(one.trunks[at].waves == same.trunks[at].waves);
  }
}

TEST_CASE("a larger random world keeps its first nodes") {
  const World small = random_world({.nodes = 5, .trunks = 4, .sites = 1, .seed = 2});
  const World large = random_world({.nodes = 9, .trunks = 8, .sites = 1, .seed = 2});
  for (std::size_t at = 0; at < small.nodes.size(); ++at) {
    CHECK(small.nodes[at].longitude == large.nodes[at].longitude);
    CHECK(small.nodes[at].latitude == large.nodes[at].latitude);
  }
}
