// A law of whole numbers: another law's draws rounded, with the mean of what is really drawn.
#pragma once

#include <cstdint>

#include "sim/base/law.hpp"

namespace eastwest {

/// Draws of `law` rounded to the nearest whole number, at least 1 and at most 1e9.
class WholeNumberLaw {
 public:
  explicit WholeNumberLaw(Law law);

  [[nodiscard]] std::int64_t quantile(double u) const;
  /// Mean of the rounded draws, relative error at most 1e-6.
  [[nodiscard]] double mean() const { return mean_; }

 private:
  [[nodiscard]] double integral(double from, double to, std::int64_t first,
                                std::int64_t last) const;

  Law law_;
  double mean_ = 0;
};

}  // namespace eastwest
