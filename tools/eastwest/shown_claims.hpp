// What local sources claim beside what is simulated, each claim with its scope and precision.
#pragma once

#include <string>

#include "sim/text/json.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Which claims are meant.
enum class ClaimUse {
  all,
  left_out,  ///< by `allocation: local_claims`: those not of intelligent computing in FP16
};

/// A table of claims, a site a line; empty if there are none.
[[nodiscard]] std::string claims_text(const World& world, ClaimUse which);
/// The same as an array.
[[nodiscard]] Json claims_json(const World& world, ClaimUse which);

}  // namespace eastwest
