// What users read of the dispatch policy `scored`, and the keys that it has.
#pragma once

#include "sim/base/parameter.hpp"

namespace eastwest {

[[nodiscard]] ModelDescription scored_description();

}  // namespace eastwest
