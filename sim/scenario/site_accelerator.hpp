// What a site's accelerators are: a kind of the world's table, or figures that a scenario writes.
#pragma once

#include <string>

#include "sim/base/parameter.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Makes a site's accelerators of that kind.
void take_accelerator_type(const std::string& id, const AcceleratorType& type, Site& site);

/// Applies the keys `accelerator` (named at `place`), `speed`, `memory_rate`, `link_rate` and
/// `fabric_rate`. A kind of the base's table gives all its figures, an unknown one is reported;
/// without a table it is a name only. A speed alone makes the kind unknown.
void apply_accelerator(const Parameters& keys, const Place& place, const WorldDraft& draft,
                       Site& site, Diagnostics& diagnostics);

}  // namespace eastwest
