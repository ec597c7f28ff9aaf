// From the `world:` key of a scenario to a checked World.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/world_folder.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Reads the world that `node` describes (a name, a folder, a graph file, or a mapping with `base`)
/// in the vintage `choice`. `scenario_file` is where
/// `world/NAME` is looked for first; relative paths in `node` count from node.file(). Mistakes go
/// to `diagnostics` (the returned world is then not to be used); every file read is noted in
/// `inputs`, and in `idle_removals` the path of every null that takes out what is in no base
/// (YamlNode::withdraws).
[[nodiscard]] World read_world(const YamlNode& node, const VintageChoice& choice,
                               const std::string& scenario_file, Diagnostics& diagnostics,
                               std::vector<InputFile>& inputs,
                               std::set<std::string>* idle_removals = nullptr);

}  // namespace eastwest
