// Implements models/policy/dispatch/site_group.hpp.
#include "models/policy/dispatch/site_group.hpp"

#include <algorithm>

namespace eastwest {

namespace {

bool can_talk(const World& world, const Topology& topology, const SpreadTerms& terms, SiteId a,
              SiteId b) {
  if (!topology.joins(a, b)) return false;
  const Duration latency =
      topology.latency(world.sites[a.index()].node, world.sites[b.index()].node);
  return terms.latency <= Duration{0} || latency <= terms.latency;
}

}  // namespace

std::vector<SiteId> site_group(const World& world, const Topology& topology,
                               const SpreadTerms& terms, const std::vector<SiteId>& ranked) {
  const auto is_ranked = [&](SiteId site) {
    return std::find(ranked.begin(), ranked.end(), site) != ranked.end();
  };
  const std::vector<SiteId>& eligible = terms.sites.empty() ? ranked : terms.sites;
  if (!std::all_of(eligible.begin(), eligible.end(), is_ranked)) return {};
  for (const SiteId leader : eligible) {
    std::vector<SiteId> group = {leader};
    for (const SiteId site : eligible) {
      if (group.size() == terms.parts.size()) break;
      const bool fits = std::all_of(group.begin(), group.end(), [&](SiteId member) {
        return member != site && can_talk(world, topology, terms, member, site);
      });
      if (fits) group.push_back(site);
    }
    if (group.size() < terms.parts.size()) continue;
    std::sort(group.begin(), group.end());
    return group;
  }
  return {};
}

}  // namespace eastwest
