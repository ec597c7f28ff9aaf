// Which sites compute a job together: those that somebody likes best, as far as they can talk.
#pragma once

#include <vector>

#include "sim/world/spread_terms.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// As many of the ranked sites (the best first) as the job has parts, ascending; any two of them
/// joined and within its latency. Greedy: each site in turn leads a group, to which the ranked
/// sites are added that can talk to all of it; the first group that is complete. Of a job that
/// names its sites, these, if all are ranked. Empty if there is no group.
[[nodiscard]] std::vector<SiteId> site_group(const World& world, const Topology& topology,
                                             const SpreadTerms& terms,
                                             const std::vector<SiteId>& ranked);

}  // namespace eastwest
