// Dijkstra's algorithm of Boost.Graph on (nanoseconds, hops), with a rule for ties that is ours.
#include "sim/world/shortest_paths.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>
#include <map>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "sim/base/check.hpp"
#include "sim/world/geography.hpp"

namespace eastwest {
namespace {

/// What paths are compared by.
struct Cost {
  std::int64_t nanoseconds = 0;
  std::int64_t hops = 0;
  friend auto operator<=>(const Cost&, const Cost&) = default;
};

constexpr Cost kInfinite{std::numeric_limits<std::int64_t>::max(),
                         std::numeric_limits<std::int64_t>::max()};

Cost sum(const Cost& a, const Cost& b) {
  if (a == kInfinite || b == kInfinite) return kInfinite;
  return {a.nanoseconds + b.nanoseconds, a.hops + b.hops};
}

using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                          boost::property<boost::edge_weight_t, Cost>>;

Cost cost_of(const Corridor& corridor) { return {corridor.delay.count(), 1}; }

/// Costs of the paths to `root`, by node.
std::vector<Cost> costs_to(std::size_t root, const Graph& graph) {
  std::vector<Cost> cost(boost::num_vertices(graph), kInfinite);
  std::vector<boost::default_color_type> color(boost::num_vertices(graph));
  boost::dijkstra_shortest_paths(
      graph, root,
      boost::distance_map(
          boost::make_iterator_property_map(cost.begin(), boost::get(boost::vertex_index, graph)))
          .color_map(boost::make_iterator_property_map(color.begin(),
                                                       boost::get(boost::vertex_index, graph)))
          .distance_compare([](const Cost& a, const Cost& b) { return a < b; })
          .distance_combine([](const Cost& a, const Cost& b) { return sum(a, b); })
          .distance_inf(kInfinite)
          .distance_zero(Cost{}));
  return cost;
}

/// Which of several equal paths is taken does not depend on the library: the first corridor that
/// fits.
PathTree tree_of(std::size_t root, const std::vector<Cost>& cost,
                 const std::vector<Corridor>& corridors,
                 const std::vector<std::vector<std::int32_t>>& corridors_at) {
  PathTree tree{std::vector<Duration>(cost.size(), Duration::max()),
                std::vector<std::int32_t>(cost.size(), -1)};
  for (std::size_t node = 0; node < cost.size(); ++node) {
    if (cost[node] == kInfinite) continue;
    tree.latency[node] = Duration{cost[node].nanoseconds};
    if (node == root) continue;
    for (const std::int32_t index : corridors_at[node]) {
      const Corridor& corridor = corridors[static_cast<std::size_t>(index)];
      const Cost& rest = cost[other_end(corridor, NodeId(node)).index()];
      if (sum(rest, cost_of(corridor)) != cost[node]) continue;
      tree.next[node] = index;
      break;
    }
  }
  return tree;
}

}  // namespace

NodeId other_end(const Corridor& corridor, NodeId end) {
  return corridor.a == end ? corridor.b : corridor.a;
}

Duration trunk_delay(const World& world, const Trunk& trunk) {
  // Picoseconds per km times metres is 1e-6 ns: whole numbers all the way.
  const auto picoseconds = static_cast<std::int64_t>(std::floor(world.delay_us_per_km * 1e6 + 0.5));
  const std::int64_t product = picoseconds * to_metres(trunk.length);
  const std::int64_t fibre = (product + 999'999) / 1'000'000;
  const auto equipment_ps =
      static_cast<std::int64_t>(std::floor(world.delay_us_per_hop * 1e6 + 0.5));
  return Duration{fibre + (equipment_ps + 999) / 1000};
}

std::vector<Corridor> corridors_of(const World& world) {
  std::map<std::pair<NodeId, NodeId>, std::size_t> index_of;
  std::vector<Corridor> corridors;
  for (std::size_t index = 0; index < world.trunks.size(); ++index) {
    const Trunk& trunk = world.trunks[index];
    if (trunk_capacity(world, trunk).value() <= 0) continue;
    const NodeId a = std::min(trunk.a, trunk.b);
    const NodeId b = std::max(trunk.a, trunk.b);
    EW_CHECK(a.valid() && a != b && b.index() < world.nodes.size(), "trunk {} joins {} and {}",
             trunk.id, a.value, b.value);
    const Duration delay = trunk_delay(world, trunk);
    const auto [place, is_new] = index_of.try_emplace({a, b}, corridors.size());
    if (is_new) corridors.push_back({a, b, delay, {}});
    Corridor& corridor = corridors[place->second];
    corridor.delay = std::min(corridor.delay, delay);
    corridor.trunks.push_back(TrunkId(index));
  }
  for (Corridor& corridor : corridors) {
    std::erase_if(corridor.trunks, [&](TrunkId id) {
      const Duration delay = trunk_delay(world, world.trunks[id.index()]);
      return delay * 4 > corridor.delay * 5;
    });
  }
  return corridors;
}

std::vector<PathTree> shortest_path_trees(std::size_t node_count,
                                          const std::vector<Corridor>& corridors) {
  Graph graph(node_count);
  std::vector<std::vector<std::int32_t>> corridors_at(node_count);
  for (std::size_t index = 0; index < corridors.size(); ++index) {
    const Corridor& corridor = corridors[index];
    boost::add_edge(corridor.a.index(), corridor.b.index(), cost_of(corridor), graph);
    corridors_at[corridor.a.index()].push_back(static_cast<std::int32_t>(index));
    corridors_at[corridor.b.index()].push_back(static_cast<std::int32_t>(index));
  }
  std::vector<PathTree> trees;
  trees.reserve(node_count);
  for (std::size_t root = 0; root < node_count; ++root) {
    trees.push_back(tree_of(root, costs_to(root, graph), corridors, corridors_at));
  }
  return trees;
}

}  // namespace eastwest
