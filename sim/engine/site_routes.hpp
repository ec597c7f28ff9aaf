// Routes between sites, over which copies of data sets travel.
#pragma once

#include <vector>

#include "sim/world/data_plan.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// From every site that may hold data to every other one: out of the uplink, then the shortest way
/// from its node (way 0 of the topology), to which these routes are added once.
class SiteRoutes {
 public:
  SiteRoutes(const World& world, Topology& topology, const DataPlan* plan);
  /// None if there is no path, or the first site can hold nothing.
  [[nodiscard]] RouteId route(SiteId from, SiteId to) const;

 private:
  std::size_t sites_ = 0;
  std::vector<RouteId> routes_;  // sites x sites; empty without data
};

}  // namespace eastwest
