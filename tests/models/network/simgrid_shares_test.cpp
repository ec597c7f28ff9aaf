// How SimGrid's network shares links: cases whose ends can be worked out by hand.
#include "tests/catch.hpp"
#include "tests/models/network/simgrid_stage.hpp"
#include "tests/models/network/trunk_worlds.hpp"

namespace eastwest::network_test {
namespace {

using Ends = std::map<int, Date>;

constexpr Bytes kHalfTerabyte{500'000'000'000};

}  // namespace

TEST_CASE("one transfer has a trunk for itself", "[simgrid]") {
  const Ends ends = simgrid_ends(
      one_trunk(), [](ScriptedRun& run) { run.send(at(0), 0, "West", "East", kTerabyte); });
  CHECK(ends == Ends{{0, at(20)}});  // 1 TB / 400 Gb/s = 20 s
}

TEST_CASE("two transfers share a trunk equally", "[simgrid]") {
  SECTION("from the same date") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(40)}, {1, at(40)}});  // 2 TB / 400 Gb/s
  }
  SECTION("the second later") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(10), 1, "West", "East", kTerabyte);
    });
    // At 10 s the first has 0.5 TB left, at 200 Gb/s 20 s. At 30 s so has the second, at 400 Gb/s.
    CHECK(ends == Ends{{0, at(30)}, {1, at(40)}});
  }
}

TEST_CASE("shares do not depend on the length of the route", "[simgrid]") {
  const Ends ends = simgrid_ends(two_trunks(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "Middle", kTerabyte);
    run.send(at(0), 1, "West", "East", kTerabyte);
    run.send(at(0), 2, "Middle", "East", kTerabyte);
  });
  // Both trunks carry two transfers: 200 Gb/s for each of the three.
  CHECK(ends == Ends{{0, at(40)}, {1, at(40)}, {2, at(40)}});
}

TEST_CASE("what one transfer cannot use goes to the others", "[simgrid]") {
  const Ends ends = simgrid_ends(two_trunks(), [](ScriptedRun& run) {
    for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "Middle", "East", kTerabyte);
    run.send(at(0), 3, "West", "East", kTerabyte);
    run.send(at(0), 4, "West", "Middle", kTerabyte);
  });
  // The second trunk gives 100 Gb/s to each of four; the first has 300 Gb/s left for the fifth:
  // 80/3 s. The four move 4 TB at 400 Gb/s in all.
  CHECK(ends.at(4) == kStart + Duration{26'666'666'667});
  for (int slot = 0; slot < 4; ++slot) CHECK(ends.at(slot) == at(80));
}

TEST_CASE("the two directions of a trunk are two links", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.send(at(0), 1, "East", "West", kTerabyte);
  });
  CHECK(ends == Ends{{0, at(20)}, {1, at(20)}});
}

TEST_CASE("an uplink is shared like a trunk", "[simgrid]") {
  const World world = drawn_world(
      "West --800G 100km-- East\n"
      "East [8 1ports]\n");
  const Ends ends = simgrid_ends(world, [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.send(at(0), 1, "East", "East", kTerabyte);
  });
  CHECK(ends == Ends{{0, at(40)}, {1, at(40)}});  // 2 TB through one port of 400 Gb/s
}

TEST_CASE("a rate cap bounds each transfer on its own", "[simgrid]") {
  SECTION("alone: 1 TB / 100 Gb/s = 80 s") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte, kGigabit * 100);
    });
    CHECK(ends == Ends{{0, at(80)}});
  }
  SECTION("three at 100 Gb/s leave 100 Gb/s to one without a cap") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      for (int slot = 0; slot < 3; ++slot) {
        run.send(at(0), slot, "West", "East", kTerabyte, kGigabit * 100);
      }
      run.send(at(0), 3, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(80)}, {2, at(80)}, {3, at(80)}});
  }
  SECTION("two at 100 Gb/s leave 200 Gb/s") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte, kGigabit * 100);
      run.send(at(0), 1, "West", "East", kTerabyte, kGigabit * 100);
      run.send(at(0), 2, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(80)}, {2, at(40)}});
  }
  SECTION("a cap above the fair share does nothing") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      for (int slot = 0; slot < 4; ++slot) {
        run.send(at(0), slot, "West", "East", kTerabyte, kGigabit * (slot % 2 == 0 ? 150 : 0));
      }
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(80)}, {2, at(80)}, {3, at(80)}});  // 4 TB / 400 Gb/s
  }
  SECTION("a cap above the capacity does nothing") {
    const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
      run.send(at(0), 0, "West", "East", kTerabyte, kGigabit * 1000);
    });
    CHECK(ends == Ends{{0, at(20)}});
  }
  SECTION("on routes from one source that share nothing") {
    const World star = drawn_world(
        "Hub --400G 100km-- North\n"
        "Hub --400G 100km-- South\n"
        "North [8]\n"
        "South [8]\n");
    const Ends ends = simgrid_ends(star, [](ScriptedRun& run) {
      run.send(at(0), 0, "Hub", "North", kTerabyte, kGigabit * 100);
      run.send(at(0), 1, "Hub", "South", kHalfTerabyte, kGigabit * 100);
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(40)}});
  }
}

TEST_CASE("a cancelled transfer gives its share back and is not reported", "[simgrid]") {
  const Ends ends = simgrid_ends(one_trunk(), [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.send(at(0), 1, "West", "East", kTerabyte);
    run.cancel(at(10), 1);
  });
  // At 10 s 0.75 TB are left, at 400 Gb/s 15 s.
  CHECK(ends == Ends{{0, at(25)}});
}

TEST_CASE("the bytes left are known at any date", "[simgrid]") {
  const SimgridOutcome outcome = simgrid_run(one_trunk(), [](ScriptedRun& run, Notes& notes) {
    const auto note_rest = [&] {
      notes.push_back(fmt::format("{}", run.network().remaining(TransferSlot(0)).value()));
    };
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.at(at(0), note_rest);
    run.send(at(4), 1, "West", "East", kTerabyte);
    run.at(at(4), note_rest);
    run.at(at(6), note_rest);
  });
  REQUIRE(outcome.child.exit_code == 0);
  // 50 GB/s until 4 s, then 25 GB/s.
  CHECK(outcome.notes == Notes{"1000000000000", "800000000000", "750000000000"});
  CHECK(outcome.ends == Ends{{0, at(36)}, {1, at(40)}});
}

}  // namespace eastwest::network_test
