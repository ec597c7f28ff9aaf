// What opens and closes during a run, as dates of the run.
#pragma once

#include <vector>

#include "sim/base/civil_time.hpp"
#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/network_plan.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// A site comes into service, or takes no more work.
struct SiteChange {
  enum class Kind { opens, closes };
  SiteId site;
  Date date;
  Kind kind = Kind::opens;
};

/// The changes of all sites, in order of (date, site), for a run whose kStart is `start`.
[[nodiscard]] std::vector<SiteChange> site_changes(const World& world, const CivilTime& start);

/// Adds to the plan that trunks are dark from `first` until they open, and after they close.
void add_dark_trunks(const World& world, const CivilTime& start, Date first, NetworkPlan& plan);

}  // namespace eastwest
