// Random worlds: a connected geometric graph with cities, sites and cables, for tests and trials.
#pragma once

#include <cstdint>

#include "sim/world/world.hpp"

namespace eastwest {

/// What a random world has.
struct RandomWorldRequest {
  std::int64_t nodes = 30;   ///< 2 to kNodesMax
  std::int64_t trunks = 45;  ///< nodes - 1 to one between every two nodes
  std::int64_t sites = 8;    ///< 1 to nodes
  std::uint64_t seed = 1;
  static constexpr std::int64_t kNodesMax = 1000;
  [[nodiscard]] std::int64_t trunks_max() const { return nodes * (nodes - 1) / 2; }
};

/// The world of a request; the same request, the same world. Nodes (ids c1, c2, …) lie uniformly
/// between 98 and 122 degrees east and 22 and 42 degrees north. Trunks: the shortest tree over all
/// nodes, so that every two of them are joined, then the shortest pairs that are left; each of 2 to
/// 40 waves, as long as great circle x `detour`. Sites stand at nodes drawn without repetition,
/// with 256 to 4096 accelerators. Demand goes by population. All draws are Philox's by (seed, node
/// or trunk).
[[nodiscard]] World random_world(const RandomWorldRequest& request, double detour = 1.6);

}  // namespace eastwest
