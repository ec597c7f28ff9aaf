// SimGrid's network against brute force on random graphs, its own book of links, and itself.
#include "tests/catch.hpp"
#include "tests/models/network/random_transfers.hpp"
#include "tests/models/network/simgrid_stage.hpp"

namespace eastwest::network_test {
namespace {

RunOptions all_caps() {
  RunOptions options;
  options.rate_caps = kRandomCaps;
  return options;
}

/// Compares every end with brute force: 1e-9 of the duration, or 2 ns.
void check_against_brute_force(std::uint64_t seed, int count, Duration mean_gap) {
  INFO("seed " << seed);
  Draw draw(seed);
  const World world = random_world(draw);
  const Topology topology(world);
  const std::vector<Arrival> arrivals = random_arrivals(draw, topology, count, mean_gap);
  const std::vector<long double> expected = fair_ends(topology, arrivals);
  const std::map<int, Date> ends = simgrid_ends(
      world, [&](ScriptedRun& run) { write_calendar(run, arrivals); }, all_caps());
  REQUIRE(ends.size() == arrivals.size());
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    INFO("transfer " << i);
    CHECK(error_of(arrivals[i], ends.at(static_cast<int>(i)), expected[i]) <= 1);
  }
}

}  // namespace

TEST_CASE("ends agree with brute force on random graphs", "[simgrid]") {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    check_against_brute_force(seed, 150, std::chrono::milliseconds{300});
  }
}

TEST_CASE("ends agree with brute force where links are crowded", "[simgrid]") {
  for (std::uint64_t seed = 101; seed <= 106; ++seed) {
    check_against_brute_force(seed, 200, std::chrono::milliseconds{10});
  }
}

TEST_CASE("ends agree with brute force on many random graphs", "[simgrid][.full]") {
  for (std::uint64_t seed = 1001; seed <= 1300; ++seed) {
    check_against_brute_force(seed, 300, std::chrono::milliseconds{100});
  }
}

TEST_CASE("the same run gives the same dates", "[simgrid]") {
  Draw draw(7);
  const World world = random_world(draw);
  const std::vector<Arrival> arrivals =
      random_arrivals(draw, Topology(world), 400, std::chrono::milliseconds{50});
  const auto run_once = [&] {
    return simgrid_ends(
        world, [&](ScriptedRun& run) { write_calendar(run, arrivals); }, all_caps());
  };
  CHECK(run_once() == run_once());
}

TEST_CASE("the book of links holds the bytes of the transfers that passed them", "[simgrid]") {
  for (std::uint64_t seed = 201; seed <= 205; ++seed) {
    INFO("seed " << seed);
    Draw draw(seed);
    const World world = random_world(draw);
    const Topology topology(world);
    const std::vector<Arrival> arrivals =
        random_arrivals(draw, topology, 300, std::chrono::milliseconds{100});
    RunOptions options = all_caps();
    options.link_book = true;
    const SimgridOutcome outcome = simgrid_run(
        world, [&](ScriptedRun& run, Notes&) { write_calendar(run, arrivals); }, options);
    REQUIRE(outcome.child.exit_code == 0);
    std::vector<double> expected(topology.links().size(), 0);
    for (const Arrival& arrival : arrivals) {
      for (const LinkId link : topology.route(arrival.request.route).links) {
        expected[link.index()] += static_cast<double>(arrival.request.size.value());
      }
    }
    REQUIRE(outcome.link_book.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      INFO("link " << topology.links()[i].name);
      CHECK(outcome.link_book[i] == Approx(expected[i]).epsilon(1e-9));
    }
  }
}

TEST_CASE("the book of links is as fine as the clock: 2 ns at full rate for each transfer",
          "[simgrid]") {
  const World world = drawn_world(
      "West --4000G 1000km-- East\n"
      "East [8]\n");
  RunOptions options;
  options.link_book = true;
  // A week into the run a double in seconds has steps of 0.12 ns, in which 500 GB/s move 58 bytes.
  const SimgridOutcome outcome = simgrid_run(
      world,
      [](ScriptedRun& run, Notes&) {
        for (int slot = 0; slot < 10; ++slot) {
          run.send(at(604'800.123 + 7.77 * slot), slot, "West", "East", Bytes{1'000'000});
        }
      },
      options);
  REQUIRE(outcome.ends.size() == 10);
  CHECK(outcome.link_book[0] == Approx(10e6).margin(10 * 1000).epsilon(0));
}

TEST_CASE("the book of links knows of cancelled transfers, and is empty unless asked for",
          "[simgrid]") {
  const World world = drawn_world(
      "West --400G 1000km-- East\n"
      "East [8]\n");
  const auto script = [](ScriptedRun& run, Notes&) {
    run.send(at(0), 0, "West", "East", kTerabyte);
    run.send(at(0), 1, "West", "East", kTerabyte);
    run.cancel(at(10), 1);
  };
  RunOptions options;
  options.link_book = true;
  // 10 s shared, then 15 s alone: 25 s at 50 GB/s on the trunk and on the uplink, nothing back.
  CHECK(simgrid_run(world, script, options).link_book ==
        std::vector<double>{1.25e12, 0, 1.25e12, 0});
  CHECK(simgrid_run(world, script).link_book.empty());
}

}  // namespace eastwest::network_test
