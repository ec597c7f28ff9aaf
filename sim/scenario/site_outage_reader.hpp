// The keys `failures.site_outages`, `random_site_outages` and `at_site_outage` of a scenario: when
// whole sites are out of service.
#pragma once

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/site_outage.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The keys, below `failures`.
[[nodiscard]] Schema site_outage_schema();

/// Makes the plan from the keys of `failures` that the schema has accepted. Mistakes that only the
/// world or the scenario's dates show are reported at their place in `document`; the plan is then
/// not to be used. `scenario` has its dates.
[[nodiscard]] SiteOutagePlan read_site_outages(const Parameters& failures, const YamlNode& document,
                                               const World& world, const Scenario& scenario,
                                               Diagnostics& diagnostics);

}  // namespace eastwest
