// Which sites compute a job together: those that somebody likes best, as far as they can talk.
#pragma once

#include <vector>

#include "sim/engine/dispatch.hpp"

namespace eastwest {

/// The job as the site would see its part; of no accelerators where it names other sites.
[[nodiscard]] WaitingJob part_at(const WaitingJob& job, SiteId site);

/// As many of the ranked sites (the best first) as the job has parts, ascending; any two of them
/// joined and within its latency. Greedy: each site in turn leads a group, to which the ranked
/// sites are added that can talk to all of it; the first group that is complete. Empty if there is
/// none.
[[nodiscard]] std::vector<SitePicture> site_group(const DispatchView& view, const WaitingJob& job,
                                                  const std::vector<SitePicture>& ranked);

}  // namespace eastwest
