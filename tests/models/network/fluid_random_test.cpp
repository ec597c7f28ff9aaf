// The network `fluid` against brute force on random graphs, and against itself.
#include <limits>

#include "tests/catch.hpp"
#include "tests/models/network/fluid_stage.hpp"

namespace eastwest::network_test {
namespace {

/// What is wrong with a case: rates that are not fair, ends or books that are not right.
std::string mistake_in(const NetworkCase& one) {
  const Topology topology(one.world);
  const std::vector<long double> expected = fair_ends(topology, one.arrivals, one.changes);
  const FluidOutcome outcome = fluid_outcome(one, RateCheck::each_change);
  if (!outcome.unfair.empty()) return outcome.unfair;
  std::vector<double> bytes(topology.links().size(), 0);
  bool all_end = true;
  for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
    const auto end = outcome.ends.find(static_cast<int>(i));
    const bool ends = expected[i] < std::numeric_limits<long double>::infinity();
    all_end = all_end && ends;
    if (ends != (end != outcome.ends.end())) {
      return fmt::format("transfer {} should {}", i, ends ? "end" : "never end");
    }
    if (ends && error_of(one.arrivals[i], end->second, expected[i]) > 1) {
      return fmt::format("transfer {} ends at {} ns, not at {:.3f}", i,
                         end->second.time_since_epoch().count(), expected[i]);
    }
    for (const LinkId link : topology.route(one.arrivals[i].request.route).links) {
      bytes[link.index()] += static_cast<double>(one.arrivals[i].request.size.value());
    }
  }
  // Sums of whole numbers below 2^53: exact, whatever their order.
  if (all_end && outcome.link_book != bytes) return "the book of links is not exact";
  return {};
}

}  // namespace

TEST_CASE("fluid ends agree with brute force on random graphs", "[fluid]") {
  check_seeds(1, 100, {}, mistake_in);
}

TEST_CASE("fluid ends agree with brute force where links are crowded", "[fluid]") {
  check_seeds(101, 160, {.transfers = 120, .mean_gap = std::chrono::milliseconds{10}}, mistake_in);
}

TEST_CASE("fluid ends agree with brute force with weights", "[fluid]") {
  check_seeds(
      201, 280,
      {.transfers = 120, .mean_gap = std::chrono::milliseconds{60}, .weights = Weights::mixed},
      mistake_in);
}

TEST_CASE("fluid ends agree with brute force while links change", "[fluid]") {
  check_seeds(301, 380,
              {.transfers = 120,
               .mean_gap = std::chrono::milliseconds{60},
               .weights = Weights::mixed,
               .links = Links::changing},
              mistake_in);
}

TEST_CASE("fluid ends agree with brute force on many random graphs", "[fluid][.full]") {
  check_seeds(1001, 1600,
              {.transfers = 300,
               .mean_gap = std::chrono::milliseconds{100},
               .weights = Weights::mixed,
               .links = Links::changing},
              mistake_in);
}

TEST_CASE("transfers of one date may start in any order", "[fluid]") {
  for (std::uint64_t seed = 401; seed <= 420; ++seed) {
    INFO("seed " << seed);
    NetworkCase one = random_case(seed, {.transfers = 200, .weights = Weights::mixed});
    // Bursts of ten at one date.
    for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
      one.arrivals[i].date = one.arrivals[i / 10 * 10].date;
    }
    const FluidOutcome outcome = fluid_outcome(one);
    NetworkCase reversed = one;
    std::reverse(reversed.arrivals.begin(), reversed.arrivals.end());
    const FluidOutcome mirrored = fluid_outcome(reversed);
    REQUIRE(outcome.ends.size() == one.arrivals.size());
    for (const auto& [transfer, end] : outcome.ends) {
      CHECK(mirrored.ends.at(199 - transfer) == end);
    }
    CHECK(mirrored.link_book == outcome.link_book);
  }
}

}  // namespace eastwest::network_test
