// Implements models/policy/dispatch/site_group.hpp.
#include "models/policy/dispatch/site_group.hpp"

#include <algorithm>

#include "sim/world/spread_terms.hpp"

namespace eastwest {

namespace {

bool can_talk(const DispatchView& view, const SpreadTerms& terms, SiteId a, SiteId b) {
  if (!view.topology().joins(a, b)) return false;
  const auto& sites = view.world().sites;
  const Duration latency = view.topology().latency(sites[a.index()].node, sites[b.index()].node);
  return terms.latency <= Duration{0} || latency <= terms.latency;
}

}  // namespace

WaitingJob part_at(const WaitingJob& job, SiteId site) {
  WaitingJob part = job;
  const std::vector<SiteId>& named = job.spread->sites;
  if (named.empty()) return part;
  const auto found = std::find(named.begin(), named.end(), site);
  const auto place = static_cast<std::size_t>(found - named.begin());
  part.accelerators = found == named.end() ? 0 : job.spread->parts[place];
  return part;
}

std::vector<SitePicture> site_group(const DispatchView& view, const WaitingJob& job,
                                    const std::vector<SitePicture>& ranked) {
  const std::size_t wanted = job.spread->parts.size();
  for (const SitePicture& leader : ranked) {
    std::vector<SitePicture> group = {leader};
    for (const SitePicture& site : ranked) {
      if (group.size() == wanted) break;
      const bool fits = std::all_of(group.begin(), group.end(), [&](const SitePicture& member) {
        return member.site != site.site && can_talk(view, *job.spread, member.site, site.site);
      });
      if (fits) group.push_back(site);
    }
    if (group.size() < wanted) continue;
    std::sort(group.begin(), group.end(),
              [](const SitePicture& a, const SitePicture& b) { return a.site < b.site; });
    return group;
  }
  return {};
}

}  // namespace eastwest
