// How far two quantities of the same things rise together.
#pragma once

#include <vector>

namespace eastwest {

/// Spearman's rank correlation of two lists of the same length, ties with their mean rank; 0 where
/// one of them is constant or there are fewer than two things.
[[nodiscard]] double rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace eastwest
