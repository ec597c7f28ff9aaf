// Shortest paths over the cables of a world: integer latencies, one result on every machine.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// One-way delay of a trunk on the world's layer: length (whole metres) x delay per km x the
/// layer's factor, rounded up to a nanosecond, plus the equipment delay x the factor, rounded up
/// likewise. Exact: 1200 km x 4.9 us/km = 5.88 ms.
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

/// The corridors in order of their smallest usable trunk index, without the trunks of the
/// shared-risk groups (Trunk::corridor) in `avoided` and without those in `out` (ascending).
[[nodiscard]] std::vector<Corridor> corridors_of(const World& world,
                                                 const std::set<std::string>& avoided = {},
                                                 const std::vector<TrunkId>& out = {});

/// Shortest paths from every node to one node ("root").
struct PathTree {
  /// Latency to the root by node; Duration::max() where there is no path.
  std::vector<Duration> latency;
  /// Corridors passed, by node; 0 where there is no path.
  std::vector<std::int32_t> hops;
  /// Corridor that the path of a node takes first, as an index into the corridors; -1 at the root
  /// and where there is no path.
  std::vector<std::int32_t> next;
};

/// The graph that paths are searched in. Paths have the least latency, then the fewest corridors,
/// then the smallest corridor index at each step, seen from the node that is not the root.
class PathGraph {
 public:
  PathGraph(std::size_t node_count, std::vector<Corridor> corridors);
  ~PathGraph();
  PathGraph(PathGraph&&) noexcept;
  PathGraph& operator=(PathGraph&&) noexcept;

  [[nodiscard]] std::size_t node_count() const { return corridors_at_.size(); }
  [[nodiscard]] const std::vector<Corridor>& corridors() const { return corridors_; }
  /// The corridors that end at a node, ascending.
  [[nodiscard]] const std::vector<std::int32_t>& corridors_at(NodeId node) const {
    return corridors_at_[node.index()];
  }
  [[nodiscard]] PathTree tree(NodeId root) const;
  /// The tree of what is left when corridors (true in `blocked`, by index) are taken out.
  [[nodiscard]] PathTree tree_without(NodeId root, const std::vector<bool>& blocked) const;

 private:
  struct Impl;
  std::vector<Corridor> corridors_;
  std::vector<std::vector<std::int32_t>> corridors_at_;  // by node
  std::unique_ptr<Impl> impl_;
};

}  // namespace eastwest
