// Linear interpolation, and extrapolation to the right.
#include "sim/world/dated_series.hpp"

#include <iterator>

namespace eastwest {

std::optional<double> DatedSeries::at(std::int64_t day) const {
  if (values_.empty() || day < first_day()) return std::nullopt;
  auto right = values_.lower_bound(day);
  if (right != values_.end() && right->first == day) return right->second;
  if (right == values_.end()) {
    right = std::prev(right);
    if (right == values_.begin()) return right->second;
  }
  const auto left = std::prev(right);
  const double step =
      (right->second - left->second) / static_cast<double>(right->first - left->first);
  return left->second + step * static_cast<double>(day - left->first);
}

}  // namespace eastwest
