// The values of a world that belong to no entity: fibre, delays, rates, rules of completion.
#pragma once

#include "sim/base/parameter.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// General values (fibre, delays, rates, rules of completion) that `parameters` has, read by
/// world_schema() or world_folder_schema(); `background` is the key of the background share.
void apply_general_values(const Parameters& parameters, const char* background, WorldDraft& draft);

}  // namespace eastwest
