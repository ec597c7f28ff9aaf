// Cuts, ports, upgrades, uplinks and the hour, on networks that share: every date by hand, with the
// audit holding the network's own book against the transfers.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/network/fluid/fluid_network.hpp"
#include "models/network/reserved/reserved_network.hpp"
#include "models/network/uncontended.hpp"
#include "sim/results/audit.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/cuttable_network.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {
namespace {

/// Nodes a, b, c; a trunk of `waves` from b to a (span 0), and one wave each over c (1 and 2).
World triangle(std::int64_t waves) {
  World world = two_sites(8, 4);
  world.trunks[0].waves = waves;
  Node c = world.nodes[0];
  c.id = "c";
  world.nodes.push_back(c);
  Trunk trunk = world.trunks[0];
  trunk.waves = 1;
  trunk.id = "a-c";
  trunk.b = NodeId{2};
  world.trunks.push_back(trunk);
  trunk.id = "c-b";
  trunk.a = NodeId{2};
  trunk.b = NodeId{1};
  world.trunks.push_back(trunk);
  return world;
}

/// Jobs of home b, at once, that bring so many GB to the site at a.
std::vector<Job> bringing(const std::vector<std::int64_t>& gigabytes) {
  std::vector<Job> jobs;
  for (const std::int64_t size : gigabytes) {
    jobs.push_back(job(fmt::format("{}", jobs.size()), 0, 1, 1000, 1));
    jobs.back().input = Bytes{size * 1'000'000'000};
  }
  return jobs;
}

/// Starts of the jobs after a run with the audit.
std::map<std::string, double> starts(std::unique_ptr<Network> network, World world,
                                     const NetworkCalendar& calendar, std::vector<Job> jobs) {
  Stage stage(std::move(world), into_queue_of(0), std::move(jobs));
  stage.parts->calendar = calendar;
  stage.parts->network = std::move(network);
  stage.parts->network->enable_link_book();
  Audit audit(stage.world, stage.topology, kStart);
  stage.parts->observers.push_back(&audit);
  stage.simulation = std::make_unique<Simulation>(std::move(*stage.parts));
  Simulation& simulation = *stage.simulation;
  audit.compare_with(
      {.site = [&](SiteId id) -> const SiteBook& { return simulation.site_book(id); },
       .alive = [&] { return simulation.alive(); },
       .links = [&] { return simulation.network().link_book(); },
       .network = simulation.network().traits(),
       .whole_links = [&] { return simulation.network().whole_link_book(); }});
  const bool is_exact = simulation.network().whole_link_book().has_value();
  simulation.run();
  CHECK(audit.report().ends_with(is_exact ? "nothing broken; links agree to the byte."
                                          : "nothing broken; links agree to 1e-9 of their bytes."));
  return stage.recorder.starts;
}

std::map<std::string, double> on_fluid(World world, const NetworkCalendar& calendar,
                                       std::vector<Job> jobs) {
  return starts(std::make_unique<FluidNetwork>(), std::move(world), calendar, std::move(jobs));
}

NetworkCalendar calendar_of(std::vector<Outage> outages) {
  NetworkCalendar calendar;
  calendar.outages = std::move(outages);
  calendar.protection_delay = std::chrono::milliseconds{50};
  return calendar;
}

}  // namespace

TEST_CASE("two transfers that share a trunk share the way round it") {
  // 200 Gb/s each: 25 GB in 1 s. From 2 s on 75 GB each at 200 Gb/s over 200 km: 3 s, 0.98 ms.
  const auto shared = on_fluid(triangle(1), calendar_of({cut({0}, 1, 11)}), bringing({100, 100}));
  CHECK(shared.at("0") == 5.00098);
  CHECK(shared.at("1") == 5.00098);
  // Unshared: 50 GB in 1 s; then the other 50 GB in 1 s.
  const auto alone = starts(std::make_unique<UncontendedNetwork>(), triangle(1),
                            calendar_of({cut({0}, 1, 11)}), bringing({100, 100}));
  CHECK(alone.at("0") == 3.00098);
  CHECK(alone.at("1") == 3.00098);
}

TEST_CASE("the three choices in flight, on a network that shares") {
  NetworkCalendar calendar = calendar_of({cut({0}, 1, 11)});
  calendar.in_flight = InFlight::wait;
  CHECK(on_fluid(triangle(1), calendar, bringing({100, 100})).at("0") == 14.00049);
  calendar.in_flight = InFlight::fail;
  // 100 GB each at 200 Gb/s from 2 s on.
  CHECK(on_fluid(triangle(1), calendar, bringing({100, 100})).at("0") == 6.00098);
}

TEST_CASE("a reservation that a full cut takes away is displaced, one that ends is not") {
  const reserved::ReservationRules rules{.from = Bytes{50'000'000'000},
                                         .wave = BitsPerSecond{100'000'000'000},
                                         .waves_max = 2,
                                         .share = 1,
                                         .ahead = std::chrono::hours{24},
                                         .setup = Duration{0}};
  // Two waves each, all four of the trunk: 25 GB/s. 50 GB end at 2 s; of 150 GB the cut at 3 s
  // leaves 75 GB, which ask anew over c from 4 s on: 3 s, 0.98 ms.
  Stage stage(triangle(1), into_queue_of(0), bringing({50, 150}));
  stage.parts->calendar = calendar_of({cut({0}, 3, 13)});
  stage.parts->network = std::make_unique<ReservedNetwork>(rules);
  const Recorder& recorder = stage.run();
  CHECK(recorder.starts.at("0") == 2.00049);
  CHECK(recorder.starts.at("1") == 7.00098);
  const ReservationSales sales = stage.simulation->network().sales().value();
  CHECK(sales.given == 3);
  CHECK(sales.displaced == 1);
}

TEST_CASE("a port that fails leaves the other waves") {
  // 800 Gb/s: 100 GB in 1 s; the other 200 GB at 400 Gb/s: 4 s.
  CHECK(on_fluid(triangle(2), calendar_of({cut({0}, 1, 50, 1)}), bringing({300})).at("0") ==
        5.00049);
  // Repaired at 3 s: 100 + 2 x 50 + 100 GB in the last second.
  CHECK(on_fluid(triangle(2), calendar_of({cut({0}, 1, 3, 1)}), bringing({300})).at("0") ==
        4.00049);
}

TEST_CASE("an upgrade speeds up what is in flight") {
  NetworkCalendar calendar = calendar_of({});
  calendar.upgrades = {{.name = "more", .span = SpanId{0}, .date = at(1), .waves = 2}};
  // 50 GB in 1 s at 400 Gb/s, the other 50 GB in half a second.
  CHECK(on_fluid(triangle(1), calendar, bringing({100})).at("0") == 1.50049);
}

TEST_CASE("a site's uplink bounds what it gets from all sides") {
  World world = triangle(10);
  world.sites[0].uplink_ports = 1;
  // One port of 400 Gb/s for b's and c's 100 GB: 200 Gb/s each, 4 s, though trunks have more.
  std::vector<Job> jobs = bringing({100, 100});
  jobs[1].home = NodeId{2};
  const auto starts = on_fluid(world, calendar_of({}), jobs);
  CHECK(starts.at("0") == 4.00049);
  CHECK(starts.at("1") == 4.00049);
}

TEST_CASE("a transfer slows down with the hour") {
  World world = triangle(1);
  world.trunks.resize(1);
  world.background_share = 0.25;
  world.background_swing = 0.25;
  world.background_peak = std::chrono::minutes{20 * 60 + 30};
  NetworkCalendar calendar = calendar_of({});
  calendar.start_time_of_day =
      std::chrono::hours{8} + std::chrono::minutes{59} + std::chrono::seconds{58};
  // From 8 h to 9 h other traffic takes 0.25 + 0.25 cos(2 pi (8.5 - 20.5) / 24) = 0. From 9 h on
  // 0.25 - 0.25 cos(15 deg) = 0.00852 of it. 100 GB in 2 s, then 49.574 GB/s.
  const double share = 0.25 - 0.25 * 0.9659258262890683;
  CHECK(on_fluid(world, calendar, bringing({200})).at("0") ==
        Approx(2 + 100 / (50 * (1 - share)) + 0.00049).margin(2e-9).epsilon(0));
}

}  // namespace eastwest::engine_test
