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
                          boost::property<boost::edge_index_t, std::size_t>>;

Cost cost_of(const Corridor& corridor) { return {corridor.delay.count(), 1}; }

/// Costs of the paths to `root`, by node; `weight` by corridor.
std::vector<Cost> costs_to(std::size_t root, const Graph& graph, const std::vector<Cost>& weight) {
  std::vector<Cost> cost(boost::num_vertices(graph), kInfinite);
  std::vector<boost::default_color_type> color(boost::num_vertices(graph));
  const auto index = boost::get(boost::vertex_index, graph);
  // The library's own colour map is a shared array that clang's analyser takes for freed twice.
  boost::dijkstra_shortest_paths(
      graph, root, boost::dummy_property_map(),
      boost::make_iterator_property_map(cost.begin(), index),
      boost::make_iterator_property_map(weight.begin(), boost::get(boost::edge_index, graph)),
      index, [](const Cost& a, const Cost& b) { return a < b; },
      [](const Cost& a, const Cost& b) { return sum(a, b); }, kInfinite, Cost{},
      boost::dijkstra_visitor<>(), boost::make_iterator_property_map(color.begin(), index));
  return cost;
}

}  // namespace

NodeId other_end(const Corridor& corridor, NodeId end) {
  return corridor.a == end ? corridor.b : corridor.a;
}

Duration trunk_delay(const World& world, const Trunk& trunk) {
  // Picoseconds per km times metres is 1e-6 ns: whole numbers all the way.
  const double factor = world.layers.factor(world.layers.measured);
  const auto picoseconds =
      static_cast<std::int64_t>(std::floor(world.delay_us_per_km * factor * 1e6 + 0.5));
  const std::int64_t product = picoseconds * to_metres(trunk.length);
  const std::int64_t fibre = (product + 999'999) / 1'000'000;
  const auto equipment_ps = static_cast<std::int64_t>(
      std::floor((world.delay_us_per_hop * factor + trunk.delay_us) * 1e6 + 0.5));
  return Duration{fibre + (equipment_ps + 999) / 1000};
}

std::vector<Corridor> corridors_of(const World& world, const std::set<std::string>& avoided,
                                   const std::vector<TrunkId>& out) {
  std::map<std::pair<NodeId, NodeId>, std::size_t> index_of;
  std::vector<Corridor> corridors;
  for (std::size_t index = 0; index < world.trunks.size(); ++index) {
    const Trunk& trunk = world.trunks[index];
    if (trunk_capacity(world, trunk).value() <= 0) continue;
    if (!avoided.empty() && avoided.contains(trunk.corridor)) continue;
    if (std::binary_search(out.begin(), out.end(), TrunkId(index))) continue;
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

/// The graph as Boost has it, and what its edges cost.
struct PathGraph::Impl {
  Graph graph;
  std::vector<Cost> weight;  // by corridor
};

PathGraph::PathGraph(std::size_t node_count, std::vector<Corridor> corridors)
    : corridors_(std::move(corridors)),
      corridors_at_(node_count),
      impl_(std::make_unique<Impl>(Impl{Graph(node_count), {}})) {
  for (std::size_t index = 0; index < corridors_.size(); ++index) {
    const Corridor& corridor = corridors_[index];
    boost::add_edge(corridor.a.index(), corridor.b.index(), index, impl_->graph);
    impl_->weight.push_back(cost_of(corridor));
    corridors_at_[corridor.a.index()].push_back(static_cast<std::int32_t>(index));
    corridors_at_[corridor.b.index()].push_back(static_cast<std::int32_t>(index));
  }
}

PathGraph::~PathGraph() = default;
PathGraph::PathGraph(PathGraph&&) noexcept = default;
PathGraph& PathGraph::operator=(PathGraph&&) noexcept = default;

PathTree PathGraph::tree(NodeId root) const { return tree_without(root, {}); }

PathTree PathGraph::tree_without(NodeId root, const std::vector<bool>& blocked) const {
  std::vector<Cost> weight = impl_->weight;
  for (std::size_t index = 0; index < blocked.size(); ++index) {
    if (blocked[index]) weight[index] = kInfinite;
  }
  const std::vector<Cost> cost = costs_to(root.index(), impl_->graph, weight);
  PathTree tree{std::vector<Duration>(cost.size(), Duration::max()),
                std::vector<std::int32_t>(cost.size(), 0),
                std::vector<std::int32_t>(cost.size(), -1)};
  for (std::size_t node = 0; node < cost.size(); ++node) {
    if (cost[node] == kInfinite) continue;
    tree.latency[node] = Duration{cost[node].nanoseconds};
    tree.hops[node] = static_cast<std::int32_t>(cost[node].hops);
    if (NodeId(node) == root) continue;
    // Which of several equal paths is taken does not depend on the library: the first corridor
    // that fits.
    for (const std::int32_t index : corridors_at_[node]) {
      const auto at = static_cast<std::size_t>(index);
      const Cost& rest = cost[other_end(corridors_[at], NodeId(node)).index()];
      if (sum(rest, weight[at]) != cost[node]) continue;
      tree.next[node] = index;
      break;
    }
  }
  return tree;
}

}  // namespace eastwest
