// SimGrid's network against brute force on random graphs, its own book of links, and itself.
#include <numeric>
#include <random>

#include "tests/catch.hpp"
#include "tests/models/network/fair_shares.hpp"
#include "tests/models/network/simgrid_stage.hpp"

namespace eastwest::network_test {
namespace {

const std::vector<BitsPerSecond> kCaps = {kNoCap, kGigabit * 40, kGigabit * 100, kGigabit * 333};

/// A number in [low, high].
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : source_(seed) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto span = static_cast<std::uint64_t>(high - low + 1);
    return low + static_cast<std::int64_t>(source_() % span);
  }

 private:
  std::mt19937_64 source_;
};

/// A tree with some more trunks; a site at about every second node.
World random_world(Draw& draw) {
  std::string text;
  const std::int64_t nodes = draw.between(3, 12);
  const auto trunk = [&](std::int64_t a, std::int64_t b) {
    text += fmt::format("n{} --{}G {}km-- n{}\n", a, 400 * draw.between(1, 4),
                        draw.between(10, 2000), b);
  };
  for (std::int64_t node = 1; node < nodes; ++node) trunk(draw.between(0, node - 1), node);
  for (std::int64_t more = draw.between(0, nodes); more > 0; --more) {
    const std::int64_t a = draw.between(1, nodes - 1);
    trunk(a, draw.between(0, a - 1));
  }
  for (std::int64_t node = 0; node < nodes; ++node) {
    if (node > 0 && draw.between(0, 1) == 0) continue;
    text += fmt::format("n{} [8 {}ports]\n", node, draw.between(1, 8));
  }
  return drawn_world(text);
}

/// Transfers on random routes; about as many at a time as `mean_gap` allows.
std::vector<Arrival> random_arrivals(Draw& draw, const Topology& topology, int count,
                                     Duration mean_gap) {
  std::vector<Arrival> arrivals;
  Date date = kStart;
  for (int i = 0; i < count; ++i) {
    date += Duration{draw.between(0, 2 * mean_gap.count())};
    const RouteId route(static_cast<std::int32_t>(
        draw.between(0, static_cast<std::int64_t>(topology.routes().size()) - 1)));
    // Sizes over four decades: a power of ten times one to ten.
    std::int64_t size = draw.between(100'000'000, 1'000'000'000);
    for (std::int64_t decade = draw.between(0, 3); decade > 0; --decade) size *= 10;
    const BitsPerSecond cap = kCaps[static_cast<std::size_t>(draw.between(0, 3))];
    arrivals.push_back({date, {route, Bytes{size}, cap}});
  }
  return arrivals;
}

void write_calendar(ScriptedRun& run, const std::vector<Arrival>& arrivals) {
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const Arrival& arrival = arrivals[i];
    run.at(arrival.date, [&run, arrival, i] {
      run.start(static_cast<int>(i), arrival.request.route, arrival.request.size,
                arrival.request.rate_cap);
    });
  }
}

RunOptions all_caps() {
  RunOptions options;
  options.rate_caps = kCaps;
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
    const auto start = static_cast<long double>(arrivals[i].date.time_since_epoch().count());
    const auto end =
        static_cast<long double>(ends.at(static_cast<int>(i)).time_since_epoch().count());
    const long double error = end > expected[i] ? end - expected[i] : expected[i] - end;
    CHECK(error <= std::max(2.0L, 1e-9L * (expected[i] - start)));
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
