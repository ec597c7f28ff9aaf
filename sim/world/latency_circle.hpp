// Latency circles: which nodes are within a one-way latency of a node, who lives and what stands
// there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/topology.hpp"

namespace eastwest {

/// True when the one-way latency between the nodes is at most `limit` (a node is in its own
/// circle).
[[nodiscard]] bool within_circle(const Topology& topology, NodeId a, NodeId b, Duration limit);

/// The id of the city that a node is: its own, or that of the city whose operator's node it is.
[[nodiscard]] const std::string& city_of(const Node& node);

/// The least one-way latency between two cities, each named by one of its nodes: with operators, in
/// the network that is fastest between them. `Topology::kUnreachable` without a way.
[[nodiscard]] Duration city_latency(const World& world, const Topology& topology, NodeId a,
                                    NodeId b);

/// The nodes and sites within a one-way latency of a centre, and sums over them.
struct LatencyCircle {
  NodeId centre;
  Duration limit{0};
  std::vector<NodeId> nodes;  ///< ascending; the centre is one of them
  std::vector<SiteId> sites;  ///< ascending
  /// Cities of these nodes without the centre's own; an operator's nodes of one city count once.
  std::vector<std::string> other_cities;
  double population = 0;    ///< persons
  double gdp_share = 0;     ///< of the GDP of all nodes; 0 when none is known
  double demand_share = 0;  ///< sum of demand weights
  std::int64_t accelerators = 0;
  double eflops = 0;          ///< of the sites' accelerators, FP16 dense
  double capacity_share = 0;  ///< of the EFLOPS of all sites
};

/// The circle of `limit` around a node; around a site: pass the site's node (uplinks have no
/// latency).
[[nodiscard]] LatencyCircle latency_circle(const World& world, const Topology& topology,
                                           NodeId centre, Duration limit);

/// Latencies between the clusters of a world.
struct ClusterLatencies {
  std::size_t pairs = 0;
  double mean_ms = 0;
  double max_ms = 0;
  SiteId max_a;  ///< the pair with the greatest latency; none without pairs
  SiteId max_b;
  std::size_t unreachable = 0;  ///< pairs without a path; in no other figure
  /// Latency over theoretical latency (light in a straight fibre), over the pairs whose nodes have
  /// coordinates and are apart.
  double ratio_mean = 0;
  double ratio_max = 0;
  /// Pairs at most `latency_target` (1.5 where the world sets none) times their theoretical one.
  std::size_t at_target = 0;
  std::size_t with_ratio = 0;
};

enum class ClusterPairs { all, of_different_hubs };
/// Between what latencies are taken: the sites as they are connected, or their cities in the
/// network that is fastest between them (`city_latency`), as published figures are measured.
enum class ClusterEnds { sites, cities };

/// The policy target "at most 1.5 times the theoretical latency" (six ministries, 2023-10).
inline constexpr double kLatencyTarget = 1.5;

/// Latencies of pairs of clusters on the layer that the topology was made for; ratios only mean
/// something on the optical one.
[[nodiscard]] ClusterLatencies cluster_latencies(const World& world, const Topology& topology,
                                                 ClusterPairs which,
                                                 ClusterEnds ends = ClusterEnds::sites);

}  // namespace eastwest
