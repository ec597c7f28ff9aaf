// Pearson's correlation of mean ranks.
#include "models/workload/rank_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> found(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double mean = (static_cast<double>(begin) + 1 + static_cast<double>(end)) / 2;
    for (std::size_t i = begin; i < end; ++i) found[order[i]] = mean;
    begin = end;
  }
  return found;
}

}  // namespace

double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  EW_CHECK(a.size() == b.size(), "{} and {} values", a.size(), b.size());
  const std::vector<double> of_a = ranks(a);
  const std::vector<double> of_b = ranks(b);
  const double middle = (static_cast<double>(a.size()) + 1) / 2;
  double together = 0;
  double alone_a = 0;
  double alone_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    together += (of_a[i] - middle) * (of_b[i] - middle);
    alone_a += (of_a[i] - middle) * (of_a[i] - middle);
    alone_b += (of_b[i] - middle) * (of_b[i] - middle);
  }
  return alone_a > 0 && alone_b > 0 ? together / std::sqrt(alone_a * alone_b) : 0;
}

}  // namespace eastwest
