// A random world as the text of a scenario's `world:` block.
#pragma once

#include <string>

#include "sim/world/random_world.hpp"

namespace eastwest {

/// Comment lines and the block; trunks without lengths, so that they follow the detour.
[[nodiscard]] std::string random_world_text(const RandomWorldRequest& request);

}  // namespace eastwest
