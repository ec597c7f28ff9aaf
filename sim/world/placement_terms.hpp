// What a job asks of the nodes of a site, where it asks for more than accelerators of any node.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace eastwest {

/// An accelerator is divided into so many parts.
inline constexpr std::int32_t kWholeAccelerator = 1000;

/// Terms of a job that runs on nodes; a job that has any goes to sites with nodes only.
struct PlacementTerms {
  /// Thousandths of its one accelerator that it holds; kWholeAccelerator: all of each.
  std::int32_t share = kWholeAccelerator;
  /// Whole nodes that it takes, with all that they have; 0: it takes accelerators.
  std::int32_t nodes = 0;
  /// Accelerators on one node at most; 0: as many as the node has.
  std::int32_t per_node = 0;
  bool together = false;                ///< all of its accelerators are on one node
  std::int64_t cpu = 0;                 ///< thousandths of a core, on every node that it runs on
  std::int64_t memory = 0;              ///< MiB, likewise
  std::vector<std::string> kinds = {};  ///< of accelerators that it can use; empty: any

  friend auto operator<=>(const PlacementTerms&, const PlacementTerms&) = default;
};

}  // namespace eastwest
