// Outages of whole sites: what a scenario says of them, and the calendar that is drawn from it
// before the run begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/law.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What becomes of the jobs that run at a site when it fails.
enum class AtOutage : std::uint8_t {
  wait,      ///< they keep their accelerators and restart when the site is repaired
  resubmit,  ///< they go back to their dispatchers and begin again from nothing
};

/// An outage that the scenario names.
struct ListedSiteOutage {
  std::string name;
  std::vector<SiteId> sites;
  Date start;
  Law duration;  ///< s; a constant where the scenario says it
};

/// Outages drawn at random, each site by itself, after an exponential time of service.
struct RandomSiteOutages {
  double rate = 0;            ///< outages per second of service of each site
  Law repair;                 ///< s
  std::vector<SiteId> sites;  ///< those that fail; ascending
};

struct SiteOutagePlan {
  std::vector<ListedSiteOutage> outages;
  std::optional<RandomSiteOutages> random;
  AtOutage at_outage = AtOutage::wait;
};

/// One outage of one site with everything drawn.
struct SiteOutage {
  std::string name;
  SiteId site;
  Date start;
  Date end;  ///< of the repair; after `start`, may lie after the end of the run
};

/// What becomes of sites during a run. Two strategies see the same: nothing in it depends on what
/// runs.
struct SiteOutageCalendar {
  std::vector<SiteOutage> outages;  ///< in order of (start, site, name)
  AtOutage at_outage = AtOutage::wait;
};

/// Draws the plan's random outages from `first` to `horizon` (which must be a date if there are
/// any) and dates the listed ones. A draw depends on the name of the site (of a listed outage: on
/// its name), on the number of the outage, and on the seed and replication, on nothing else.
///
/// Formula: a site fails after an exponential time of service of mean 1 / rate, counted from the
/// last repair.
[[nodiscard]] SiteOutageCalendar site_outage_calendar(const SiteOutagePlan& plan,
                                                      const World& world,
                                                      const RandomSource& random, Date first,
                                                      Date horizon);

}  // namespace eastwest
