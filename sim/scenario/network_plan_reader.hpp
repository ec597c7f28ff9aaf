// The keys `failures`, `maintenance` and `upgrades` of a scenario: what happens to its network.
#pragma once

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/network_plan.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The three top-level keys.
[[nodiscard]] Schema network_plan_schema();

/// Makes the plan from the keys that the schema has accepted. Mistakes that only the world or the
/// scenario's dates show (no such trunk, before the run begins) are reported at their place in
/// `document`; the plan is then not to be used. `scenario` has its dates.
[[nodiscard]] NetworkPlan read_network_plan(const Parameters& keys, const YamlNode& document,
                                            const World& world, const Scenario& scenario,
                                            Diagnostics& diagnostics);

}  // namespace eastwest
