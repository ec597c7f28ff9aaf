// What a scenario takes out of its base world must not be named by what stays.
#pragma once

#include <map>
#include <string>

#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Ids of one section that `null` takes out, and where that is written.
using Removals = std::map<std::string, Place>;

/// Reports, where it is written, each province and node that is taken out while nodes, sites or
/// trunks that stay name it, with all their ids. Points of what is taken out go with it.
void check_removals(const Removals& provinces, const Removals& nodes, WorldDraft& draft,
                    Diagnostics& diagnostics);

}  // namespace eastwest
