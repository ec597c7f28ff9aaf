// Which things that may happen to jobs can be simulated together.
#pragma once

#include "sim/engine/simulation.hpp"
#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {

/// Throws ScenarioError, at the workload or the part of the scenario, with all pairs that are not
/// (docs/scope.md has the table). Each of them alone is.
void check_mechanisms(const LoadedScenario& loaded, const SimulationParts& parts);

}  // namespace eastwest
