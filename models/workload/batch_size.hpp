// How many jobs arrive together.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/law.hpp"

namespace eastwest {

/// A law of whole numbers from 1 on with its probabilities: another law's draws, rounded.
class BatchSize {
 public:
  static constexpr double kLargest = 10'000;

  /// Always one.
  BatchSize() : BatchSize(Law(Law::Constant{1})) {}
  /// Requires a law of at most kLargest.
  explicit BatchSize(const Law& law);

  [[nodiscard]] bool always_one() const { return sizes_.size() == 1 && sizes_[0].size == 1; }
  [[nodiscard]] std::uint64_t quantile(double u) const;
  /// Of the batch that a job belongs to: probability in proportion to size times probability.
  [[nodiscard]] std::uint64_t size_biased_quantile(double u) const;
  [[nodiscard]] double mean() const { return mean_; }

 private:
  struct Size {
    std::uint64_t size;
    double below_or_here;  // probability of at most this size
    double jobs;           // sum of size x probability up to here
  };
  void add_steps(const Law& law, double from, double to, std::uint64_t first, std::uint64_t last);
  void add(std::uint64_t size, double probability);

  std::vector<Size> sizes_;
  double mean_ = 0;
};

}  // namespace eastwest
