// Dispatch policies and strategies that have a name of their own.
#pragma once

#include <vector>

#include "sim/base/parameter.hpp"

namespace eastwest {

/// A strategy is a platform, a dispatch policy and a schedule; it is what analysts compare.
[[nodiscard]] std::vector<Preset> named_strategies();

}  // namespace eastwest
