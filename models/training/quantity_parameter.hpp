// How the keys of training work that are quantities are declared.
#pragma once

#include <string>
#include <utility>

#include "sim/base/parameter.hpp"

namespace eastwest {

/// A quantity between `minimum` and `maximum`, in the base unit of its dimension; without a
/// fallback it may be absent.
[[nodiscard]] inline Parameter quantity_parameter(std::string name, std::string help,
                                                  Dimension dimension, double minimum,
                                                  double maximum, std::string fallback = {}) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = dimension,
          .fallback = std::move(fallback),
          .minimum = minimum,
          .maximum = maximum};
}

}  // namespace eastwest
