// The nodes and accelerators that a job holds at a site with nodes.
#pragma once

#include <cstdint>
#include <vector>

namespace eastwest {

/// What a job holds of one node.
struct NodePart {
  std::int32_t node = 0;  ///< index in the site's NodeList
  /// Accelerators of the node by number, ascending; none for a job that needs none.
  std::vector<std::int32_t> accelerators = {};
  std::int64_t cpu = 0;     ///< thousandths of a core
  std::int64_t memory = 0;  ///< MiB
};

struct NodeHold {
  std::vector<NodePart> parts;   ///< in the order chosen
  std::int32_t share = 1000;     ///< thousandths of each of the accelerators
  std::int64_t thousandths = 0;  ///< of accelerators, of all parts together
  bool booked = false;           ///< by the books of the site: false once it is given back
};

}  // namespace eastwest
