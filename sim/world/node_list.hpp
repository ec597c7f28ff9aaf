// The compute nodes of a site, where it is more than one pool; and which jobs could ever run there.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/world/placement_terms.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// One compute node (a server), as it is when nobody uses it.
struct ComputeNode {
  /// Of what is not told: there is always enough.
  static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max() / 2;

  std::string id;
  std::int32_t accelerators = 0;
  std::string kind = {};             ///< of its accelerators; empty: not told
  std::int64_t cpu = kUnlimited;     ///< thousandths of a core
  std::int64_t memory = kUnlimited;  ///< MiB
};

/// Nodes that are the same but for their ids.
struct NodeType {
  ComputeNode node;  ///< one of them
  std::int64_t count = 0;
};

/// Immutable; a site's accelerators are the sum over its nodes.
class NodeList {
 public:
  explicit NodeList(std::vector<ComputeNode> nodes);

  [[nodiscard]] const std::vector<ComputeNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<NodeType>& types() const { return types_; }
  [[nodiscard]] std::int64_t accelerators() const { return accelerators_; }

 private:
  std::vector<ComputeNode> nodes_;
  std::vector<NodeType> types_;  // in the order of their first node
  std::int64_t accelerators_ = 0;
};

/// True if the node's accelerators are of a kind that the job can use (a node without
/// accelerators is of no kind).
[[nodiscard]] bool is_usable(const ComputeNode& node, const PlacementTerms& terms);

/// Accelerators that a job of so many could have on the node if nobody else used it; -1 if it
/// cannot run there at all. Jobs without accelerators: 0.
[[nodiscard]] std::int64_t room_of_empty(const ComputeNode& node, std::int64_t accelerators,
                                         const PlacementTerms& terms);

/// True if the job could run at the site if nobody else did. A site that is one pool takes jobs
/// without terms only (null), however many accelerators they ask for is asked elsewhere.
[[nodiscard]] bool could_hold(const Site& site, std::int64_t accelerators,
                              const PlacementTerms* terms);

}  // namespace eastwest
