// The k shortest loopless paths between two nodes, and the equal ones among them (ECMP).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/world/shortest_paths.hpp"

namespace eastwest {

/// A way from one node to another that passes no node twice.
struct Path {
  Duration latency{0};                  ///< over the shortest cable of each corridor
  std::vector<std::int32_t> corridors;  ///< indices into the graph's corridors, from the first node
};

/// Searches paths to one node. Paths are in the order of (latency, number of corridors, corridor
/// indices from the first node on), so that the first one is that of PathGraph::tree.
///
/// Method: Yen, "Finding the K shortest loopless paths in a network", Management Science 17
/// (1971); each spur is looked for in the tree of all shortest paths first and by Dijkstra's
/// algorithm on what is left of the graph only where that fails. Time: k x nodes of a path
/// searches.
class PathFinder {
 public:
  /// The graph must outlive the finder.
  PathFinder(const PathGraph& graph, NodeId to);
  /// The same with a tree of `to` that is known already.
  PathFinder(const PathGraph& graph, NodeId to, PathTree tree);

  /// The first `count` paths, or all if there are fewer; from == to: one path without corridors.
  [[nodiscard]] std::vector<Path> shortest(NodeId from, std::size_t count) const;
  /// The paths whose latency is the least one: at most `count_max` of them.
  [[nodiscard]] std::vector<Path> equal_cost(NodeId from, std::size_t count_max) const;

 private:
  struct Spur;
  [[nodiscard]] bool tree_spur(const Spur& spur, Path& path) const;
  [[nodiscard]] bool searched_spur(const Spur& spur, Path& path) const;
  [[nodiscard]] std::vector<Path> deviations(NodeId from, const std::vector<Path>& found) const;

  const PathGraph& graph_;
  NodeId to_;
  PathTree tree_;
};

/// The nodes that a path from `from` passes, both ends included.
[[nodiscard]] std::vector<NodeId> nodes_of(const PathGraph& graph, NodeId from, const Path& path);

}  // namespace eastwest
