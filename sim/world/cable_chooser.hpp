// Parallel cables take their turns: which one of a corridor a route is given.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/world/shortest_paths.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Gives each route one cable of a corridor, in proportion to the cables' speeds. The corridors
/// must outlive it.
class CableChooser {
 public:
  CableChooser(const World& world, const std::vector<Corridor>& corridors)
      : corridors_(corridors), carried_(2 * corridors.size()), share_(corridors.size()) {
    for (std::size_t index = 0; index < carried_.size(); ++index) {
      carried_[index].resize(corridors[index / 2].trunks.size(), 0);
    }
    // Speeds without their common divisor: small whole numbers, whose products do not overflow.
    for (std::size_t index = 0; index < corridors.size(); ++index) {
      std::int64_t divisor = 0;
      for (const TrunkId cable : corridors[index].trunks) {
        share_[index].push_back(trunk_speed(world, world.trunks[cable.index()]).value());
        divisor = std::gcd(divisor, share_[index].back());
      }
      for (std::int64_t& share : share_[index]) share /= std::max<std::int64_t>(1, divisor);
    }
  }

  /// The next cable of the corridor for a route that leaves `from`.
  TrunkId choose(std::size_t corridor, NodeId from) {
    const std::vector<TrunkId>& cables = corridors_[corridor].trunks;
    if (cables.size() == 1) return cables.front();
    std::vector<std::int64_t>& carried =
        carried_[2 * corridor + (from == corridors_[corridor].a ? 0 : 1)];
    const std::vector<std::int64_t>& share = share_[corridor];
    std::size_t best = 0;
    for (std::size_t cable = 1; cable < cables.size(); ++cable) {
      // (carried + 1) / share, compared without division.
      if (static_cast<double>(carried[cable] + 1) * static_cast<double>(share[best]) <
          static_cast<double>(carried[best] + 1) * static_cast<double>(share[cable])) {
        best = cable;
      }
    }
    ++carried[best];
    return cables[best];
  }

 private:
  const std::vector<Corridor>& corridors_;
  std::vector<std::vector<std::int64_t>> carried_;  // by corridor and direction, then by cable
  std::vector<std::vector<std::int64_t>> share_;    // by corridor, then by cable
};

}  // namespace eastwest
