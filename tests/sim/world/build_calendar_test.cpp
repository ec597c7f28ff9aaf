// Civil dates of sites and trunks as dates of the run.
#include "sim/world/build_calendar.hpp"

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

const CivilTime kMonday{.year = 2025, .month = 7, .day = 7};

}  // namespace

TEST_CASE("sites change in order of their dates") {
  World world = drawn_world("A --400G 10km-- B\nA [8]\nB [8]");
  world.sites[0].opens = "2025-07-09 00:00";
  world.sites[0].closes = "2025-07-10";
  world.sites[1].opens = "2025-07-08 06:00";
  const std::vector<SiteChange> changes = site_changes(world, kMonday);
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].site == SiteId(1));
  CHECK(changes[0].date == kStart + std::chrono::hours{30});  // a day and six hours
  CHECK(changes[1].kind == SiteChange::Kind::opens);
  CHECK(changes[1].date == kStart + std::chrono::hours{48});
  CHECK(changes[2].kind == SiteChange::Kind::closes);
  CHECK(changes[2].date == kStart + std::chrono::hours{72});
}

TEST_CASE("a trunk is dark until it opens and after it closes, which is no failure") {
  World world = drawn_world("A --400G 10km-- B\nA --400G 10km-- B\nB [8]");
  world.trunks[1].opens = "2025-07-08";
  world.trunks[1].closes = "2025-07-09";
  NetworkPlan plan;
  const Date first = kStart - std::chrono::hours{24};
  add_dark_trunks(world, kMonday, first, plan);
  REQUIRE(plan.outages.size() == 2);
  CHECK(plan.outages[0].kind == OutageKind::calendar);
  CHECK(plan.outages[0].spans == std::vector<SpanId>{SpanId(1)});
  CHECK(plan.outages[0].start == first);
  CHECK(plan.outages[0].duration.quantile(0.5) == 172'800);  // from Sunday to Tuesday
  CHECK(plan.outages[1].start == kStart + std::chrono::hours{48});
}
