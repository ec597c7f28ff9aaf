// Yen's algorithm with a total order of paths, so that ties never depend on the order of search.
#include "sim/world/k_shortest_paths.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

bool before(const Path& a, const Path& b) {
  const auto key = [](const Path& path) {
    return std::make_tuple(path.latency, path.corridors.size(), std::cref(path.corridors));
  };
  return key(a) < key(b);
}

struct InOrder {
  bool operator()(const Path& a, const Path& b) const { return before(a, b); }
};

}  // namespace

/// Where a new path leaves an old one: what it may not use from there on.
struct PathFinder::Spur {
  NodeId node;
  std::vector<bool> passed;                       // by node: before the spur node
  std::vector<std::int32_t> forbidden_corridors;  // first steps of the paths found so far

  [[nodiscard]] bool forbids(std::int32_t corridor) const {
    return std::find(forbidden_corridors.begin(), forbidden_corridors.end(), corridor) !=
           forbidden_corridors.end();
  }
};

PathFinder::PathFinder(const PathGraph& graph, NodeId to) : PathFinder(graph, to, graph.tree(to)) {}

PathFinder::PathFinder(const PathGraph& graph, NodeId to, PathTree tree)
    : graph_(graph), to_(to), tree_(std::move(tree)) {
  EW_CHECK(to.valid() && to.index() < graph.node_count(), "node {} of {}", to.value,
           graph.node_count());
}

/// The best path from the spur node if the tree of all shortest paths has it; else false.
bool PathFinder::tree_spur(const Spur& spur, Path& path) const {
  std::int32_t first = -1;
  std::pair<Duration, std::int32_t> least{};
  for (const std::int32_t index : graph_.corridors_at(spur.node)) {
    const Corridor& corridor = graph_.corridors()[static_cast<std::size_t>(index)];
    const std::size_t next = other_end(corridor, spur.node).index();
    if (spur.passed[next] || spur.forbids(index) || tree_.latency[next] == Duration::max()) {
      continue;
    }
    const std::pair bound{corridor.delay + tree_.latency[next], tree_.hops[next] + 1};
    if (first >= 0 && !(bound < least)) continue;
    first = index;
    least = bound;
  }
  if (first < 0) return false;
  // No path that begins otherwise is better; this one counts if the tree does not turn back.
  NodeId node = spur.node;
  for (std::int32_t step = first;; step = tree_.next[node.index()]) {
    const Corridor& corridor = graph_.corridors()[static_cast<std::size_t>(step)];
    path.latency += corridor.delay;
    path.corridors.push_back(step);
    node = other_end(corridor, node);
    if (spur.passed[node.index()] || node == spur.node) return false;
    if (node == to_) return true;
  }
}

/// The same by a search in what is left of the graph; false if there is no such path.
bool PathFinder::searched_spur(const Spur& spur, Path& path) const {
  std::vector<bool> blocked(graph_.corridors().size(), false);
  for (std::size_t node = 0; node < spur.passed.size(); ++node) {
    if (!spur.passed[node]) continue;
    for (const std::int32_t index : graph_.corridors_at(NodeId(node))) {
      blocked[static_cast<std::size_t>(index)] = true;
    }
  }
  for (const std::int32_t index : spur.forbidden_corridors) {
    blocked[static_cast<std::size_t>(index)] = true;
  }
  const PathTree rest = graph_.tree_without(to_, blocked);
  if (rest.latency[spur.node.index()] == Duration::max()) return false;
  path.latency += rest.latency[spur.node.index()];
  for (NodeId node = spur.node; node != to_;) {
    const std::int32_t step = rest.next[node.index()];
    path.corridors.push_back(step);
    node = other_end(graph_.corridors()[static_cast<std::size_t>(step)], node);
  }
  return true;
}

/// The best path for each place at which the last path found can be left.
std::vector<Path> PathFinder::deviations(NodeId from, const std::vector<Path>& found) const {
  const Path& last = found.back();
  std::vector<Path> paths;
  Spur spur{from, std::vector<bool>(graph_.node_count(), false), {}};
  Path prefix;
  for (const std::int32_t step : last.corridors) {
    spur.forbidden_corridors.clear();
    for (const Path& path : found) {
      const std::size_t depth = prefix.corridors.size();
      if (path.corridors.size() > depth &&
          std::equal(prefix.corridors.begin(), prefix.corridors.end(), path.corridors.begin())) {
        spur.forbidden_corridors.push_back(path.corridors[depth]);
      }
    }
    Path path = prefix;
    bool exists = tree_spur(spur, path);
    if (!exists) {
      path = prefix;
      exists = searched_spur(spur, path);
    }
    if (exists) paths.push_back(std::move(path));
    const Corridor& corridor = graph_.corridors()[static_cast<std::size_t>(step)];
    spur.passed[spur.node.index()] = true;
    prefix.latency += corridor.delay;
    prefix.corridors.push_back(step);
    spur.node = other_end(corridor, spur.node);
  }
  return paths;
}

std::vector<Path> PathFinder::shortest(NodeId from, std::size_t count) const {
  EW_CHECK(from.valid() && from.index() < graph_.node_count(), "node {}", from.value);
  std::vector<Path> found;
  if (count == 0 || tree_.latency[from.index()] == Duration::max()) return found;
  Path first;
  if (from != to_) {
    const Spur start{from, std::vector<bool>(graph_.node_count(), false), {}};
    EW_CHECK(tree_spur(start, first), "the tree has no path from node {}", from.value);
  }
  found.push_back(std::move(first));
  std::set<Path, InOrder> candidates;
  while (found.size() < count) {
    for (Path& path : deviations(from, found)) candidates.insert(std::move(path));
    if (candidates.empty()) break;
    found.push_back(std::move(candidates.extract(candidates.begin()).value()));
  }
  return found;
}

std::vector<Path> PathFinder::equal_cost(NodeId from, std::size_t count_max) const {
  std::vector<Path> found;
  // Doubling asks for little more than there is.
  for (std::size_t count = 2;; count = std::min(2 * count, count_max)) {
    found = shortest(from, std::min(count, count_max));
    const auto longer = std::find_if(found.begin(), found.end(), [&](const Path& path) {
      return path.latency > found.front().latency;
    });
    const bool complete = longer != found.end() || found.size() < count || count >= count_max;
    found.erase(longer, found.end());
    if (complete) return found;
  }
}

std::vector<NodeId> nodes_of(const PathGraph& graph, NodeId from, const Path& path) {
  std::vector<NodeId> nodes{from};
  for (const std::int32_t step : path.corridors) {
    nodes.push_back(other_end(graph.corridors()[static_cast<std::size_t>(step)], nodes.back()));
  }
  return nodes;
}

}  // namespace eastwest
