// A node as it is now: what is free of it, and what a job could take.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/node_hold.hpp"
#include "sim/world/node_list.hpp"

namespace eastwest {

struct NodeState {
  const ComputeNode* node = nullptr;  ///< what it has
  std::vector<std::int32_t> free;     ///< thousandths of each accelerator that nobody holds
  std::int64_t free_thousandths = 0;  ///< their sum
  std::int32_t whole_free = 0;        ///< accelerators that nobody holds any part of
  std::int32_t jobs = 0;              ///< that hold anything of it
  std::int64_t cpu_free = 0;
  std::int64_t memory_free = 0;
};

/// The nodes of a list when nobody uses them. The list must outlive them.
[[nodiscard]] std::vector<NodeState> free_nodes(const NodeList& list);

/// A job takes its part of the node, this share of each of the accelerators; it is a defect if the
/// node has not got it.
void take_part(NodeState& state, const NodePart& part, std::int32_t share);
/// And gives it back.
void give_back_part(NodeState& state, const NodePart& part, std::int32_t share);

/// Accelerators that a job could take there now, 0 for one that needs none; -1 if it cannot run
/// there. What never changes (see room_of_empty) is not looked at.
[[nodiscard]] std::int64_t room_now(const NodeState& state, std::int64_t accelerators,
                                    const PlacementTerms& terms);

/// Free thousandths of accelerators of the node that no job of this kind (of at least one
/// accelerator) could use: all of them where none can run, else those of accelerators that have
/// less left than it takes of one.
[[nodiscard]] std::int64_t unusable_thousandths(const NodeState& state, std::int64_t accelerators,
                                                const PlacementTerms& terms);

}  // namespace eastwest
