// The steps of a rounded law, found once by halving.
#include "models/workload/batch_size.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

/// Half the distance between two uniform draws: nothing smaller can ever be drawn.
constexpr double kEdge = 0x1p-53;

std::uint64_t rounded(double value) {
  return static_cast<std::uint64_t>(std::floor(std::max(value, 1.0) + 0.5));
}

}  // namespace

BatchSize::BatchSize(const Law& law) {
  if (const auto* choice = std::get_if<Law::Choice>(&law.kind())) {
    double total = 0;
    for (const auto& entry : choice->value_weights) total += entry.second;
    for (const auto& [value, weight] : choice->value_weights) add(rounded(value), weight / total);
  } else {
    const std::uint64_t first = rounded(law.quantile(kEdge));
    const std::uint64_t last = rounded(law.quantile(1 - kEdge));
    EW_CHECK(static_cast<double>(last) <= kLargest, "batches of up to {} jobs", last);
    add_steps(law, 0, 1, first, last);
  }
  mean_ = sizes_.back().jobs;
}

std::uint64_t BatchSize::quantile(double u) const {
  const auto found =
      std::upper_bound(sizes_.begin(), sizes_.end(), u,
                       [](double value, const Size& size) { return value < size.below_or_here; });
  return (found == sizes_.end() ? sizes_.back() : *found).size;
}

std::uint64_t BatchSize::size_biased_quantile(double u) const {
  const auto found =
      std::upper_bound(sizes_.begin(), sizes_.end(), u * mean_,
                       [](double value, const Size& size) { return value < size.jobs; });
  return (found == sizes_.end() ? sizes_.back() : *found).size;
}

/// The whole numbers that the law gives between two probabilities, `first` and `last` at the ends.
void BatchSize::add_steps(const Law& law, double from, double to, std::uint64_t first,
                          std::uint64_t last) {
  if (first == last || to - from <= kEdge) return add(last, to - from);
  const double middle = from + (to - from) / 2;
  const std::uint64_t between = rounded(law.quantile(middle));
  add_steps(law, from, middle, first, between);
  add_steps(law, middle, to, between, last);
}

void BatchSize::add(std::uint64_t size, double probability) {
  const Size before = sizes_.empty() ? Size{0, 0, 0} : sizes_.back();
  if (before.size != size) sizes_.push_back(before);
  sizes_.back() = {size, before.below_or_here + probability,
                   before.jobs + static_cast<double>(size) * probability};
}

}  // namespace eastwest
