// Draws outages of sites from named streams.
#include "sim/world/site_outage.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {
namespace {

constexpr double kSecondsMax = 1e9;  // 32 years: dates stay within 64 bits

/// Families of draws, so that a site and a listed outage of one name differ.
enum class Stream : std::uint32_t { listed = 0, site = 1 };

/// FNV-1a of the name: a draw does not depend on how many others there are.
std::uint64_t entity_of(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char letter : name) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 1099511628211ULL;
  }
  return hash;
}

Duration repair_time(const Law& law, double u) {
  return std::max(Duration{1}, from_seconds_up(std::min(law.quantile(u), kSecondsMax)));
}

}  // namespace

SiteOutageCalendar site_outage_calendar(const SiteOutagePlan& plan, const World& world,
                                        const RandomSource& random, Date first, Date horizon) {
  SiteOutageCalendar calendar{.outages = {}, .at_outage = plan.at_outage};
  const auto uniform = [&](Stream stream, std::string_view name, Purpose purpose,
                           std::uint32_t number) {
    return random.uniform(static_cast<std::uint32_t>(stream), entity_of(name), purpose, number);
  };
  for (const ListedSiteOutage& listed : plan.outages) {
    const double u = uniform(Stream::listed, listed.name, Purpose::site_repair, 0);
    const Date end = listed.start + repair_time(listed.duration, u);
    for (const SiteId site : listed.sites) {
      calendar.outages.push_back({listed.name, site, listed.start, end});
    }
  }
  if (plan.random && plan.random->rate > 0) {
    EW_CHECK(horizon != kNever, "outages are drawn for a run without an end");
    for (const SiteId site : plan.random->sites) {
      const std::string& name = world.sites[site.index()].id;
      Date since = first;
      for (std::uint32_t number = 0;; ++number) {
        const double u = uniform(Stream::site, name, Purpose::site_outage, number);
        const double service = -portable_log(u) / plan.random->rate;
        if (service >= to_seconds(horizon - since)) break;
        const Date start = since + from_seconds_up(service);
        since = start + repair_time(plan.random->repair,
                                    uniform(Stream::site, name, Purpose::site_repair, number));
        calendar.outages.push_back({fmt::format("{}#{}", name, number + 1), site, start, since});
        if (since >= horizon) break;
      }
    }
  }
  std::sort(calendar.outages.begin(), calendar.outages.end(),
            [](const SiteOutage& a, const SiteOutage& b) {
              return std::tie(a.start, a.site, a.name) < std::tie(b.start, b.site, b.name);
            });
  return calendar;
}

}  // namespace eastwest
