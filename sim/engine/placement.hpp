// Where at a site with nodes a job runs: the schedule says who starts, the placement says where.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/engine/node_state.hpp"

namespace eastwest {

/// What a job would take of the next node that it gets.
struct NodeDemand {
  std::int64_t accelerators = 0;  ///< whole ones at most; of a gang: what is still missing
  std::int32_t share = kWholeAccelerator;
  std::int64_t cpu = 0;
  std::int64_t memory = 0;
};

/// The most that any node of the site has.
struct NodeMaxima {
  std::int64_t thousandths = 0;  ///< of accelerators
  std::int64_t cpu = 0;          ///< thousandths of a core; nodes that do not tell are left out
};

/// One choice of a node or of an accelerator.
struct PlacementChoice {
  std::span<const NodeState> nodes;  ///< all of the site
  std::span<const std::int32_t>
      candidates;  ///< ascending indices of those that can take it; not empty
  NodeDemand demand;
  NodeMaxima most = {};
  /// A draw from the open interval (0, 1) of this job, independent of all others.
  double draw = 0.5;
};

/// Chooses nodes, and for a fraction the accelerator; one object for each site. A job over several
/// nodes asks once for every node, and takes there as much as is free, allowed and missing.
class PlacementPolicy {
 public:
  virtual ~PlacementPolicy() = default;
  /// The index in choice.candidates of the node to take.
  [[nodiscard]] virtual std::size_t node(const PlacementChoice& choice) = 0;
  /// The index in `fitting` of the accelerator of that node whose fraction is taken; `fitting` are
  /// those with enough left, ascending and not empty. Unless overridden, the one with the least
  /// left, ties go to the lower number.
  [[nodiscard]] virtual std::size_t accelerator(const NodeState& node,
                                                std::span<const std::int32_t> fitting, double draw);
};

/// The index of the candidate with the least key; ties go to the earlier one.
template <class Key>
[[nodiscard]] std::size_t least_candidate(const PlacementChoice& choice, Key&& key) {
  std::size_t best = 0;
  auto least = key(choice.nodes[static_cast<std::size_t>(choice.candidates[0])]);
  for (std::size_t i = 1; i < choice.candidates.size(); ++i) {
    auto here = key(choice.nodes[static_cast<std::size_t>(choice.candidates[i])]);
    if (here < least) {
      best = i;
      least = here;
    }
  }
  return best;
}

}  // namespace eastwest
