// Routes from site to site, for worlds in which sites talk to each other.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// True if data can pass between two sites, both ways.
[[nodiscard]] bool are_joined(const World& world, const Topology& topology, SiteId a, SiteId b);

/// The route from a site to another is that from the site to the other's node, and its uplink.
class SiteRoutes {
 public:
  /// None at all.
  SiteRoutes() = default;
  /// Adds those between all sites to the topology.
  SiteRoutes(const World& world, Topology& topology);

  /// None where there is no path, or no routes were made.
  [[nodiscard]] RouteId route(SiteId from, SiteId to) const;

 private:
  std::vector<RouteId> routes_;  // from x to
  std::size_t sites_ = 0;
};

}  // namespace eastwest
