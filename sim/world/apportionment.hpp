// Whole numbers by the largest remainder: parts in proportion to weights, with an exact total.
#pragma once

#include <cstdint>
#include <vector>

namespace eastwest {

/// Divides `total` (>= 0) in proportion to `weights` (>= 0, not all 0): each part is the weight's
/// share rounded down, and what is left goes one each to the largest remainders, ties to the
/// earlier part. The parts add up to `total`.
[[nodiscard]] std::vector<std::int64_t> apportioned(std::int64_t total,
                                                    const std::vector<double>& weights);

/// Ranks of the values from the largest to the smallest; equal values keep their order.
[[nodiscard]] std::vector<std::size_t> ranked_downwards(const std::vector<double>& values);

}  // namespace eastwest
