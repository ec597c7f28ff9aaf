// How the network `fluid` shares links: cases whose ends can be worked out by hand.
#include "tests/catch.hpp"
#include "tests/models/network/fluid_stage.hpp"
#include "tests/models/network/trunk_worlds.hpp"

namespace eastwest::network_test {
namespace {

using Ends = std::map<int, Date>;

constexpr LinkId kWestToEast{0};
constexpr LinkId kEastToWest{1};
constexpr Bytes kExabyte{1'000'000'000'000'000'000};

RouteId west_to_east(const ScriptedRun& run) {
  return run.topology().node_to_site(NodeId(0), SiteId(0));
}

}  // namespace

TEST_CASE("fluid shares a trunk equally", "[fluid]") {
  SECTION("one alone: 1 TB / 400 Gb/s = 20 s") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(20)}});
  }
  SECTION("three from the same date: 3 TB / 400 Gb/s, though a third of 50 GB/s is no number") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(60)}, {1, at(60)}, {2, at(60)}});
  }
  SECTION("the second later") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(10), 1, "West", "East", kTerabyte);
    });
    // At 10 s the first has 0.5 TB left, at 200 Gb/s 20 s. At 30 s so has the second, at 400 Gb/s.
    CHECK(ends == Ends{{0, at(30)}, {1, at(40)}});
  }
  SECTION("the other direction is another link") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "East", "West", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(20)}, {1, at(20)}});
  }
  SECTION("an uplink too: 2 TB through one port of 400 Gb/s") {
    const World world = drawn_world(
        "West --800G 100km-- East\n"
        "East [8 1ports]\n");
    const Ends ends = fluid_ends(world, [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "East", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(40)}, {1, at(40)}});
  }
}

TEST_CASE("what one transfer cannot use goes to the others in fluid", "[fluid]") {
  const Ends ends = fluid_ends(two_trunks(), [](ScriptedRun& run, FluidNetwork&) {
    for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "Middle", "East", kTerabyte);
    run.send(at(0), 3, "West", "East", kTerabyte);
    run.send(at(0), 4, "West", "Middle", kTerabyte);
  });
  // The second trunk gives 100 Gb/s to each of four; the first has 300 Gb/s left for the fifth:
  // 80/3 s. The four move 4 TB at 400 Gb/s in all.
  CHECK(ends.at(4) == kStart + Duration{26'666'666'667});
  for (int slot = 0; slot < 4; ++slot) CHECK(ends.at(slot) == at(80));
}

TEST_CASE("a long chain is as fast as its most crowded trunk in fluid", "[fluid]") {
  // Twenty trunks of 400 Gb/s; one transfer over all, k of one trunk each over the k-th of them.
  std::string drawing = "n0";
  for (int i = 1; i <= 20; ++i) drawing += fmt::format(" --400G 10km-- n{}", i);
  drawing += "\n";
  for (int i = 1; i <= 20; ++i) drawing += fmt::format("n{} [8]\n", i);
  const Ends ends = fluid_ends(drawn_world(drawing), [](ScriptedRun& run, FluidNetwork&) {
    run.send(at(0), 0, "n0", "n20", kTerabyte);
    int slot = 1;
    for (int trunk = 1; trunk <= 20; ++trunk) {
      for (int i = 0; i < trunk; ++i) {
        run.send(at(0), slot++, fmt::format("n{}", trunk - 1), fmt::format("n{}", trunk),
                 kTerabyte);
      }
    }
  });
  // 21 TB at 400 Gb/s over the last trunk: 420 s. On the first, one has the rest of the trunk until
  // its end: 1 TB / (20/21 x 50 GB/s) = 21 s.
  CHECK(ends.at(0) == at(420));
  CHECK(ends.at(1) == at(21));
  for (int slot = 191; slot <= 210; ++slot) CHECK(ends.at(slot) == at(420));
}

TEST_CASE("parallel cables are links of their own in fluid", "[fluid]") {
  // Routes take the cables in turn: node to site West>East, East>East, ..., one cable each.
  const World world = drawn_world(
      "West --400G 100km-- East\n"
      "West --400G 100km-- East\n"
      "East [8]\n"
      "East2 --400G 1km-- East\n"
      "East2 [8]\n");
  const Topology topology(world);
  const RouteId first = topology.node_to_site(NodeId(0), SiteId(0));
  const RouteId second = topology.node_to_site(NodeId(0), SiteId(1));
  REQUIRE(topology.route(first).links.front() != topology.route(second).links.front());
  const Ends ends = fluid_ends(world, [&](ScriptedRun& run, FluidNetwork&) {
    run.send(at(0), 0, {first, kTerabyte, kNoCap});
    run.send(at(0), 1, {second, kTerabyte, kNoCap});
    run.send(at(0), 2, {second, kTerabyte, kNoCap});
  });
  CHECK(ends == Ends{{0, at(20)}, {1, at(40)}, {2, at(40)}});
}

TEST_CASE("a rate cap bounds each transfer on its own in fluid", "[fluid]") {
  SECTION("three at 100 Gb/s leave 100 Gb/s to one without a cap") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      for (int slot = 0; slot < 3; ++slot) {
        run.send(at(0), slot, "West", "East", kTerabyte, kGigabit * 100);
      }
      run.send(at(0), 3, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(80)}, {2, at(80)}, {3, at(80)}});
  }
  SECTION("two at 100 Gb/s leave 200 Gb/s, one that ends leaves its own") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte, kGigabit * 100);
      run.send(at(0), 1, "West", "East", Bytes{kTerabyte.value() / 4}, kGigabit * 100);
      run.send(at(0), 2, "West", "East", kTerabyte);
    });
    // The second ends at 20 s; the third then has 0.5 TB left, at 300 Gb/s 13 1/3 s.
    CHECK(ends == Ends{{0, at(80)}, {1, at(20)}, {2, kStart + Duration{33'333'333'334}}});
  }
  SECTION("caps above the fair share or above the capacity do nothing: 4 TB / 400 Gb/s") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      for (int slot = 0; slot < 4; ++slot) {
        run.send(at(0), slot, "West", "East", kTerabyte, kGigabit * (slot % 2 == 0 ? 150 : 1000));
      }
    });
    CHECK(ends == Ends{{0, at(80)}, {1, at(80)}, {2, at(80)}, {3, at(80)}});
  }
}

TEST_CASE("shares are in proportion to weights in fluid", "[fluid]") {
  SECTION("three to one: 300 and 100 Gb/s") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kNoCap, 3});
      run.send(at(0), 1, {west_to_east(run), kTerabyte, kNoCap});
    });
    // 1 TB / 37.5 GB/s = 26 2/3 s; both together move 2 TB at 50 GB/s.
    CHECK(ends == Ends{{0, kStart + Duration{26'666'666'667}}, {1, at(40)}});
  }
  SECTION("a cap bounds the transfer, not its unit of weight") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, {west_to_east(run), kTerabyte, kGigabit * 100, 3});
      run.send(at(0), 1, {west_to_east(run), kTerabyte, kNoCap});
    });
    // 100 and 300 Gb/s; the second ends at 26 2/3 s, the first goes on at its cap.
    CHECK(ends == Ends{{0, at(80)}, {1, kStart + Duration{26'666'666'667}}});
  }
}

TEST_CASE("the smallest and the largest transfer in fluid", "[fluid]") {
  SECTION("a byte alone: 0.02 ns, told at the next nanosecond") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(1), 0, "West", "East", Bytes{1});
    });
    CHECK(ends == Ends{{0, at(1) + Duration{1}}});
  }
  SECTION("bytes that follow each other in one nanosecond") {
    // All three share until the first byte ends at 0.06 ns; the others then have 2 and 9 bytes
    // left: 0.14 and 0.32 ns.
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(1), 0, "West", "East", Bytes{1});
      run.send(at(1), 1, "West", "East", Bytes{3});
      run.send(at(1), 2, "West", "East", Bytes{10});
    });
    for (int slot = 0; slot < 3; ++slot) CHECK(ends.at(slot) == at(1) + Duration{1});
  }
  SECTION("an exabyte: 20,000,000 s, and what a terabyte beside it costs: 20 s") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kExabyte);
      run.send(at(1'000'000), 1, "West", "East", kTerabyte);
      run.send(at(0), 2, "East", "West", kExabyte);
    });
    CHECK(ends == Ends{{0, at(20'000'020)}, {1, at(1'000'040)}, {2, at(20'000'000)}});
  }
  SECTION("four of 9 EB at a time: 36 EB / 50 GB/s = 720,000,000 s, 23 years") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      for (int slot = 0; slot < 4; ++slot) {
        run.send(at(0), slot, "West", "East", Bytes{kExabyte.value() * 9});
      }
    });
    for (int slot = 0; slot < 4; ++slot) CHECK(ends.at(slot) == at(720'000'000));
  }
}

TEST_CASE("links change in flight in fluid", "[fluid]") {
  SECTION("an upgrade") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.set_capacity(at(10), kWestToEast, kGigabit * 800);
      run.set_capacity(at(10), kEastToWest, kGigabit * 800);
    });
    CHECK(ends == Ends{{0, at(15)}});  // 0.5 TB at 50 GB/s, 0.5 TB at 100 GB/s
  }
  SECTION("a cut and its repair") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "West", "East", kTerabyte, kGigabit * 100);
      run.set_capacity(at(10), kWestToEast, BitsPerSecond{0});
      run.send(at(11), 2, "West", "East", kTerabyte);
      run.set_capacity(at(3600), kWestToEast, kGigabit * 400);
    });
    // At 10 s 625 GB and 875 GB are left. From 3600 s on 150, 100 and 150 Gb/s: the first needs
    // 33 1/3 s; then the second has 100 and the third 300 Gb/s for its last 375 GB: 10 s. The
    // second: 875 GB / 12.5 GB/s = 70 s.
    CHECK(ends == Ends{{0, kStart + Duration{3'633'333'333'334}},
                       {1, at(3670)},
                       {2, kStart + Duration{3'643'333'333'334}}});
  }
  SECTION("links that are down and up again, upgraded meanwhile") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.set_link(at(5), kWestToEast, LinkState::down);
      run.set_link(at(6), kWestToEast, LinkState::down);
      run.set_capacity(at(7), kWestToEast, kGigabit * 800);
      run.set_link(at(105), kWestToEast, LinkState::up);
    });
    CHECK(ends == Ends{{0, at(112.5)}});  // 250 GB at 50 GB/s; 750 GB at 100 GB/s: 7.5 s
  }
  SECTION("a cut for good") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "East", "West", kTerabyte);
      run.set_capacity(at(10), kWestToEast, BitsPerSecond{0});
    });
    CHECK(ends == Ends{{1, at(20)}});
  }
}

TEST_CASE("ends and events of one date in fluid", "[fluid]") {
  SECTION("ends come first, and what they leave is shared at once") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork& network) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(20), 1, "West", "East", kTerabyte);
      run.at(at(20), [&] { CHECK(network.rate(TransferSlot(1)) == Approx(4e11)); });
    });
    CHECK(ends == Ends{{0, at(20)}, {1, at(40)}});
  }
  SECTION("an end is told after the date that was settled last") {
    // Two bytes at 0.1 B/ns would need 20 ns. At 19.9995 ns of them, nearly all has gone; at 10 ns
    // the cap's company leaves, but it is the cap that counts: 20 ns.
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", Bytes{2}, BitsPerSecond{800'000'000});
      run.cancel(at(0) + Duration{10}, 1);
      run.send(at(0), 1, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(0) + Duration{20}}});
  }
  SECTION("a transfer whose last bytes become free at a settled date ends after it") {
    // 1000 transfers of 1 TB and one of 51 bytes on 50 B/ns: at 1020 ns it has 1/20020 bytes left.
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      for (int slot = 1; slot <= 1000; ++slot) run.send(at(0), slot, "West", "East", kTerabyte);
      run.send(at(0), 0, "West", "East", Bytes{51});
      // 51 x 1001 / 50 = 1021.02 ns
      for (int slot = 1; slot <= 1000; ++slot) run.cancel(at(0) + Duration{1021}, slot);
    });
    CHECK(ends == Ends{{0, at(0) + Duration{1022}}});
  }
  SECTION("a cancelled transfer gives its share back, and its slot is free") {
    const Ends ends = fluid_ends(one_trunk(), [](ScriptedRun& run, FluidNetwork&) {
      run.send(at(0), 0, "West", "East", kTerabyte);
      run.send(at(0), 1, "West", "East", kTerabyte);
      run.cancel(at(10), 1);
      run.send(at(25), 1, "West", "East", kTerabyte);
    });
    CHECK(ends == Ends{{0, at(25)}, {1, at(45)}});  // at 10 s 0.75 TB are left: 15 s
  }
}

TEST_CASE("the bytes left in fluid are rounded up", "[fluid]") {
  std::vector<std::int64_t> left;
  static_cast<void>(fluid_ends(one_trunk(), [&](ScriptedRun& run, FluidNetwork& network) {
    const auto note = [&] { left.push_back(network.remaining(TransferSlot(0)).value()); };
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.at(at(0), note);
    run.send(at(4), 1, "West", "East", kTerabyte);
    run.send(at(4), 2, "West", "East", kTerabyte);
    run.at(at(4), note);
    run.at(at(4) + Duration{1}, note);  // 50/3 bytes later
    run.at(at(7), note);
  }));
  // 50 GB/s until 4 s, then 50/3 GB/s.
  CHECK(left == std::vector<std::int64_t>{1'000'000'000'000, 800'000'000'000, 799'999'999'984,
                                          750'000'000'000});
}

TEST_CASE("fluid's book of links is exact, and empty unless asked for", "[fluid]") {
  const auto script = [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", Bytes{51});      // ends in mid-nanosecond
    run.send(at(0), 1, "West", "Middle", Bytes{1001});  // beside it
    run.send(at(1), 2, "West", "Middle", kTerabyte);
    run.cancel(at(11), 2);  // 10 s at 50 GB/s
    run.send(at(20), 3, "West", "East", kTerabyte);
  };
  FluidNetwork network;
  ScriptedRun run(two_trunks(), network, {.link_book = true});
  script(run);
  std::vector<double> in_flight;
  run.at(at(21), [&] { in_flight = network.link_book(); });
  run.run();
  const double first_trunk = 51 + 1001 + 5e11;
  // West>Middle, back, Middle>East, back, uplink of Middle in, out, of East in, out.
  const double half_way = 5e10;
  CHECK(in_flight == std::vector<double>{first_trunk + half_way, 0, 51 + half_way, 0,
                                         first_trunk - 51, 0, 51 + half_way, 0});
  CHECK(network.link_book() == std::vector<double>{first_trunk + 1e12, 0, 51 + 1e12, 0,
                                                   first_trunk - 51, 0, 51 + 1e12, 0});

  FluidNetwork silent;
  ScriptedRun unasked(two_trunks(), silent, {});
  script(unasked);
  unasked.run();
  CHECK(silent.link_book().empty());
}

TEST_CASE("misuse of fluid is a defect", "[fluid]") {
  const auto ends_of = [](const std::function<void(ScriptedRun&)>& script) {
    return fluid_ends(one_trunk(), [&](ScriptedRun& run, FluidNetwork&) { script(run); });
  };
  CHECK_THROWS_AS(ends_of([](ScriptedRun& run) { run.cancel(at(0), 5); }), Defect);
  CHECK_THROWS_AS(ends_of([](ScriptedRun& run) {
                    run.send(at(0), 0, "West", "East", kTerabyte);
                    run.send(at(1), 0, "West", "East", kTerabyte);
                  }),
                  Defect);
}

}  // namespace eastwest::network_test
