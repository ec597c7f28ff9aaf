// The range check of utilisations.
#include "models/training/utilisation.hpp"

#include "sim/base/check.hpp"

namespace eastwest {

double checked_utilisation(double value) {
  EW_CHECK(value > 0 && value <= 1, "a utilisation of {}", value);
  return value;
}

}  // namespace eastwest
