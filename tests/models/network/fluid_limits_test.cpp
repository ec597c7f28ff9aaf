// What set the pace of transfers in the network `fluid`: by hand, and added up over random cases.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/models/network/fluid_stage.hpp"
#include "tests/models/network/trunk_worlds.hpp"

namespace eastwest::network_test {
namespace {

constexpr LinkId kWestToMiddle{0};
constexpr LinkId kMiddleToEast{2};

/// The book after a script.
LimitBook book_after(const World& world, const std::function<void(ScriptedRun&)>& script) {
  FluidNetwork network;
  network.enable_limit_book();
  ScriptedRun run(world, network, {});
  script(run);
  run.run();
  return network.limit_book().value();
}

LimitBook book_after(const std::function<void(ScriptedRun&)>& script) {
  return book_after(two_trunks(), script);
}

double limited_by_all(const LimitBook& book) {
  double sum = 0;
  for (const LimitBook::OfLink& link : book.links) sum += link.limited;
  return sum;
}

Duration seconds_of(double seconds) { return from_seconds(seconds); }

/// The network ends a transfer up to 2^-12 ns before its last byte, so that no rounding makes it
/// one nanosecond late. No case here has more than 16 of these steps in one sum.
Approx seconds_near(double seconds) {
  return Approx(seconds).epsilon(0).margin(16 * 0x1p-12 * 1e-9);
}

}  // namespace

TEST_CASE("fluid knows which link set the pace, and for how long", "[fluid]") {
  SECTION("two share a trunk, the second one later") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      run.send(at(0), 0, "Middle", "East", kTerabyte);
      run.send(at(10), 1, "Middle", "East", kTerabyte);
    });
    // They end at 30 s and at 40 s: one for 10 s, two for 20 s, one for 10 s.
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(40));
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(60));
    CHECK(limited_by_all(book) == seconds_near(60));
    CHECK(book.links[kWestToMiddle.index()].saturated == Duration{0});
    CHECK(book.at_cap == 0);
  }
  SECTION("a cap below the share leaves the rest of the trunk to the other") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      run.send(at(0), 0, "Middle", "East", kTerabyte, BitsPerSecond{100 * kGigabit.value()});
      run.send(at(0), 1, "Middle", "East", kTerabyte);
    });
    // 1 TB at 100 Gb/s: 80 s. The other has 300 Gb/s: 80/3 s, and the trunk is full until then.
    CHECK(book.at_cap == seconds_near(80));
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(80.0 / 3));
    CHECK(book.links[kMiddleToEast.index()].saturated == Duration{26'666'666'667});
  }
  SECTION("caps that fill a trunk: it is saturated and slows nobody down") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      const BitsPerSecond half{200 * kGigabit.value()};
      run.send(at(0), 0, "Middle", "East", kTerabyte, half);
      run.send(at(0), 1, "Middle", "East", kTerabyte, half);
    });
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(40));
    CHECK(limited_by_all(book) == 0);
    CHECK(book.at_cap == seconds_near(80));
  }
  SECTION("two full trunks on one route: both are saturated, one has set the pace") {
    const LimitBook book =
        book_after([](ScriptedRun& run) { run.send(at(0), 0, "West", "East", kTerabyte); });
    CHECK(book.links[kWestToMiddle.index()].saturated == seconds_of(20));
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(20));
    CHECK(limited_by_all(book) == seconds_near(20));
  }
  SECTION("the narrowest point of each") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      for (int slot = 0; slot < 3; ++slot) run.send(at(0), slot, "Middle", "East", kTerabyte);
      run.send(at(0), 3, "West", "East", kTerabyte);
      run.send(at(0), 4, "West", "Middle", kTerabyte);
    });
    // The second trunk gives 100 Gb/s to each of four for 80 s. The first leaves 300 Gb/s to the
    // fifth, for 80/3 s; then only the fourth is on it.
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(320));
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(80));
    CHECK(book.links[kWestToMiddle.index()].limited == seconds_near(80.0 / 3));
    CHECK(book.links[kWestToMiddle.index()].saturated == Duration{26'666'666'667});
  }
  SECTION("an uplink of one port") {
    const LimitBook book =
        book_after(drawn_world("West --800G 100km-- East\n"
                               "East [8 1ports]\n"),
                   [](ScriptedRun& run) { run.send(at(0), 0, "West", "East", kTerabyte); });
    CHECK(book.links[0].limited == 0);
    CHECK(book.links[0].saturated == Duration{0});
    CHECK(book.links[2].limited == seconds_near(20));
  }
}

TEST_CASE("weights, cuts, upgrades and cancelled transfers in fluid's book of limits", "[fluid]") {
  SECTION("a transfer of weight 3 counts three times") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      const RouteId route = run.topology().node_to_site(NodeId(1), SiteId(1));
      run.send(at(0), 0, {route, kTerabyte * 3, kNoCap, 3});
    });
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(180));  // 3 TB in 60 s
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(60));
  }
  SECTION("while it is cut, a trunk holds its transfer up and is not saturated") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      run.send(at(0), 0, "Middle", "East", kTerabyte);
      run.set_link(at(5), kMiddleToEast, LinkState::down);
      run.set_link(at(15), kMiddleToEast, LinkState::up);
    });
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(30));
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(20));
  }
  SECTION("a wider trunk leaves the pace to the other one") {
    const LimitBook book = book_after([](ScriptedRun& run) {
      run.set_capacity(at(0), kWestToMiddle, BitsPerSecond{800 * kGigabit.value()});
      run.send(at(0), 0, "West", "East", kTerabyte * 2);
      run.set_capacity(at(10), kMiddleToEast, BitsPerSecond{1600 * kGigabit.value()});
    });
    // 0.5 TB in the first 10 s, then 1.5 TB at 800 Gb/s in 15 s.
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(10));
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(10));
    CHECK(book.links[kWestToMiddle.index()].limited == seconds_near(15));
    CHECK(book.links[kWestToMiddle.index()].saturated == seconds_of(15));
  }
  SECTION("read in the middle and after a cancel") {
    std::vector<double> read;
    const LimitBook book = book_after([&read](ScriptedRun& run) {
      run.send(at(0), 0, "Middle", "East", kTerabyte);
      run.at(at(7), [&] {
        read.push_back(run.network().limit_book()->links[kMiddleToEast.index()].limited);
      });
      run.cancel(at(10), 0);
      run.at(at(12), [] {});
    });
    CHECK(read == std::vector<double>{7});
    CHECK(book.links[kMiddleToEast.index()].limited == seconds_near(10));
    CHECK(book.links[kMiddleToEast.index()].saturated == seconds_of(10));
  }
  SECTION("nothing is kept unless it is asked for") {
    FluidNetwork network;
    ScriptedRun run(two_trunks(), network, {});
    CHECK_FALSE(network.limit_book());
  }
}

TEST_CASE("every second of every transfer in fluid has one cause", "[fluid]") {
  const Recipe recipe{.weights = Weights::mixed};
  check_seeds(1, 40, recipe, [](const NetworkCase& one) -> std::string {
    FluidNetwork network;
    network.enable_limit_book();
    ScriptedRun run(one.world, network, {.link_book = true});
    write_calendar(run, one);
    run.run();
    const LimitBook book = network.limit_book().value();
    double under_way = 0;
    for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
      const Duration taken = run.ends().at(static_cast<int>(i)) - one.arrivals[i].date;
      under_way += to_seconds(taken) * one.arrivals[i].request.weight;
    }
    const double explained = limited_by_all(book) + book.at_cap;
    // Ends are told up to a nanosecond late.
    const double error = 1e-8 * static_cast<double>(one.arrivals.size());
    if (std::fabs(explained - under_way) > error) {
      return fmt::format("{} s of {} s have a cause", explained, under_way);
    }
    // A saturated link moves what it can; one that is never saturated slows nobody down.
    const std::vector<double> moved = network.link_book();
    for (std::size_t i = 0; i < moved.size(); ++i) {
      const LimitBook::OfLink& link = book.links[i];
      const auto capacity = static_cast<double>(run.topology().links()[i].capacity.value());
      if (moved[i] < capacity / 8 * to_seconds(link.saturated) * (1 - 1e-9)) {
        return fmt::format("link {} moved {} B and was saturated for {} s", i, moved[i],
                           to_seconds(link.saturated));
      }
      if (link.limited > 0 && link.saturated == Duration{0}) {
        return fmt::format("link {} set the pace and was never saturated", i);
      }
    }
    return {};
  });
}

}  // namespace eastwest::network_test
