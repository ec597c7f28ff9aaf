// Implements sim/world/node_list.hpp.
#include "sim/world/node_list.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace eastwest {

namespace {

auto figures(const ComputeNode& node) {
  return std::tie(node.accelerators, node.kind, node.cpu, node.memory);
}

/// Of a job that takes whole nodes: what each of them must have at least.
std::int64_t least_of_whole(std::int64_t accelerators, const PlacementTerms& terms) {
  return (accelerators + terms.nodes - 1) / terms.nodes;
}

}  // namespace

NodeList::NodeList(std::vector<ComputeNode> nodes) : nodes_(std::move(nodes)) {
  for (const ComputeNode& node : nodes_) {
    accelerators_ += node.accelerators;
    const auto same = std::find_if(types_.begin(), types_.end(), [&](const NodeType& type) {
      return figures(type.node) == figures(node);
    });
    if (same == types_.end()) {
      types_.push_back({node, 1});
    } else {
      ++same->count;
    }
  }
}

bool is_usable(const ComputeNode& node, const PlacementTerms& terms) {
  if (terms.kinds.empty()) return true;
  return node.accelerators > 0 &&
         std::find(terms.kinds.begin(), terms.kinds.end(), node.kind) != terms.kinds.end();
}

std::int64_t room_of_empty(const ComputeNode& node, std::int64_t accelerators,
                           const PlacementTerms& terms) {
  if (!is_usable(node, terms) || node.cpu < terms.cpu || node.memory < terms.memory) return -1;
  if (terms.nodes > 0) {
    return node.accelerators < least_of_whole(accelerators, terms) ? -1 : node.accelerators;
  }
  std::int64_t room = std::min<std::int64_t>(accelerators, node.accelerators);
  if (terms.per_node > 0) room = std::min<std::int64_t>(room, terms.per_node);
  if (accelerators == 0) return 0;
  return room == 0 || (terms.together && room < accelerators) ? -1 : room;
}

bool could_hold(const Site& site, std::int64_t accelerators, const PlacementTerms* terms) {
  if (terms == nullptr) return true;
  if (site.node_list == nullptr) return false;
  std::int64_t room = 0;
  std::int64_t nodes = 0;
  for (const NodeType& type : site.node_list->types()) {
    const std::int64_t here = room_of_empty(type.node, accelerators, *terms);
    if (here < 0) continue;
    nodes += type.count;
    room += here * type.count;
  }
  if (terms->nodes > 0) return nodes >= terms->nodes;
  return nodes > 0 && room >= accelerators;
}

}  // namespace eastwest
