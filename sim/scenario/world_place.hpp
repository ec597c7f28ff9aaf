// Where worlds by name are: world/NAME beside the scenario, above it, or in the installed data.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace eastwest {

/// Adds a folder that holds `world/NAME` folders (such as the installed
/// `share/eastwest/scenarios`), searched after the scenario's own folders in the order of adding.
/// Programs call it at their start; a folder that does not exist is passed over.
void add_scenario_data_folder(const std::string& folder);

/// The folder of world NAME for a scenario file; nothing if there is none.
[[nodiscard]] std::optional<std::string> find_world(const std::string& name,
                                                    const std::string& scenario_file);
/// The folders that find_world looks into, in that order, whether they exist or not.
[[nodiscard]] std::vector<std::string> world_search_places(const std::string& scenario_file);
/// The names of all worlds that find_world finds, sorted. An empty file stands for the current
/// folder.
[[nodiscard]] std::vector<std::string> world_names(const std::string& scenario_file);

}  // namespace eastwest
