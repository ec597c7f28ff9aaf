// Implements sim/engine/node_state.hpp.
#include "sim/engine/node_state.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

std::vector<NodeState> free_nodes(const NodeList& list) {
  std::vector<NodeState> states;
  states.reserve(list.nodes().size());
  for (const ComputeNode& node : list.nodes()) {
    const auto accelerators = static_cast<std::size_t>(node.accelerators);
    states.push_back({.node = &node,
                      .free = std::vector<std::int32_t>(accelerators, kWholeAccelerator),
                      .free_thousandths = std::int64_t{node.accelerators} * kWholeAccelerator,
                      .whole_free = node.accelerators,
                      .jobs = 0,
                      .cpu_free = node.cpu,
                      .memory_free = node.memory});
  }
  return states;
}

void take_part(NodeState& state, const NodePart& part, std::int32_t share) {
  for (const std::int32_t number : part.accelerators) {
    std::int32_t& left = state.free[static_cast<std::size_t>(number)];
    if (left == kWholeAccelerator) --state.whole_free;
    left -= share;
    EW_CHECK(left >= 0, "accelerator {} of node {} is taken twice", number, state.node->id);
    state.free_thousandths -= share;
  }
  state.cpu_free -= part.cpu;
  state.memory_free -= part.memory;
  EW_CHECK(state.cpu_free >= 0 && state.memory_free >= 0, "node {} has not enough CPU or memory",
           state.node->id);
  ++state.jobs;
}

void give_back_part(NodeState& state, const NodePart& part, std::int32_t share) {
  for (const std::int32_t number : part.accelerators) {
    std::int32_t& left = state.free[static_cast<std::size_t>(number)];
    left += share;
    state.free_thousandths += share;
    if (left == kWholeAccelerator) ++state.whole_free;
  }
  state.cpu_free += part.cpu;
  state.memory_free += part.memory;
  --state.jobs;
}

std::int64_t room_now(const NodeState& state, std::int64_t accelerators,
                      const PlacementTerms& terms) {
  if (state.cpu_free < terms.cpu || state.memory_free < terms.memory) return -1;
  if (terms.nodes > 0) return state.jobs == 0 ? state.node->accelerators : -1;
  if (accelerators == 0) return 0;
  if (terms.share < kWholeAccelerator) {
    const bool has_room = std::any_of(state.free.begin(), state.free.end(),
                                      [&](std::int32_t left) { return left >= terms.share; });
    return has_room ? 1 : -1;
  }
  std::int64_t most = std::min<std::int64_t>(state.whole_free, accelerators);
  if (terms.per_node > 0) most = std::min<std::int64_t>(most, terms.per_node);
  return most == 0 || (terms.together && most < accelerators) ? -1 : most;
}

std::int64_t unusable_thousandths(const NodeState& state, std::int64_t accelerators,
                                  const PlacementTerms& terms) {
  const bool can_run = state.free_thousandths > 0 &&
                       room_of_empty(*state.node, accelerators, terms) >= 0 &&
                       room_now(state, accelerators, terms) >= 0;
  if (!can_run) return state.free_thousandths;
  std::int64_t unusable = 0;
  for (const std::int32_t left : state.free) {
    if (left < terms.share) unusable += left;
  }
  return unusable;
}

}  // namespace eastwest
