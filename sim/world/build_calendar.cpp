// Civil times become dates of the run; a dark trunk is an outage of its own kind.
#include "sim/world/build_calendar.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

Date date_of(const std::string& text, const CivilTime& start) {
  const std::optional<CivilTime> time = read_civil_time(text);
  EW_CHECK(time.has_value(), "'{}' is no date", text);
  return kStart + std::chrono::seconds{to_epoch_seconds(*time) - to_epoch_seconds(start)};
}

ListedOutage dark(const Trunk& trunk, std::size_t index, Date begin, double seconds) {
  return {.name = trunk.id + " is dark",
          .kind = OutageKind::calendar,
          .spans = {SpanId(index)},
          .ports = 0,
          .start = begin,
          .duration = Law(Law::Constant{seconds})};
}

}  // namespace

std::vector<SiteChange> site_changes(const World& world, const CivilTime& start) {
  std::vector<SiteChange> changes;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    const Site& site = world.sites[i];
    if (!site.opens.empty()) {
      changes.push_back({SiteId(i), date_of(site.opens, start), SiteChange::Kind::opens});
    }
    if (!site.closes.empty()) {
      changes.push_back({SiteId(i), date_of(site.closes, start), SiteChange::Kind::closes});
    }
  }
  std::sort(changes.begin(), changes.end(), [](const SiteChange& a, const SiteChange& b) {
    return std::tie(a.date, a.site, a.kind) < std::tie(b.date, b.site, b.kind);
  });
  return changes;
}

void add_dark_trunks(const World& world, const CivilTime& start, Date first, NetworkPlan& plan) {
  constexpr double kForGood = 1e9;  // s; longer than any run
  for (std::size_t i = 0; i < world.trunks.size(); ++i) {
    const Trunk& trunk = world.trunks[i];
    if (!trunk.opens.empty()) {
      const Date opens = date_of(trunk.opens, start);
      EW_CHECK(opens > first, "trunk {} opens before the run", trunk.id);
      plan.outages.push_back(dark(trunk, i, first, to_seconds(opens - first)));
    }
    if (!trunk.closes.empty()) {
      plan.outages.push_back(dark(trunk, i, date_of(trunk.closes, start), kForGood));
    }
  }
}

}  // namespace eastwest
