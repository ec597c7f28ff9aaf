// The keys of a world as a user writes them: for reading, help and JSON Schema.
#pragma once

#include <string>
#include <vector>

#include "sim/base/parameter.hpp"

namespace eastwest {

/// A mapping from ids to entities: `sites: {guian: {…}}`. Null removes an entity of the base.
struct WorldSection {
  std::string name;
  std::string help;
  Schema entry;  ///< keys of one entity; nothing has a fallback, so that a base's values stay
};

/// Keys of the mapping under `world:` besides its sections.
[[nodiscard]] const Schema& world_schema();
/// `provinces`, `nodes`, `sites`, `trunks`, in the order in which they are read.
[[nodiscard]] const std::vector<WorldSection>& world_sections();
/// Keys of the file world.yaml of a folder.
[[nodiscard]] const Schema& world_folder_schema();

}  // namespace eastwest
