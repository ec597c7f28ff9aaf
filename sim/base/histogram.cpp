// Buckets from the bits of a double: its exponent and the first seven digits of its mantissa.
#include "sim/base/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

/// Bits of a double that are dropped: 52 of the mantissa less the 7 that choose one of 128.
constexpr int kDroppedBits = 45;
constexpr std::uint64_t kFirstKey =
    std::bit_cast<std::uint64_t>(LogHistogram::kSmallest) >> kDroppedBits;

std::size_t bucket_of(double value) {
  return (std::bit_cast<std::uint64_t>(value) >> kDroppedBits) - kFirstKey;
}

double middle_of(std::size_t bucket) {
  const std::uint64_t key = kFirstKey + bucket;
  const auto low = std::bit_cast<double>(key << kDroppedBits);
  const auto high = std::bit_cast<double>((key + 1) << kDroppedBits);
  return low + (high - low) / 2;
}

/// The rank from 1 of the observation at q; a product that is whole but for rounding stays so.
std::uint64_t rank_of(double q, std::uint64_t count) {
  const double product = q * static_cast<double>(count);
  const double near = std::floor(product + 0.5);
  constexpr double kNoise = 4 * std::numeric_limits<double>::epsilon();
  const double rank = std::fabs(product - near) <= kNoise * product ? near : std::ceil(product);
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
}

}  // namespace

void LogHistogram::add(double value, std::uint64_t count) {
  EW_CHECK(value >= 0 && std::isfinite(value), "histogram of {}", value);
  if (count == 0) return;
  minimum_ = count_ > 0 ? std::min(minimum_, value) : value;
  maximum_ = count_ > 0 ? std::max(maximum_, value) : value;
  sum_ += value * static_cast<double>(count);
  count_ += count;
  if (value < kSmallest) {
    zeros_ += count;
    return;
  }
  const std::size_t bucket = bucket_of(value);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  buckets_[bucket] += count;
}

void LogHistogram::merge(const LogHistogram& other) {
  if (other.count_ == 0) return;
  minimum_ = count_ > 0 ? std::min(minimum_, other.minimum_) : other.minimum_;
  maximum_ = count_ > 0 ? std::max(maximum_, other.maximum_) : other.maximum_;
  sum_ += other.sum_;
  count_ += other.count_;
  zeros_ += other.zeros_;
  buckets_.resize(std::max(buckets_.size(), other.buckets_.size()));
  for (std::size_t at = 0; at < other.buckets_.size(); ++at) buckets_[at] += other.buckets_[at];
}

double LogHistogram::mean() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : 0; }

double LogHistogram::quantile(double q) const {
  EW_CHECK(q >= 0 && q <= 1, "quantile at {}", q);
  if (count_ == 0) return 0;
  const std::uint64_t rank = rank_of(q, count_);
  if (rank == 1) return minimum_;
  if (rank == count_) return maximum_;
  std::uint64_t passed = zeros_;
  if (rank <= passed) return std::clamp(0.0, minimum_, maximum_);
  for (std::size_t at = 0; at < buckets_.size(); ++at) {
    passed += buckets_[at];
    if (rank <= passed) return std::clamp(middle_of(at), minimum_, maximum_);
  }
  return maximum_;
}

}  // namespace eastwest
