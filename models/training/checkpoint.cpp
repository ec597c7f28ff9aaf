// Young 1974; Daly 2006, equation 37.
#include "models/training/checkpoint.hpp"

#include <cmath>

namespace eastwest {

Bytes checkpoint_size(double parameters, double bytes_per_parameter) {
  return Bytes{static_cast<std::int64_t>(std::floor(parameters * bytes_per_parameter + 0.5))};
}

Seconds young_interval(Seconds stall, Seconds between_failures) {
  return Seconds(std::sqrt(2 * stall.count() * between_failures.count()));
}

Seconds daly_interval(Seconds stall, Seconds between_failures) {
  if (stall >= 2 * between_failures) return between_failures;
  const double half = stall / (2 * between_failures);
  return young_interval(stall, between_failures) * (1 + std::sqrt(half) / 3 + half / 9) - stall;
}

}  // namespace eastwest
