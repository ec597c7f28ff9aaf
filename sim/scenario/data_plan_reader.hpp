// The keys `storage` and `datasets` of a scenario: pools of the sites, and data that jobs name.
#pragma once

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/data_plan.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The two top-level keys.
[[nodiscard]] Schema data_plan_schema();

/// Makes the plan from the keys that the schema has accepted; empty where there are neither.
/// Mistakes that only the world or other keys show (no such site, more copies than a pool holds, a
/// workload that names an unknown set) are reported at their place in `document`; the plan is then
/// not to be used.
[[nodiscard]] DataPlan read_data_plan(const Parameters& keys, const YamlNode& document,
                                      const World& world, const Scenario& scenario,
                                      Diagnostics& diagnostics);

}  // namespace eastwest
