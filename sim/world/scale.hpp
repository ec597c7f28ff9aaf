// A smaller (or larger) nation with the same shares, so that small work means something.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/world.hpp"

namespace eastwest {

/// The world with accelerators, racks and storage of all sites times `share` (> 0). Each kind is
/// divided by the largest remainder, so that its total is round(share x total); ties go to the
/// earlier site. Claims scale too; nodes, trunks and uplinks stay; official totals are dropped,
/// because they speak of the whole. A site may end with no accelerator.
[[nodiscard]] World scaled(const World& world, double share);

/// `parts` times `share`, whole numbers whose total is round(share x total of parts).
[[nodiscard]] std::vector<std::int64_t> scaled_by_largest_remainder(
    const std::vector<std::int64_t>& parts, double share);

}  // namespace eastwest
