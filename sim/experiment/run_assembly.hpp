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

/// Ways between a node and a site that the scenario's network has: its parameter `routes`, 1 where
/// it has none.
[[nodiscard]] std::size_t ways_max_of(const Scenario& scenario);

/// Throws ScenarioError, at the line of `duration`, for a run that is longer than its network can
/// carry (SimGrid: 90 days); EnvironmentError where the network's library is missing.
void require_network_for_span(const LoadedScenario& loaded, const ModelRegistries& registries);

/// What happens to the network in this run, drawn.
[[nodiscard]] NetworkCalendar calendar_of(const LoadedScenario& loaded);

/// Makes workloads, platform, policies, network and estimates; observers and calendar are left
/// empty. `loaded` and `topology` must outlive the parts. Throws ScenarioError for what a
/// workload's file is blamed for, for a route rule that has no ways to choose from, for too many
/// routes, and what require_network_for_span throws.
[[nodiscard]] SimulationParts assemble_parts(const LoadedScenario& loaded,
                                             const ModelRegistries& registries, Topology& topology);

}  // namespace eastwest
