// Log-bucket histogram of non-negative values: mergeable, 1 % relative error of any quantile.
#pragma once

#include <cstdint>
#include <vector>

namespace eastwest {

/// Buckets grow by a fixed factor, so a quantile is off by at most `kRelativeError` of its value.
/// Values below `kSmallest` (and zero) share one exact zero bucket. Bucket indices are computed without
/// libm (exponent and table of bounds), so counts are the same on every machine.
class LogHistogram {
 public:
  static constexpr double kRelativeError = 0.005;
  static constexpr double kSmallest = 1e-6;

  /// Adds `count` observations of a finite value >= 0.
  void add(double value, std::uint64_t count = 1);
  void merge(const LogHistogram& other);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double sum() const { return sum_; }
  /// Exact mean, minimum, maximum; 0 when empty.
  [[nodiscard]] double mean() const;
  [[nodiscard]] double minimum() const { return count_ ? minimum_ : 0; }
  [[nodiscard]] double maximum() const { return count_ ? maximum_ : 0; }
  /// The smallest value v such that at least q of the observations are <= v, to the relative
  /// error above, clamped to [minimum, maximum]; 0 when empty.
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
