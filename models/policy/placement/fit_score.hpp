// How full a node is over CPU and accelerators together, as one whole number.
#pragma once

#include <cstdint>

#include "sim/engine/placement.hpp"

namespace eastwest {

/// Free accelerators over the most that a node has, plus free CPU over the most that a node has,
/// times the product of both (thousandths of accelerators and of cores): exact. Nodes whose CPU is
/// not told count their accelerators alone. What the next job takes is the same everywhere and is
/// left out.
[[nodiscard]] inline std::int64_t free_score(const NodeState& state, const NodeMaxima& most) {
  if (most.cpu == 0) return state.free_thousandths;
  const std::int64_t cpu = state.node->cpu == ComputeNode::kUnlimited ? 0 : state.cpu_free;
  return state.free_thousandths * most.cpu + cpu * most.thousandths;
}

}  // namespace eastwest
