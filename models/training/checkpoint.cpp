// Young 1974; Daly 2006, equation 37.
#include "models/training/checkpoint.hpp"

#include <cmath>

#include "sim/world/failure_terms.hpp"

namespace eastwest {

Bytes checkpoint_size(double parameters, double bytes_per_parameter) {
  return Bytes{static_cast<std::int64_t>(std::floor(parameters * bytes_per_parameter + 0.5))};
}

Seconds young_interval(Seconds stall, Seconds between_failures) {
  return Seconds(young_seconds(stall.count(), between_failures.count()));
}

Seconds daly_interval(Seconds stall, Seconds between_failures) {
  return Seconds(daly_seconds(stall.count(), between_failures.count()));
}

}  // namespace eastwest
