// Placements whose data take another way than the shortest.
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"
#include "tests/sim/world/drawn_world.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

/// Home to Site: directly, 400 Gb/s and 4.9 ms; over Mid, 800 Gb/s and 9.8 ms.
World two_ways() {
  return drawn_world(R"(
    Home --400G 1000km-- Site
    Home --800G 1000km-- Mid --800G 1000km-- Site
    Site [8])");
}

Job with_data() {
  Job made = job("j", 0, 1, 100);
  made.home = NodeId{0};
  made.input = Bytes{1'000'000'000'000};
  made.result = Bytes{1'000'000'000'000};
  return made;
}

/// Places every job at site 0 and has its data take these ways.
DispatchRule over_ways(std::size_t there, std::size_t back) {
  return
      [there, back](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
        out.place_in_queue(waiting.slot, SiteId{0});
        out.take_ways(waiting.slot, view.topology().node_to_site(waiting.home, SiteId{0}, there),
                      view.topology().site_to_node(SiteId{0}, waiting.home, back));
      };
}

}  // namespace

TEST_CASE("data take the ways that the dispatcher chose, there and back") {
  // 1 TB x 8 / 800 Gb/s = 10 s + 9.8 ms there; 100 s of work; 20 s + 4.9 ms back
  Stage stage(two_ways(), over_ways(1, 0), {with_data()}, {}, 2);
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("j") == Approx(10.0098).margin(1e-9));
  CHECK(seen.finishes.at("j") == Approx(130.0147).margin(1e-9));
  Stage shortest(two_ways(), into_queue_of(0), {with_data()}, {}, 2);
  CHECK(shortest.run().starts.at("j") == Approx(20.0049).margin(1e-9));
}

TEST_CASE("ways that do not exist or do not join home and site are the policy's mistake") {
  Stage missing(two_ways(), over_ways(2, 0), {with_data()}, {}, 2);
  CHECK_THROWS_AS(missing.run(), PolicyError);
  Stage swapped(
      two_ways(),
      [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
        out.place_in_queue(waiting.slot, SiteId{0});
        const RouteId there = view.topology().node_to_site(waiting.home, SiteId{0});
        out.take_ways(waiting.slot, there, there);
      },
      {with_data()}, {}, 2);
  CHECK_THROWS_AS(swapped.run(), PolicyError);
  Stage not_placed(
      two_ways(),
      [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
        out.take_ways(waiting.slot, view.topology().node_to_site(waiting.home, SiteId{0}),
                      view.topology().site_to_node(SiteId{0}, waiting.home));
      },
      {with_data()}, {}, 2);
  CHECK_THROWS_AS(not_placed.run(), PolicyError);
}
