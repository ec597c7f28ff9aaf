// Searches the shortest paths of what is left, once for each set of spans that are down.
#include "sim/world/detours.hpp"

#include <algorithm>
#include <cstdint>

#include "sim/base/check.hpp"
#include "sim/world/cable_chooser.hpp"
#include "sim/world/shortest_paths.hpp"

namespace eastwest {
namespace {

bool passes_any(const Route& route, const std::vector<SpanId>& down) {
  return std::any_of(route.links.begin(), route.links.end(), [&](LinkId link) {
    return std::binary_search(down.begin(), down.end(), span_of(link));
  });
}

/// What is left of the graph, and the cables that routes are given in it.
class WhatIsLeft {
 public:
  WhatIsLeft(const World& world, const std::vector<TrunkId>& out)
      : world_(world),
        graph_(world.nodes.size(), corridors_of(world, {}, out)),
        chooser_(world, graph_.corridors()) {}

  /// The links of the shortest path between a node and a root, into the root or out of it; empty if
  /// there is none.
  std::vector<LinkId> links(NodeId node, NodeId root, bool inward) {
    const PathTree& tree = tree_of(root);
    std::vector<LinkId> links;
    if (tree.latency[node.index()] == Topology::kUnreachable) return links;
    for (NodeId at = node; at != root;) {
      const auto index = static_cast<std::size_t>(tree.next[at.index()]);
      const NodeId next = other_end(graph_.corridors()[index], at);
      const NodeId begin = inward ? at : next;
      const TrunkId cable = chooser_.choose(index, begin);
      const bool forward = world_.trunks[cable.index()].a == begin;
      links.push_back(LinkId{2 * cable.value + (forward ? 0 : 1)});
      at = next;
    }
    if (!inward) std::reverse(links.begin(), links.end());
    return links;
  }
  [[nodiscard]] bool reaches(NodeId node, NodeId root) {
    return tree_of(root).latency[node.index()] != Topology::kUnreachable;
  }

 private:
  const PathTree& tree_of(NodeId root) {
    const auto found = trees_.find(root);
    return found != trees_.end() ? found->second
                                 : trees_.emplace(root, graph_.tree(root)).first->second;
  }

  const World& world_;
  PathGraph graph_;
  CableChooser chooser_;
  std::map<NodeId, PathTree> trees_;
};

}  // namespace

Detours::Detours(const World& world, Topology& topology,
                 const std::vector<std::vector<SpanId>>& down_sets) {
  const std::size_t undisturbed = topology.routes().size();
  for (const std::vector<SpanId>& down : down_sets) {
    ways_[down] = ways_round(world, topology, down, undisturbed);
  }
}

Detours::Ways Detours::ways_round(const World& world, Topology& topology,
                                  const std::vector<SpanId>& down, std::size_t undisturbed) {
  std::vector<TrunkId> out;
  for (const SpanId span : down) {
    if (trunk_of(world, span).valid()) out.push_back(trunk_of(world, span));
  }
  WhatIsLeft left(world, out);
  Ways ways;
  for (std::size_t index = 0; index < undisturbed; ++index) {
    const Route route = topology.route(RouteId(index));
    if (!passes_any(route, down)) continue;
    const bool inward = route.to.site.valid();
    const NodeId node = inward ? route.from.node : route.to.node;
    const NodeId root = inward ? route.to.node : route.from.node;
    const LinkId uplink = inward ? route.links.back() : route.links.front();
    // From site to site: out of the other one's uplink first.
    const LinkId other = inward && route.from.site.valid() ? route.links.front() : LinkId{};
    const auto is_down = [&](LinkId link) {
      return link.valid() && std::binary_search(down.begin(), down.end(), span_of(link));
    };
    RouteId way;
    if (left.reaches(node, root) && !is_down(uplink) && !is_down(other)) {
      std::vector<LinkId> links = left.links(node, root, inward);
      links.insert(inward ? links.end() : links.begin(), uplink);
      if (other.valid()) links.insert(links.begin(), other);
      way = topology.add_route(route.from, route.to, links);
    }
    ways.emplace_back(RouteId(index), way);
  }
  return ways;
}

RouteId Detours::way_round(const std::vector<SpanId>& down, RouteId route) const {
  if (down.empty()) return route;
  const auto ways = ways_.find(down);
  EW_CHECK(ways != ways_.end(), "{} spans are down that were not announced", down.size());
  const auto found = std::lower_bound(ways->second.begin(), ways->second.end(), route,
                                      [](const std::pair<RouteId, RouteId>& entry, RouteId wanted) {
                                        return entry.first < wanted;
                                      });
  const bool is_hit = found != ways->second.end() && found->first == route;
  return is_hit ? found->second : route;
}

bool passes_same_nodes(const Topology& topology, RouteId a, RouteId b) {
  const std::vector<LinkId>& one = topology.route(a).links;
  const std::vector<LinkId>& other = topology.route(b).links;
  const auto is_parallel = [&](LinkId first, LinkId second) {
    return topology.links()[first.index()].from == topology.links()[second.index()].from;
  };
  return topology.route(a).to == topology.route(b).to &&
         std::equal(one.begin(), one.end(), other.begin(), other.end(), is_parallel);
}

}  // namespace eastwest
