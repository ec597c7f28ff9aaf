// Latency circles: which nodes are within a one-way latency of a node, and who lives there.
#pragma once

#include <vector>

#include "sim/world/topology.hpp"

namespace eastwest {

/// True when the one-way latency between the nodes is at most `limit` (a node is in its own
/// circle).
[[nodiscard]] bool within_circle(const Topology& topology, NodeId a, NodeId b, Duration limit);

/// The nodes within a one-way latency of a centre, and sums over them.
struct LatencyCircle {
  NodeId centre;
  Duration limit{0};
  std::vector<NodeId> nodes;  ///< ascending; the centre is one of them
  double population = 0;      ///< persons
  double gdp_share = 0;       ///< of the GDP of all nodes; 0 when none is known
  double demand_share = 0;    ///< sum of demand weights
};

/// The circle of `limit` around a node; around a site: pass the site's node (uplinks have no
/// latency).
[[nodiscard]] LatencyCircle latency_circle(const World& world, const Topology& topology,
                                           NodeId centre, Duration limit);

}  // namespace eastwest
