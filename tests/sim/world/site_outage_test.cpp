// The calendar of site outages: dates by name, and its law.
#include "sim/world/site_outage.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace eastwest {
namespace {

World sites(int count) {
  World world;
  for (int i = 0; i < count; ++i) {
    Site site;
    site.id = "s" + std::to_string(i);
    world.sites.push_back(site);
  }
  return world;
}

SiteOutagePlan random_plan(int count) {
  SiteOutagePlan plan;
  // A day of service on average, then 6 h of repair.
  plan.random =
      RandomSiteOutages{.rate = 1.0 / 86'400, .repair = Law(Law::Constant{21'600}), .sites = {}};
  for (int i = 0; i < count; ++i) plan.random->sites.emplace_back(i);
  return plan;
}

}  // namespace

TEST_CASE("random outages of sites follow their law and their names", "[failures]") {
  const Date end = kStart + std::chrono::hours{24 * 1000};
  const SiteOutageCalendar many =
      site_outage_calendar(random_plan(10), sites(10), RandomSource(1, 0), kStart, end);
  // A cycle takes 1.25 d on average, so that 10 sites fail 8,000 times in 1,000 d; the number has
  // the variance 1000 / 1.25^3 a site: a standard deviation of sqrt(5120) = 72 in all.
  CHECK(std::fabs(static_cast<double>(many.outages.size()) - 8000) < 3.29 * 72);
  for (std::size_t i = 0; i + 1 < many.outages.size(); ++i) {
    CHECK(many.outages[i].start <= many.outages[i + 1].start);
    CHECK(many.outages[i].end - many.outages[i].start == std::chrono::hours{6});
  }
  // Site s0 fails at the same dates without the others.
  const SiteOutageCalendar one =
      site_outage_calendar(random_plan(1), sites(1), RandomSource(1, 0), kStart, end);
  std::size_t found = 0;
  for (const SiteOutage& outage : many.outages) {
    if (outage.site != SiteId{0}) continue;
    CHECK(outage.start == one.outages.at(found++).start);
  }
  CHECK(found == one.outages.size());
}

TEST_CASE("a listed outage of several sites is one date", "[failures]") {
  SiteOutagePlan plan;
  const Law hours(Law::Uniform{3600, 7200});
  plan.outages = {{"storm", {SiteId{0}, SiteId{1}}, kStart + Duration{5}, hours}};
  const auto calendar = site_outage_calendar(plan, sites(2), RandomSource(1, 0), kStart, kNever);
  REQUIRE(calendar.outages.size() == 2);
  CHECK(calendar.outages[0].end == calendar.outages[1].end);
  const Duration repair = calendar.outages[0].end - calendar.outages[0].start;
  CHECK((repair >= std::chrono::hours{1} && repair <= std::chrono::hours{2}));
}

}  // namespace eastwest
