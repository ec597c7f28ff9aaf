// The `simgrid` network as the registry knows it; SimGrid itself is loaded when a run asks for it.
#pragma once

#include "sim/engine/model_registries.hpp"

namespace eastwest {

/// Description and factory of the network `simgrid`. The factory throws EnvironmentError where the
/// module is missing or was built with another version of the program.
[[nodiscard]] Registered<NetworkFactory> simgrid_network();

/// Loads the module `file_name`: from the run path of the program, then from the program's own folder
/// and ../lib/eastwest beside it. Throws EnvironmentError as above.
[[nodiscard]] std::unique_ptr<Network> load_network(const std::string& file_name);

}  // namespace eastwest
