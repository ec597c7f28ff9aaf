// What only models can tell about a right scenario before it runs: parts of it that do nothing.
#pragma once

#include <string>

#include "sim/base/diagnostic.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {

/// Warnings at their places: ways that no transfer takes, and what the network's model has to say
/// about this world (ModelRegistries::network_concerns), upgrades and hours included.
[[nodiscard]] Diagnostics scenario_concerns(const LoadedScenario& loaded,
                                            const ModelRegistries& registries);

/// The warnings of reading and these, for stderr; empty if there are none.
[[nodiscard]] std::string all_warnings(const LoadedScenario& loaded,
                                       const ModelRegistries& registries);

}  // namespace eastwest
