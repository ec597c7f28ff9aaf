// Weights, links that change, and TCP's shares in SimGrid's network: cases worked out by hand.
#include "tests/catch.hpp"
#include "tests/models/network/simgrid_stage.hpp"
#include "tests/models/network/trunk_worlds.hpp"

namespace eastwest::network_test {
namespace {

using Ends = std::map<int, Date>;

constexpr LinkId kWestToEast{0};

RouteId west_to_east(const ScriptedRun& run) {
  return run.topology().node_to_site(NodeId(0), SiteId(0));
}

}  // namespace

TEST_CASE("simgrid shares in proportion to weights", "[simgrid]") {
  SECTION("three to one: 300 and 100 Gb/s") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kNoCap, 3});
      run.send(at(0), 1, {west_to_east(run), kTerabyte, kNoCap});
    });
    // 1 TB / 37.5 GB/s = 26 2/3 s. Its parts are of 333,333,333,333 bytes and one more.
    CHECK(ends.at(0) - kStart - Duration{26'666'666'667} <= Duration{1});
    CHECK(ends.at(0) - kStart - Duration{26'666'666'667} >= Duration{-1});
    CHECK(ends.at(1) == at(40));
  }
  SECTION("a cap bounds the transfer, not its unit of weight") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kGigabit * 100, 4});
      run.send(at(0), 1, {west_to_east(run), kTerabyte, kNoCap});
    });
    // 100 and 300 Gb/s; the second ends at 26 2/3 s, the first goes on at its cap.
    CHECK(ends == Ends{{0, at(80)}, {1, kStart + Duration{26'666'666'667}}});
  }
  SECTION("fewer bytes than weight") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, {west_to_east(run), Bytes{2}, kNoCap, 5});
    });
    CHECK(ends.at(0) == at(0) + Duration{1});
  }
  SECTION("cancelled as a whole") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kNoCap, 3});
      run.send(at(0), 1, {west_to_east(run), kTerabyte, kNoCap});
      run.cancel(at(16), 0);
    });
    CHECK(ends == Ends{{1, at(32)}});  // 16 s at 12.5 GB/s, 800 GB at 50 GB/s
  }
  SECTION("what is left, over all parts") {
    const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kNoCap, 4});
      run.at(at(4), [&] {
        notes.push_back(fmt::format("{}", run.network().remaining(TransferSlot(0)).value()));
      });
    });
    CHECK(outcome.notes == Notes{"800000000000"});
  }
}

TEST_CASE("every transfer may have a rate cap of its own in simgrid", "[simgrid]") {
  // Slot k at k Gb/s, for k = 1, ..., 27: 378 Gb/s of 400. 100 k Gb at k Gb/s: 100 s.
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    for (int slot = 1; slot <= 27; ++slot) {
      run.send(at(0), slot, "West", "East", Bytes{12'500'000'000} * slot, kGigabit * slot);
    }
  });
  REQUIRE(ends.size() == 27);
  for (const auto& [slot, end] : ends) CHECK(end == at(100));
}

TEST_CASE("links change in flight in simgrid", "[simgrid]") {
  SECTION("an upgrade") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.set_capacity(at(10), kWestToEast, kGigabit * 800);
    });
    CHECK(ends == Ends{{0, at(15)}});  // 0.5 TB at 50 GB/s, 0.5 TB at 100 GB/s
  }
  SECTION("less, with a cap that then bounds nothing") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte, kGigabit * 200);
      run.set_capacity(at(10), kWestToEast, kGigabit * 100);
      run.set_capacity(at(20), kWestToEast, kGigabit * 400);
    });
    CHECK(ends == Ends{{0, at(45)}});  // 250 GB, then 125 GB, then 625 GB at 25 GB/s: 25 s
  }
  SECTION("a cut and its repair") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "West", "East", kTerabyte, kGigabit * 100);
      run.set_capacity(at(10), kWestToEast, BitsPerSecond{0});
      run.send(at(11), 2, "West", "East", kTerabyte);
      run.set_capacity(at(3600), kWestToEast, kGigabit * 400);
    });
    // As in fluid: at 10 s 625 GB and 875 GB are left. From 3600 s on 150, 100 and 150 Gb/s: the
    // first needs 33 1/3 s; then the third has 300 Gb/s for its last 375 GB: 10 s. The second:
    // 875 GB / 12.5 GB/s = 70 s.
    CHECK(ends == Ends{{0, kStart + Duration{3'633'333'333'334}},
                       {1, at(3670)},
                       {2, kStart + Duration{3'643'333'333'334}}});
  }
  SECTION("links that are down and up again, upgraded meanwhile") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.set_link(at(5), kWestToEast, LinkState::down);
      run.set_link(at(6), kWestToEast, LinkState::down);
      run.set_capacity(at(7), kWestToEast, kGigabit * 800);
      run.set_link(at(105), kWestToEast, LinkState::up);
    });
    CHECK(ends == Ends{{0, at(112.5)}});  // 250 GB at 50 GB/s; 750 GB at 100 GB/s: 7.5 s
  }
  SECTION("a cut for good: the run ends all the same") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "East", "West", kTerabyte);
      run.set_link(at(10), kWestToEast, LinkState::down);
    });
    CHECK(ends == Ends{{1, at(20)}});
  }
  SECTION("a cut at the very end") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.set_link(at(20), kWestToEast, LinkState::down);
    });
    CHECK(ends.size() <= 1);  // its last byte may or may not have passed
  }
}

TEST_CASE("lv08 shares by round trips and leaves 3 % to headers", "[simgrid]") {
  const World world = drawn_world(
      "West --400G 1000km-- Middle --400G 2000km-- East\n"
      "East [8]\n");
  const auto alone = [&](BitsPerSecond cap) {
    return simgrid_ends(
        world, [cap](ScriptedRun& run) { run.send(at(0), 0, "Middle", "East", kTerabyte, cap); },
        {}, "lv08");
  };
  SECTION("one alone: 1 TB / (0.97 x 50 GB/s) = 20.618556701 s") {
    CHECK(alone(kNoCap) == Ends{{0, kStart + Duration{20'618'556'702}}});
  }
  SECTION("a cap is what the transfer gets: 1 TB / 12.5 GB/s") {
    CHECK(alone(kGigabit * 100) == Ends{{0, at(80)}});
  }
  SECTION("two: in proportion to 1 / (latency + sum of 20,537 bytes / capacity)") {
    const Topology topology(world);
    const auto penalty = [&](NodeId from) {
      const Route& route = topology.route(topology.node_to_site(from, SiteId(0)));
      double seconds = to_seconds(route.latency);
      for (const LinkId link : route.links) {
        seconds +=
            20'537.0 * 8 / static_cast<double>(topology.links()[link.index()].capacity.value());
      }
      return seconds;
    };
    const double far = 1 / penalty(NodeId(0));
    const double near = 1 / penalty(NodeId(1));
    CHECK(near / far == Approx(1.5).epsilon(0.01));  // 3000 km to 2000 km, nearly
    const Ends ends = simgrid_ends(
        world,
        [](ScriptedRun& run) {
          run.send(at(0), 0, "West", "East", kTerabyte);
          run.send(at(0), 1, "Middle", "East", kTerabyte);
        },
        {}, "lv08");
    // The near one ends first; then the far one has all: together 2 TB at 48.5 GB/s.
    const double first = 1000 / (48.5 * near / (near + far));
    CHECK(to_seconds(ends.at(1) - kStart) == Approx(first).epsilon(1e-9));
    CHECK(to_seconds(ends.at(0) - kStart) == Approx(2000 / 48.5).epsilon(1e-9));
  }
}

}  // namespace eastwest::network_test
