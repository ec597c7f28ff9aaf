// From a loaded scenario to the parts of a simulation: every model that the scenario names, made.
#pragma once

#include <vector>

#include "sim/engine/model_registries.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// The beginning of the warm-up and the end of the run (kNever: until done).
[[nodiscard]] Date first_date(const Scenario& scenario);
[[nodiscard]] Date horizon_date(const Scenario& scenario);

/// Makes workloads, platform, policies, network and estimates; observers are left empty. `loaded`
/// and `topology` must outlive the parts. Throws ScenarioError for what a workload's file is blamed
/// for, and for a run that its network cannot carry (SimGrid: more than 90 days).
[[nodiscard]] SimulationParts assemble_parts(const LoadedScenario& loaded,
                                             const ModelRegistries& registries,
                                             const Topology& topology);

}  // namespace eastwest
