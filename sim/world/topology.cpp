// Builds links and routes: shortest paths over corridors, then one cable of each corridor per
// route.
#include "sim/world/topology.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/world/cable_chooser.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/k_shortest_paths.hpp"
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

/// Adds trunk `cable`, left from node `from`, to the end of a route.
void pass(Route& route, const World& world, TrunkId cable, NodeId from) {
  const Trunk& trunk = world.trunks[cable.index()];
  route.links.push_back(trunk_link(cable, trunk.a == from));
  route.latency += trunk_delay(world, trunk);
  route.length += trunk.length;
}

/// A corridor that is passed, with the node that it is left from.
struct Step {
  std::size_t corridor;
  NodeId from;
  NodeId to;
};

/// The ways between nodes and the nodes of sites ("roots").
class WaySearch {
 public:
  WaySearch(const PathGraph& graph, std::size_t ways_max) : graph_(graph), ways_max_(ways_max) {}

  void add_root(NodeId root, PathTree tree) {
    finders_.try_emplace(root, PathFinder(graph_, root, std::move(tree)));
  }

  /// Paths from `from` to a root, shortest first; none if there is none.
  [[nodiscard]] std::vector<std::vector<Step>> ways(NodeId from, NodeId root) const {
    std::vector<std::vector<Step>> ways;
    for (const Path& path : finders_.at(root).shortest(from, ways_max_)) {
      std::vector<Step> steps;
      NodeId node = from;
      for (const std::int32_t index : path.corridors) {
        const auto corridor = static_cast<std::size_t>(index);
        const NodeId next = other_end(graph_.corridors()[corridor], node);
        steps.push_back({corridor, node, next});
        node = next;
      }
      ways.push_back(std::move(steps));
    }
    return ways;
  }

 private:
  const PathGraph& graph_;
  std::size_t ways_max_;
  std::map<NodeId, PathFinder> finders_;
};

}  // namespace

Topology::Topology(const World& world, std::size_t ways_max)
    : links_(links_of(world)),
      ways_max_(ways_max),
      node_count_(world.nodes.size()),
      site_count_(world.sites.size()) {
  EW_CHECK(ways_max >= 1 && ways_max <= kWaysMax, "{} ways", ways_max);
  const PathGraph graph(node_count_, corridors_of(world));
  WaySearch search(graph, ways_max);
  std::vector<bool> has_site(node_count_, false);
  for (const Site& site : world.sites) has_site[site.node.index()] = true;
  latency_.reserve(node_count_ * node_count_);
  for (std::size_t root = 0; root < node_count_; ++root) {
    PathTree tree = graph.tree(NodeId(root));
    latency_.insert(latency_.end(), tree.latency.begin(), tree.latency.end());
    if (has_site[root]) search.add_root(NodeId(root), std::move(tree));
  }
  first_route_.resize(node_count_ * site_count_);
  ways_.resize(node_count_ * site_count_, 0);
  CableChooser chooser(world, graph.corridors());
  for (std::size_t node = 0; node < node_count_; ++node) {
    for (std::size_t site = 0; site < site_count_; ++site) {
      const NodeId site_node = world.sites[site].node;
      const std::size_t uplink = 2 * (world.trunks.size() + site);
      if (links_[uplink].capacity.value() <= 0) continue;
      const std::size_t pair = node * site_count_ + site;
      first_route_[pair] = RouteId(routes_.size());
      for (const std::vector<Step>& steps : search.ways(NodeId(node), site_node)) {
        const std::size_t way = ways_[pair]++;
        Route in{{NodeId(node), {}}, {site_node, SiteId(site)}, {}, Duration{0}, {}, way};
        for (const Step& step : steps) {
          pass(in, world, chooser.choose(step.corridor, step.from), step.from);
        }
        in.links.push_back(LinkId(uplink));
        Route out{in.to, in.from, {LinkId(uplink + 1)}, Duration{0}, {}, way};
        std::for_each(steps.rbegin(), steps.rend(), [&](const Step& step) {
          pass(out, world, chooser.choose(step.corridor, step.to), step.to);
        });
        routes_.push_back(std::move(in));
        routes_.push_back(std::move(out));
      }
    }
  }
  for (Route& route : routes_) route.length = in_whole_metres(route.length);
}

RouteId Topology::add_route(const Endpoint& from, const Endpoint& to,
                            const std::vector<LinkId>& links) {
  const bool is_between_sites = from.site.valid() && to.site.valid();
  for (std::size_t way = 0; way < ways_max_ && !is_between_sites; ++way) {
    const RouteId known = to.site.valid() ? node_to_site(from.node, to.site, way)
                                          : site_to_node(from.site, to.node, way);
    if (known.valid() && route(known).links == links) return known;
  }
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

RouteId Topology::node_to_site(NodeId from, SiteId to, std::size_t way) const {
  if (way >= way_count(from, to)) return {};
  const RouteId first = first_route_[from.index() * site_count_ + to.index()];
  return RouteId(first.index() + 2 * way);
}

RouteId Topology::site_to_node(SiteId from, NodeId to, std::size_t way) const {
  if (way >= way_count(to, from)) return {};
  const RouteId first = first_route_[to.index() * site_count_ + from.index()];
  return RouteId(first.index() + 2 * way + 1);
}

void Topology::connect_sites() {
  if (!between_sites_.empty()) return;
  between_sites_.resize(site_count_ * site_count_);
  const std::size_t first_uplink = links_.size() - 2 * site_count_;
  for (std::size_t from = 0; from < site_count_; ++from) {
    const Link& out = links_[first_uplink + 2 * from + 1];
    for (std::size_t to = 0; to < site_count_; ++to) {
      const LinkId uplink(first_uplink + 2 * to);
      const Link& in = links_[uplink.index()];
      const RouteId half = site_to_node(SiteId(from), in.from.node);
      if (from == to || !half.valid() || in.capacity.value() <= 0) continue;
      std::vector<LinkId> links = route(half).links;
      links.push_back(uplink);
      between_sites_[from * site_count_ + to] = add_route(out.from, in.to, links);
    }
  }
}

RouteId Topology::site_to_site(SiteId from, SiteId to) const {
  if (between_sites_.empty()) return {};
  return between_sites_[from.index() * site_count_ + to.index()];
}

bool Topology::joins(SiteId a, SiteId b) const {
  const std::size_t first_uplink = links_.size() - 2 * site_count_;
  const auto reaches = [&](SiteId from, SiteId to) {
    const Link& in = links_[first_uplink + 2 * to.index()];
    return in.capacity.value() > 0 && site_to_node(from, in.from.node).valid();
  };
  return reaches(a, b) && reaches(b, a);
}

std::size_t Topology::way_count(NodeId node, SiteId site) const {
  EW_CHECK(node.index() < node_count_ && site.index() < site_count_, "node {}, site {}", node.value,
           site.value);
  return ways_[node.index() * site_count_ + site.index()];
}

Duration Topology::latency(NodeId from, NodeId to) const {
  EW_CHECK(from.index() < node_count_ && to.index() < node_count_, "nodes {} and {}", from.value,
           to.value);
  return latency_[from.index() * node_count_ + to.index()];
}

}  // namespace eastwest
