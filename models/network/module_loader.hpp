// The `simgrid` network as the registry knows it; SimGrid itself is loaded when a run asks for it.
#pragma once

#include <memory>
#include <string>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

/// Description and factory of the network `simgrid`. The factory throws EnvironmentError where the
/// module is missing or was built with another version of the program.
[[nodiscard]] Registered<NetworkFactory> simgrid_network();

/// Loads the module `file_name`: from the run path of the program, then from the program's own
/// folder and ../lib/eastwest beside it; and makes a network that shares by `profile`, cm02 or
/// lv08. Throws EnvironmentError as above.
[[nodiscard]] std::unique_ptr<Network> load_network(const std::string& file_name,
                                                    const std::string& profile);

/// The SimGrid that the module uses, e.g. `simgrid-3.32`: its releases may round differently, so
/// committed results are kept apart by it. Throws EnvironmentError as above.
[[nodiscard]] std::string simgrid_release();

/// Throws EnvironmentError if `built_for`, a module's fingerprint, is not this program's.
void require_same_interface(const std::string& file_name, const std::string& built_for);

}  // namespace eastwest
