// Other people's graphs as worlds: nodes and trunks from GraphML or node-link JSON, and back.
#pragma once

#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/world_draft.hpp"
#include "sim/text/graph_file.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Fills an empty draft with the nodes and trunks of a graph file; it gives no sites. What the file
/// does not say is assumed, with one warning each: no speed means 400 Gb/s, no coordinates the mean
/// of the neighbours. Labels that stand at several nodes get numbers. Throws ScenarioError.
void read_world_graph(const std::string& file, WorldDraft& draft, Diagnostics& diagnostics,
                      std::vector<InputFile>& inputs);

/// The nodes and trunks of a world with all that read_world_graph understands, so that reading
/// the file again gives the same nodes and trunks; the pools of a node are told as sums.
[[nodiscard]] GraphFile graph_of(const World& world);

}  // namespace eastwest
