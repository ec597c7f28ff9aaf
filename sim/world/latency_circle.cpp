// Circles are rows of the latency matrix cut at a limit.
#include "sim/world/latency_circle.hpp"

namespace eastwest {

bool within_circle(const Topology& topology, NodeId a, NodeId b, Duration limit) {
  const Duration latency = topology.latency(a, b);
  return latency != Topology::kUnreachable && latency <= limit;
}

LatencyCircle latency_circle(const World& world, const Topology& topology, NodeId centre,
                             Duration limit) {
  LatencyCircle circle{centre, limit, {}, 0, 0, 0};
  double gdp = 0;
  double gdp_of_all = 0;
  for (std::size_t index = 0; index < world.nodes.size(); ++index) {
    const Node& node = world.nodes[index];
    gdp_of_all += node.gdp_cny;
    if (!within_circle(topology, centre, NodeId(index), limit)) continue;
    circle.nodes.push_back(NodeId(index));
    circle.population += node.population;
    circle.demand_share += node.demand_weight;
    gdp += node.gdp_cny;
  }
  circle.gdp_share = gdp_of_all > 0 ? gdp / gdp_of_all : 0;
  return circle;
}

}  // namespace eastwest
