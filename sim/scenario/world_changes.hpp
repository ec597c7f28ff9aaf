// Applies the mapping under `world:` to a draft: scale, general values, entities added and changed.
#pragma once

#include <functional>
#include <string>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// A catalogue without models: worlds name none.
[[nodiscard]] const Catalogue& no_models();

/// The values and sections of a mapping, over what the draft holds. `path` is the mapping's path;
/// `complete_base` is called between the two, if there is a base.
void apply_changes(const YamlNode& mapping, const std::string& path,
                   const std::function<void()>& complete_base, WorldDraft& draft,
                   Diagnostics& diagnostics);

/// Accelerators, racks and storage of all sites times `share`.
void scale_pools(WorldDraft& draft, double share);

}  // namespace eastwest
