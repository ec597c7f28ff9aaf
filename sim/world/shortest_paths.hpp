// Shortest paths over the cables of a world: integer latencies, one result on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// One-way delay of a trunk: length (whole metres) x delay per km, rounded up to a nanosecond, plus
/// the equipment delay, rounded up likewise. Exact: 1200 km x 4.9 us/km = 5.88 ms.
[[nodiscard]] Duration trunk_delay(const World& world, const Trunk& trunk);

/// All usable cables (capacity > 0) between two nodes; what a path passes from node to node.
struct Corridor {
  NodeId a;  ///< the smaller node index
  NodeId b;
  Duration delay{0};  ///< of the shortest cable
  /// The cables that carry routes, smallest index first: every cable at most
  /// 5/4 as slow as the shortest one (see Topology).
  std::vector<TrunkId> trunks;
};

/// The end of a corridor that is not `end`.
[[nodiscard]] NodeId other_end(const Corridor& corridor, NodeId end);

/// The corridors in order of their smallest usable trunk index.
[[nodiscard]] std::vector<Corridor> corridors_of(const World& world);

/// Shortest paths from every node to one node ("root").
struct PathTree {
  /// Latency to the root by node; Duration::max() where there is no path.
  std::vector<Duration> latency;
  /// Corridor that the path of a node takes first, as an index into the corridors; -1 at the root
  /// and where there is no path.
  std::vector<std::int32_t> next;
};

/// The tree of every node of a world with `node_count` nodes, by node. Paths have the least
/// latency, then the fewest trunks, then the smallest corridor index at each step, seen from the
/// far end.
[[nodiscard]] std::vector<PathTree> shortest_path_trees(std::size_t node_count,
                                                        const std::vector<Corridor>& corridors);

}  // namespace eastwest
