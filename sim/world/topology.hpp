// The graph that transfers travel on: directed links, shortest routes, latencies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// A place where transfers begin and end: a node (its cities' data) or a site behind its uplink.
struct Endpoint {
  NodeId node;
  SiteId site;  ///< none: the node itself
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// One direction of a trunk or of a site's uplink.
struct Link {
  std::string name;  ///< "TRUNK FROM>TO" or "SITE uplink in"; unique
  BitsPerSecond capacity;
  TrunkId trunk;        ///< none for an uplink
  SiteId site;          ///< none for a trunk
  bool forward = true;  ///< trunk: from a to b; uplink: into the site
  Endpoint from;
  Endpoint to;
  Duration delay{0};  ///< one way; none on an uplink
  Kilometres length;
};

/// A path as the network sees it; in the order in which data pass. Within one node it has only the
/// uplink.
struct Route {
  Endpoint from;
  Endpoint to;
  std::vector<LinkId> links;
  Duration latency{0};  ///< one way
  Kilometres length;
  std::size_t way = 0;  ///< rank among the ways of this pair of ends; 0: the shortest
};

/// Links and shortest routes of a world.
///
/// Links: trunk t has the links 2t (a to b) and 2t + 1 (b to a); after all trunks, site s has two
/// uplink links (in, out).
///
/// Routes: one from every node to every site and one back over the same nodes, where there is a
/// path. The nodes passed are those of the least latency; ties by fewer trunks, then by the smaller
/// trunk index at each step from the node's side. Trunks and uplinks of capacity 0 carry nothing.
///
/// Ways: with `ways_max` > 1 there are up to so many pairs of routes for a node and a site, over
/// the next shortest loopless paths (see PathFinder), no two over the same nodes. Way 0 is the
/// shortest.
///
/// Parallel cables, "ECMP by route": where several cables join the same two nodes, each route is
/// given one of them for good, so that every cable carries routes in proportion to its capacity: of
/// the cables, the one with the least (routes carried + 1) / capacity, ties by trunk index; routes
/// take their turn in the order node, site, way, direction, counted per corridor and direction.
/// Cables whose delay is more than 5/4 of the shortest one's carry no routes. The choice depends on
/// nodes, sites and trunks only, never on load. `latency()` is that of the shortest cables; a
/// route's own latency is that of its cables.
class Topology {
 public:
  explicit Topology(const World& world, std::size_t ways_max = 1);

  [[nodiscard]] const std::vector<Link>& links() const { return links_; }
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  [[nodiscard]] const Route& route(RouteId id) const { return routes_[id.index()]; }
  /// Route from a node to a site by the shortest or another way, none if there is no path.
  [[nodiscard]] RouteId node_to_site(NodeId from, SiteId to, std::size_t way = 0) const;
  [[nodiscard]] RouteId site_to_node(SiteId from, NodeId to, std::size_t way = 0) const;
  /// Adds a route from every site to every other one: out of its uplink, by the shortest way of
  /// that pair of nodes, into the uplink there.
  void connect_sites();
  /// None if there is no path, or connect_sites() was not called.
  [[nodiscard]] RouteId site_to_site(SiteId from, SiteId to) const;
  /// True if data can pass between two sites, both ways; whether or not they are connected.
  [[nodiscard]] bool joins(SiteId a, SiteId b) const;
  /// The ways between a node and a site: 0 where there is no path, at most ways_max().
  [[nodiscard]] std::size_t way_count(NodeId node, SiteId site) const;
  [[nodiscard]] std::size_t ways_max() const { return ways_max_; }
  /// The id of a way that somebody has found, from now on one of the routes; the same id for the
  /// same links. They must lead from the one end to the other; the ways that are known keep theirs.
  RouteId add_route(const Endpoint& from, const Endpoint& to, const std::vector<LinkId>& links);
  /// Optical one-way latency between nodes; kUnreachable if there is no path.
  [[nodiscard]] Duration latency(NodeId from, NodeId to) const;
  /// `ways_max` is at most this.
  static constexpr std::size_t kWaysMax = 16;
  static constexpr Duration kUnreachable = Duration::max();
  [[nodiscard]] std::size_t node_count() const { return node_count_; }

 private:
  std::vector<Link> links_;
  std::vector<Route> routes_;
  std::map<std::vector<LinkId>, RouteId> added_;
  std::vector<Duration> latency_;     // nodes x nodes
  std::vector<RouteId> first_route_;  // nodes x sites: in by way 0; out, and further ways, follow
  std::vector<std::uint8_t> ways_;    // nodes x sites
  std::size_t ways_max_ = 1;
  std::size_t node_count_ = 0;
  std::size_t site_count_ = 0;
  std::vector<RouteId> between_sites_;  // sites x sites; empty: not wanted
};

}  // namespace eastwest
