// What all platforms share: how fast the published picture ages and what dispatchers remember.
#pragma once

#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/dispatch.hpp"

namespace eastwest {

/// The keys `refresh`, `matching_delay` and `remember_own`.
[[nodiscard]] Schema platform_schema();
/// The rules for these silos with the values of those keys.
[[nodiscard]] PlatformRules platform_rules(const Parameters& parameters, std::vector<Silo> silos);

}  // namespace eastwest
