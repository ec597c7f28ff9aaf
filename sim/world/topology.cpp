// Builds links and routes: shortest paths over corridors, then one cable of each corridor per
// route.
#include "sim/world/topology.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/shortest_paths.hpp"

namespace eastwest {
namespace {

LinkId trunk_link(TrunkId trunk, bool forward) {
  return LinkId(2 * trunk.index() + (forward ? 0 : 1));
}

std::vector<Link> links_of(const World& world) {
  std::vector<Link> links;
  links.reserve(2 * (world.trunks.size() + world.sites.size()));
  for (std::size_t index = 0; index < world.trunks.size(); ++index) {
    const Trunk& trunk = world.trunks[index];
    const std::string& a = world.nodes[trunk.a.index()].id;
    const std::string& b = world.nodes[trunk.b.index()].id;
    const BitsPerSecond capacity = trunk_capacity(world, trunk);
    Link link{.name = fmt::format("{} {}>{}", trunk.id, a, b),
              .capacity = capacity,
              .trunk = TrunkId(index),
              .site = {},
              .from = {trunk.a, {}},
              .to = {trunk.b, {}},
              .delay = trunk_delay(world, trunk),
              .length = trunk.length};
    links.push_back(link);
    link.name = fmt::format("{} {}>{}", trunk.id, b, a);
    link.forward = false;
    std::swap(link.from, link.to);
    links.push_back(std::move(link));
  }
  for (std::size_t index = 0; index < world.sites.size(); ++index) {
    const Site& site = world.sites[index];
    EW_CHECK(site.node.valid() && site.node.index() < world.nodes.size(), "site {} is at node {}",
             site.id, site.node.value);
    const BitsPerSecond capacity = uplink_capacity(world, site);
    Link link{.name = site.id + " uplink in",
              .capacity = capacity,
              .trunk = {},
              .site = SiteId(index),
              .from = {site.node, {}},
              .to = {site.node, SiteId(index)},
              .length = {}};
    links.push_back(link);
    link.name = site.id + " uplink out";
    link.forward = false;
    std::swap(link.from, link.to);
    links.push_back(std::move(link));
  }
  return links;
}

/// Sums of decimal kilometres carry rounding noise; a route's length is whole metres too.
Kilometres in_whole_metres(Kilometres length) {
  return Kilometres(static_cast<double>(to_metres(length)) / 1000);
}

/// Gives each route one cable of a corridor, in proportion to the cables' capacities.
class CableChooser {
 public:
  CableChooser(const World& world, const std::vector<Corridor>& corridors)
      : world_(world), corridors_(corridors), carried_(2 * corridors.size()) {
    for (std::size_t index = 0; index < carried_.size(); ++index) {
      carried_[index].resize(corridors[index / 2].trunks.size(), 0);
    }
  }

  /// The next cable of the corridor for a route that leaves `from`.
  TrunkId choose(std::size_t corridor, NodeId from) {
    const std::vector<TrunkId>& cables = corridors_[corridor].trunks;
    if (cables.size() == 1) return cables.front();
    std::vector<std::int64_t>& carried =
        carried_[2 * corridor + (from == corridors_[corridor].a ? 0 : 1)];
    std::size_t best = 0;
    for (std::size_t cable = 1; cable < cables.size(); ++cable) {
      // (carried + 1) / waves, compared without division; capacity is proportional to waves.
      if ((carried[cable] + 1) * waves(cables[best]) < (carried[best] + 1) * waves(cables[cable])) {
        best = cable;
      }
    }
    ++carried[best];
    return cables[best];
  }

 private:
  [[nodiscard]] std::int64_t waves(TrunkId trunk) const {
    return world_.trunks[trunk.index()].waves;
  }

  const World& world_;
  const std::vector<Corridor>& corridors_;
  std::vector<std::vector<std::int64_t>> carried_;  // by corridor and direction, then by cable
};

/// Adds trunk `cable`, left from node `from`, to the end of a route.
void pass(Route& route, const World& world, TrunkId cable, NodeId from) {
  const Trunk& trunk = world.trunks[cable.index()];
  route.links.push_back(trunk_link(cable, trunk.a == from));
  route.latency += trunk_delay(world, trunk);
  route.length += trunk.length;
}

/// The corridors from `from` to the root of the tree, with the node that each is left from.
struct Step {
  std::size_t corridor;
  NodeId from;
  NodeId to;
};
std::vector<Step> steps_to_root(NodeId from, NodeId root, const PathTree& tree,
                                const std::vector<Corridor>& corridors) {
  std::vector<Step> steps;
  for (NodeId node = from; node != root;) {
    const auto corridor = static_cast<std::size_t>(tree.next[node.index()]);
    const NodeId next = other_end(corridors[corridor], node);
    steps.push_back({corridor, node, next});
    node = next;
  }
  return steps;
}

}  // namespace

Topology::Topology(const World& world)
    : links_(links_of(world)), node_count_(world.nodes.size()), site_count_(world.sites.size()) {
  const std::vector<Corridor> corridors = corridors_of(world);
  const std::vector<PathTree> trees = shortest_path_trees(node_count_, corridors);
  latency_.reserve(node_count_ * node_count_);
  for (const PathTree& tree : trees) {
    latency_.insert(latency_.end(), tree.latency.begin(), tree.latency.end());
  }
  node_to_site_.resize(node_count_ * site_count_);
  site_to_node_.resize(node_count_ * site_count_);
  CableChooser chooser(world, corridors);
  for (std::size_t node = 0; node < node_count_; ++node) {
    for (std::size_t site = 0; site < site_count_; ++site) {
      const NodeId site_node = world.sites[site].node;
      const PathTree& tree = trees[site_node.index()];
      const std::size_t uplink = 2 * (world.trunks.size() + site);
      if (tree.latency[node] == kUnreachable || links_[uplink].capacity.value() <= 0) continue;
      const std::vector<Step> steps = steps_to_root(NodeId(node), site_node, tree, corridors);
      Route in{{NodeId(node), {}}, {site_node, SiteId(site)}, {}, Duration{0}, Kilometres{}};
      for (const Step& step : steps)
        pass(in, world, chooser.choose(step.corridor, step.from), step.from);
      in.links.push_back(LinkId(uplink));
      Route out{in.to, in.from, {LinkId(uplink + 1)}, Duration{0}, Kilometres{}};
      std::for_each(steps.rbegin(), steps.rend(), [&](const Step& step) {
        pass(out, world, chooser.choose(step.corridor, step.to), step.to);
      });
      node_to_site_[node * site_count_ + site] = RouteId(routes_.size());
      routes_.push_back(std::move(in));
      site_to_node_[site * node_count_ + node] = RouteId(routes_.size());
      routes_.push_back(std::move(out));
    }
  }
  for (Route& route : routes_) route.length = in_whole_metres(route.length);
}

RouteId Topology::add_route(const Endpoint& from, const Endpoint& to,
                            const std::vector<LinkId>& links) {
  const RouteId shortest =
      to.site.valid() ? node_to_site(from.node, to.site) : site_to_node(from.site, to.node);
  if (shortest.valid() && route(shortest).links == links) return shortest;
  const auto [found, is_new] = added_.try_emplace(links, RouteId(routes_.size()));
  if (!is_new) return found->second;
  Route made{from, to, links, Duration{0}, Kilometres{}};
  Endpoint reached = from;
  for (const LinkId id : links) {
    const Link& link = links_[id.index()];
    EW_CHECK(link.from == reached, "link '{}' does not go on where the one before ends", link.name);
    reached = link.to;
    made.latency += link.delay;
    made.length += link.length;
  }
  EW_CHECK(reached == to, "the links lead to node {}, not to node {}", reached.node.value,
           to.node.value);
  made.length = in_whole_metres(made.length);
  routes_.push_back(std::move(made));
  return found->second;
}

RouteId Topology::node_to_site(NodeId from, SiteId to) const {
  EW_CHECK(from.index() < node_count_ && to.index() < site_count_, "node {}, site {}", from.value,
           to.value);
  return node_to_site_[from.index() * site_count_ + to.index()];
}

RouteId Topology::site_to_node(SiteId from, NodeId to) const {
  EW_CHECK(to.index() < node_count_ && from.index() < site_count_, "site {}, node {}", from.value,
           to.value);
  return site_to_node_[from.index() * node_count_ + to.index()];
}

Duration Topology::latency(NodeId from, NodeId to) const {
  EW_CHECK(from.index() < node_count_ && to.index() < node_count_, "nodes {} and {}", from.value,
           to.value);
  return latency_[from.index() * node_count_ + to.index()];
}

}  // namespace eastwest
