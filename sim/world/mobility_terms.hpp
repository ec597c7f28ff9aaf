// On which sites' accelerators a job's program runs, and what it takes to move the job elsewhere.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// One object for all jobs that have the same terms.
struct MobilityTerms {
  /// What the program makes of a site's accelerators.
  enum class Fit : std::uint8_t {
    none,   ///< it does not run on them
    other,  ///< it runs once it has been ported: another family than the one it was developed for
    own,    ///< it runs as it is
  };
  struct AtSite {
    Fit fit = Fit::own;
    std::int16_t family = -1;  ///< the same number: the same family; -1: not known
  };
  std::vector<AtSite> sites;  ///< by SiteId; empty: own everywhere
  /// Spent with its accelerators held before it computes on another family for the first time.
  Duration porting{0};
  /// Its run time on another family over what it would be there without that.
  double slowdown = 1;
  /// What travels with a job that has run, beside its data set.
  Bytes state;

  [[nodiscard]] AtSite at(SiteId site) const {
    return sites.empty() ? AtSite{} : sites[site.index()];
  }
  [[nodiscard]] bool runs_at(SiteId site) const { return at(site).fit != Fit::none; }
};

}  // namespace eastwest
