// SimGrid's network against brute force on random graphs, its own book of links, and itself.
#include <limits>

#include "tests/catch.hpp"
#include "tests/models/network/simgrid_stage.hpp"

namespace eastwest::network_test {
namespace {

/// What is wrong with a case: ends that are not those of brute force.
std::string mistake_in(const NetworkCase& one) {
  const std::vector<long double> expected =
      fair_ends(Topology(one.world), one.arrivals, one.changes);
  const std::map<int, Date> ends = simgrid_ends(one);
  if (ends.size() > one.arrivals.size()) return "more ends than transfers";
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    const auto end = ends.find(static_cast<int>(i));
    const bool is_endless = expected[i] == std::numeric_limits<long double>::infinity();
    if (is_endless != (end == ends.end())) {
      return fmt::format("transfer {} should {}", i, is_endless ? "never end" : "end");
    }
    if (!is_endless && error_of(one.arrivals[i], end->second, expected[i]) > 1) {
      return fmt::format("transfer {} ends at {} ns, not at {:.3f}", i,
                         end->second.time_since_epoch().count(), expected[i]);
    }
  }
  return {};
}

}  // namespace

TEST_CASE("ends agree with brute force on random graphs", "[simgrid]") {
  check_seeds(1, 25, {}, mistake_in);
}

TEST_CASE("ends agree with brute force where links are crowded", "[simgrid]") {
  check_seeds(101, 106, {.transfers = 200, .mean_gap = std::chrono::milliseconds{10}}, mistake_in);
}

TEST_CASE("ends agree with brute force with weights and while links change", "[simgrid]") {
  check_seeds(111, 125,
              {.transfers = 100,
               .mean_gap = std::chrono::milliseconds{60},
               .weights = Weights::mixed,
               .links = Links::changing,
               .sizes = Sizes::divisible},
              mistake_in);
}

TEST_CASE("ends agree with brute force on many random graphs", "[simgrid][.full]") {
  check_seeds(1001, 1300, {.transfers = 300, .mean_gap = std::chrono::milliseconds{100}},
              mistake_in);
}

TEST_CASE("the same run gives the same dates", "[simgrid]") {
  const NetworkCase one =
      random_case(7, {.transfers = 400, .mean_gap = std::chrono::milliseconds{50}});
  CHECK(simgrid_ends(one) == simgrid_ends(one));
}

TEST_CASE("the book of links holds the bytes of the transfers that passed them", "[simgrid]") {
  for (std::uint64_t seed = 201; seed <= 205; ++seed) {
    INFO("seed " << seed);
    const NetworkCase one =
        random_case(seed, {.transfers = 300, .mean_gap = std::chrono::milliseconds{100}});
    const Topology topology(one.world);
    RunOptions options;
    options.link_book = true;
    const SimgridOutcome outcome = simgrid_run(
        one.world, [&](ScriptedRun& run, Notes&) { write_calendar(run, one); }, options);
    REQUIRE(outcome.child.exit_code == 0);
    std::vector<double> expected(topology.links().size(), 0);
    for (const Arrival& arrival : one.arrivals) {
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
