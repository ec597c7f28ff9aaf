// The network without sharing, and through it the native driver.
#include "models/network/uncontended.hpp"

#include "tests/catch.hpp"
#include "tests/models/network/scripted_run.hpp"

namespace eastwest::network_test {
namespace {

using Ends = std::map<int, Date>;

World chain() {
  return drawn_world(
      "West --400G 100km-- Middle --800G 2000km-- East\n"
      "Middle [8]\n"
      "East [8]\n");
}

constexpr LinkId kWestToMiddle{0};

struct Outcome {
  Ends ends;
  std::vector<Date> settled;
  std::vector<double> link_book;
};

Outcome uncontended_run(const std::function<void(ScriptedRun&)>& script,
                        const RunOptions& options = {}) {
  const std::unique_ptr<Network> network = uncontended_network().make(Parameters{});
  ScriptedRun run(chain(), *network, options);
  script(run);
  run.run();
  return {run.ends(), run.settled(), network->link_book()};
}

}  // namespace

TEST_CASE("transfers run at the narrowest link whatever else runs", "[uncontended]") {
  const Outcome outcome = uncontended_run([](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.send(at(0), 1, "West", "Middle", kTerabyte);
    run.send(at(5), 2, "Middle", "East", kTerabyte);
    run.send(at(0), 3, "West", "East", kTerabyte, kGigabit * 100);
    run.send(at(0), 4, "West", "East", kTerabyte, kGigabit * 900);
  });
  // 1 TB takes 20 s at 400 Gb/s, 10 s at 800 Gb/s, 80 s at 100 Gb/s.
  CHECK(outcome.ends == Ends{{0, at(20)}, {1, at(20)}, {2, at(15)}, {3, at(80)}, {4, at(20)}});
}

TEST_CASE("an end is rounded up to a nanosecond", "[uncontended]") {
  const Outcome outcome =
      uncontended_run([](ScriptedRun& run) { run.send(at(1), 0, "West", "Middle", Bytes{51}); });
  // 51 B / (50 B/ns) = 1.02 ns
  CHECK(outcome.ends == Ends{{0, at(1) + Duration{2}}});
}

TEST_CASE("an end and an event of one date are settled together", "[uncontended]") {
  const Outcome outcome = uncontended_run(
      [](ScriptedRun& run) {
        run.send(at(-3), 0, "West", "Middle", kTerabyte);
        run.at(at(17), [] {});
        run.on_end = [&run](int slot, Date date) {
          if (slot < 2) run.send(date, slot + 1, "West", "Middle", kTerabyte);
        };
      },
      {.first_date = at(-10)});
  CHECK(outcome.ends == Ends{{0, at(17)}, {1, at(37)}, {2, at(57)}});
  CHECK(outcome.settled == std::vector<Date>{at(-3), at(17), at(37)});
}

TEST_CASE("a cancelled transfer is not reported and its slot is free", "[uncontended]") {
  const Outcome outcome = uncontended_run([](ScriptedRun& run) {
    run.send(at(0), 0, "West", "Middle", kTerabyte);
    run.cancel(at(10), 0);
    run.send(at(10), 0, "West", "Middle", kTerabyte);
    run.send(at(0), 1, "West", "Middle", kTerabyte);
    run.cancel(at(15), 1);
  });
  CHECK(outcome.ends == Ends{{0, at(30)}});
}

TEST_CASE("the bytes left are rounded up", "[uncontended]") {
  std::vector<std::int64_t> left;
  uncontended_run([&](ScriptedRun& run) {
    run.send(at(0), 0, "West", "Middle", Bytes{1000}, kGigabit);  // 1 bit a nanosecond
    for (const int nanosecond : {0, 1, 8, 9, 7999}) {
      run.at(kStart + Duration{nanosecond},
             [&] { left.push_back(run.network().remaining(TransferSlot(0)).value()); });
    }
  });
  CHECK(left == std::vector<std::int64_t>{1000, 1000, 999, 999, 1});
}

TEST_CASE("the book of links is exact, and empty unless asked for", "[uncontended]") {
  const auto script = [](ScriptedRun& run) {
    run.send(at(0), 0, "West", "East", Bytes{51});      // ends in mid-nanosecond
    run.send(at(0), 1, "West", "Middle", Bytes{1001});  // overlaps
    run.send(at(1), 2, "West", "Middle", kTerabyte);
    run.cancel(at(11), 2);  // 10 s at 50 GB/s
  };
  const Outcome outcome = uncontended_run(script, {.link_book = true});
  const double first_trunk = 51 + 1001 + 5e11;
  // West>Middle, back, Middle>East, back, uplink of Middle in, out, of East in, out.
  CHECK(outcome.link_book ==
        std::vector<double>{first_trunk, 0, 51, 0, first_trunk - 51, 0, 51, 0});
  CHECK(uncontended_run(script).link_book.empty());
}

TEST_CASE("transfers go on at another rate when a link changes", "[uncontended]") {
  const Outcome outcome = uncontended_run(
      [](ScriptedRun& run) {
        run.send(at(0), 0, "West", "Middle", kTerabyte);
        run.send(at(0), 1, "West", "Middle", kTerabyte, kGigabit * 100);
        run.send(at(0), 2, "Middle", "East", kTerabyte);
        run.set_capacity(at(10), kWestToMiddle, kGigabit * 800);
        run.set_link(at(12), kWestToMiddle, LinkState::down);
        run.set_capacity(at(13), kWestToMiddle, kGigabit * 160);
        run.send(at(14), 3, "West", "Middle", kTerabyte);
        run.set_link(at(22), kWestToMiddle, LinkState::up);
      },
      {.link_book = true});
  // The first: 500 GB at 50 GB/s, 200 GB at 100 GB/s, then 300 GB at 20 GB/s: 15 s after 22 s. The
  // second: 150 GB until 12 s, 850 GB at 12.5 GB/s: 68 s. The fourth: 1 TB at 20 GB/s: 50 s.
  CHECK(outcome.ends == Ends{{0, at(37)}, {1, at(90)}, {2, at(10)}, {3, at(72)}});
  CHECK(outcome.link_book[0] == 3e12);
}

TEST_CASE("misuse is a defect", "[uncontended]") {
  CHECK_THROWS_AS(uncontended_run([](ScriptedRun& run) { run.cancel(at(0), 5); }), Defect);
  CHECK_THROWS_AS(uncontended_run([](ScriptedRun& run) {
                    run.send(at(0), 0, "West", "East", kTerabyte);
                    run.send(at(1), 0, "West", "East", kTerabyte);
                  }),
                  Defect);
}

}  // namespace eastwest::network_test
