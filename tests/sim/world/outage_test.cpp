// The calendar of outages: draws that depend on names only, rates and repairs as declared, spans
// followed through time.
#include "sim/world/outage.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;

namespace {

constexpr double kYear = 31'536'000;

/// Two cables of one conduit, 2000 km, and one of 1000 km; the uplink of A has 3 ports.
World three_cables() {
  World world = drawn_world(R"(
    A --400G 2000km-- B
    A --400G 2000km-- B
    B --800G 1000km-- C
    A [8 3ports])");
  world.trunks[0].corridor = "south";
  world.trunks[1].corridor = "south";
  world.trunks[2].corridor = "north";
  world.trunks[2].ports = 4;
  return world;
}

NetworkPlan random_cuts(double per_year, double repair_hours) {
  NetworkPlan plan;
  plan.random_cuts = RandomOutages{per_year / kYear, Law(Law::Constant{repair_hours * 3600})};
  return plan;
}

const Date kEnd = kStart + from_seconds(20 * kYear);

std::vector<Date> starts_of(const NetworkCalendar& calendar, const std::string& corridor) {
  std::vector<Date> starts;
  for (const Outage& outage : calendar.outages) {
    if (outage.name.starts_with(corridor + "#")) starts.push_back(outage.start);
  }
  return starts;
}

}  // namespace

TEST_CASE("corridors are cut at a rate by their length, with all their cables") {
  const NetworkCalendar calendar =
      network_calendar(random_cuts(10, 10), three_cables(), RandomSource(1, 0), kStart, kEnd);
  // 10 cuts a year for 1000 km: 2000 km are cut after 1 / 20 year of service on average, and 10 h
  // of repair follow. 20 years / (438 h + 10 h) = 391; the number varies by less than its root.
  const auto south = static_cast<double>(starts_of(calendar, "south").size());
  CHECK(std::fabs(south - 391) < 4 * std::sqrt(391));
  const auto north = static_cast<double>(starts_of(calendar, "north").size());
  CHECK(std::fabs(north - 20 * 8760 / 886.0) < 4 * std::sqrt(198));
  CHECK(std::is_sorted(calendar.outages.begin(), calendar.outages.end(),
                       [](const Outage& a, const Outage& b) { return a.start < b.start; }));
  for (const Outage& outage : calendar.outages) {
    CHECK(outage.end - outage.start == from_seconds(36'000));
    const bool is_south = outage.name.starts_with("south#");
    CHECK(outage.spans ==
          (is_south ? std::vector<SpanId>{SpanId{0}, SpanId{1}} : std::vector<SpanId>{SpanId{2}}));
    CHECK(outage.restoration_delay >= std::chrono::seconds{1});
    CHECK(outage.restoration_delay <= std::chrono::seconds{60});
  }
}

TEST_CASE("a corridor's cuts depend on its name, the seed and the replication only") {
  const NetworkPlan plan = random_cuts(10, 10);
  const auto of = [&](const World& world, RandomSource random) {
    return starts_of(network_calendar(plan, world, random, kStart, kEnd), "north");
  };
  World fewer = three_cables();
  fewer.trunks.erase(fewer.trunks.begin());
  CHECK(of(three_cables(), RandomSource(1, 0)) == of(fewer, RandomSource(1, 0)));
  CHECK(of(three_cables(), RandomSource(1, 0)) != of(three_cables(), RandomSource(1, 1)));
  CHECK(of(three_cables(), RandomSource(1, 0)) != of(three_cables(), RandomSource(2, 0)));
}

TEST_CASE("ports fail one by one, those of uplinks too") {
  NetworkPlan plan;
  plan.random_ports = RandomOutages{5 / kYear, Law(Law::Constant{3600})};
  const NetworkCalendar calendar =
      network_calendar(plan, three_cables(), RandomSource(1, 0), kStart, kEnd);
  std::vector<double> of_span(4, 0);
  for (const Outage& outage : calendar.outages) {
    CHECK(outage.kind == OutageKind::port);
    CHECK(outage.ports == 1);
    REQUIRE(outage.spans.size() == 1);
    ++of_span[outage.spans[0].index()];
  }
  // 5 a year and port, 20 years: 100 a port; the cables have 2, 2 and 4 ports, the uplink 3.
  const std::vector<double> expected = {200, 200, 400, 300};
  for (std::size_t i = 0; i < of_span.size(); ++i) {
    CHECK(std::fabs(of_span[i] - expected[i]) < 4 * std::sqrt(expected[i]));
  }
}

TEST_CASE("ports fail in the number that is installed at the time") {
  NetworkPlan plan;
  plan.random_ports = RandomOutages{5 / kYear, Law(Law::Constant{3600})};
  const auto starts = [&](int span) {
    std::vector<Date> found;
    const NetworkCalendar calendar =
        network_calendar(plan, three_cables(), RandomSource(1, 0), kStart, kEnd);
    for (const Outage& outage : calendar.outages) {
      if (outage.kind == OutageKind::port && outage.spans.front() == SpanId{span}) {
        found.push_back(outage.start);
      }
    }
    return found;
  };
  const auto close_to = [](std::size_t count, double expected) {
    return std::fabs(static_cast<double>(count) - expected) < 4 * std::sqrt(expected);
  };
  const std::vector<Date> cable = starts(2);
  const std::vector<Date> other = starts(0);
  const std::vector<Date> uplink = starts(3);
  const Date middle = kStart + from_seconds(10 * kYear);
  // From the middle on six waves instead of two, 12 ports instead of 4: 5 x (4 + 12) x 10 = 800.
  plan.upgrades = {{.name = "more", .span = SpanId{2}, .date = middle, .waves = 6}};
  const std::vector<Date> upgraded = starts(2);
  CHECK(close_to(upgraded.size(), 800));
  // What had failed before fails as before, then failures come three times as fast; the others'
  // draws are their own.
  const auto before = static_cast<std::size_t>(
      std::lower_bound(cable.begin(), cable.end(), middle) - cable.begin());
  REQUIRE(before > 100);
  REQUIRE(upgraded.size() > before);
  CHECK(std::equal(cable.begin(), cable.begin() + static_cast<std::ptrdiff_t>(before),
                   upgraded.begin()));
  CHECK(to_seconds(upgraded[before] - middle) ==
        Approx(to_seconds(cable[before] - middle) / 3).margin(1e-6));
  CHECK(starts(0) == other);
  CHECK(starts(3) == uplink);
  // An uplink from three to six ports: 5 x (3 + 6) x 10 = 450.
  plan.upgrades = {{.name = "more", .span = SpanId{3}, .date = middle, .waves = 6}};
  CHECK(close_to(starts(3).size(), 450));
  // A trunk that opens in the middle fails from then on: 5 x 4 x 10 = 200.
  plan.upgrades.clear();
  plan.outages = {{.name = "dark",
                   .kind = OutageKind::calendar,
                   .spans = {SpanId{2}},
                   .start = kStart,
                   .duration = Law(Law::Constant{10 * kYear})}};
  CHECK(close_to(starts(2).size(), 200));
  CHECK(starts(2).front() >= middle);
}

TEST_CASE("listed outages have their dates") {
  NetworkPlan plan;
  plan.outages = {{.name = "late",
                   .kind = OutageKind::cut,
                   .spans = {SpanId{0}},
                   .start = kStart + std::chrono::hours{5},
                   .duration = Law(Law::Constant{3600})},
                  {.name = "early",
                   .kind = OutageKind::maintenance,
                   .spans = {SpanId{1}},
                   .ports = 1,
                   .start = kStart,
                   .duration = Law(Law::Uniform{60, 120})}};
  plan.restoration_delay = Law(Law::Constant{7});
  const NetworkCalendar calendar =
      network_calendar(plan, three_cables(), RandomSource(1, 0), kStart, kNever);
  REQUIRE(calendar.outages.size() == 2);
  CHECK(calendar.outages[0].name == "early");
  CHECK(calendar.outages[0].end > kStart + std::chrono::seconds{60});
  CHECK(calendar.outages[0].end < kStart + std::chrono::seconds{120});
  CHECK(calendar.outages[1].end == kStart + std::chrono::hours{6});
  CHECK(calendar.outages[1].restoration_delay == std::chrono::seconds{7});
}

TEST_CASE("spans that are down at the same time") {
  const World world = three_cables();
  const auto outage = [](int span, int from_hour, int to_hour, std::int64_t ports) {
    return Outage{.name = "x",
                  .spans = {SpanId{span}},
                  .ports = ports,
                  .start = kStart + std::chrono::hours{from_hour},
                  .end = kStart + std::chrono::hours{to_hour}};
  };
  NetworkCalendar calendar;
  // Span 0 is down from 1 h to 3 h, span 1 from 2 h to 3 h. Span 2 has two waves: without one it is
  // only slower, without both it is down from 4 h to 5 h.
  calendar.outages = {outage(0, 1, 3, 0), outage(1, 2, 3, 1), outage(2, 2, 5, 1),
                      outage(2, 4, 6, 1)};
  CHECK(down_sets(world, calendar) ==
        std::vector<std::vector<SpanId>>{{SpanId{0}}, {SpanId{0}, SpanId{1}}, {SpanId{2}}});
  SpanStates states(world);
  states.begin(calendar.outages[2]);
  CHECK(states.working(SpanId{2}) == 1);
  states.begin(calendar.outages[3]);
  CHECK(states.down() == std::vector<SpanId>{SpanId{2}});
  states.upgrade({.name = "more", .span = SpanId{2}, .date = kStart, .waves = 3});
  CHECK(states.working(SpanId{2}) == 1);
  states.end(calendar.outages[2]);
  states.end(calendar.outages[3]);
  CHECK(states.working(SpanId{2}) == 3);
}
