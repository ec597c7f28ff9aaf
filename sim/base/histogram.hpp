// Log-bucket histogram of non-negative values: mergeable, any quantile within 0.4 % of its value.
#pragma once

#include <cstdint>
#include <vector>

namespace eastwest {

/// Each power of two is cut into 128 equal buckets, so a quantile is off by at most
/// `kRelativeError` of its value. Values below `kSmallest` (and zero) share one exact zero bucket.
/// The bucket is read off the bits of the number, so counts are the same on every machine.
class LogHistogram {
 public:
  static constexpr double kRelativeError = 1.0 / 256;
  static constexpr double kSmallest = 1e-6;

  /// Adds `count` observations of a finite value >= 0.
  void add(double value, std::uint64_t count = 1);
  void merge(const LogHistogram& other);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double sum() const { return sum_; }
  /// Mean from the running sum, exact minimum, exact maximum; 0 when empty.
  [[nodiscard]] double mean() const;
  [[nodiscard]] double minimum() const { return count_ > 0 ? minimum_ : 0; }
  [[nodiscard]] double maximum() const { return count_ > 0 ? maximum_ : 0; }
  /// The smallest value v such that at least q of the observations are <= v, to the relative
  /// error above, clamped to [minimum, maximum]; 0 when empty. Requires 0 <= q <= 1; the ends
  /// give the exact minimum and maximum.
  [[nodiscard]] double quantile(double q) const;

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t zeros_ = 0;
  std::uint64_t count_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
};

}  // namespace eastwest
