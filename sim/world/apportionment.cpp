// Hamilton's method of apportionment.
#include "sim/world/apportionment.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/check.hpp"

namespace eastwest {

std::vector<std::size_t> ranked_downwards(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  return order;
}

std::vector<std::int64_t> apportioned(std::int64_t total, const std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  EW_CHECK(total >= 0 && sum > 0 && std::isfinite(sum), "{} by weights of sum {}", total, sum);
  std::vector<std::int64_t> parts(weights.size(), 0);
  std::vector<double> remainder(weights.size(), 0);
  std::int64_t given = 0;
  for (std::size_t index = 0; index < weights.size(); ++index) {
    const double exact = static_cast<double>(total) * (weights[index] / sum);
    parts[index] = static_cast<std::int64_t>(std::floor(exact));
    remainder[index] = exact - std::floor(exact);
    given += parts[index];
  }
  const std::vector<std::size_t> order = ranked_downwards(remainder);
  // Rounding noise may give one too many; it is taken back where the remainder is smallest.
  for (std::size_t rank = 0; given < total; rank = (rank + 1) % order.size()) {
    if (weights[order[rank]] <= 0) continue;
    ++parts[order[rank]];
    ++given;
  }
  for (std::size_t rank = order.size(); given > total && rank-- > 0;) {
    if (parts[order[rank]] == 0) continue;
    --parts[order[rank]];
    --given;
  }
  return parts;
}

}  // namespace eastwest
