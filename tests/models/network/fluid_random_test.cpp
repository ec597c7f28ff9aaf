// The network `fluid` against brute force on random graphs, and against itself.
#include <functional>
#include <limits>

#include "tests/catch.hpp"
#include "tests/models/network/fluid_stage.hpp"

namespace eastwest::network_test {
namespace {

enum class Weights { equal, mixed };
enum class Links { steady, changing };

/// What a family of random cases looks like.
struct Recipe {
  int transfers = 150;
  Duration mean_gap = std::chrono::milliseconds{300};
  Weights weights = Weights::equal;
  Links links = Links::steady;
};

/// Cuts, repairs, and other capacities of some links; not all that is cut is repaired.
std::vector<CapacityChange> random_changes(Draw& draw, const Topology& topology, Date last) {
  std::vector<CapacityChange> changes;
  for (std::int64_t more = draw.between(1, 10); more > 0; --more) {
    const LinkId link(static_cast<std::int32_t>(
        draw.between(0, static_cast<std::int64_t>(topology.links().size()) - 1)));
    const BitsPerSecond installed = topology.links()[link.index()].capacity;
    const Date date = kStart + Duration{draw.between(0, last.time_since_epoch().count())};
    const Date later = date + std::chrono::milliseconds{draw.between(1, 5000)};
    const BitsPerSecond reduced{installed.value() / 7 * draw.between(0, 14)};
    changes.push_back({date, link, reduced});
    if (draw.between(0, 9) > 0) changes.push_back({later, link, installed});
  }
  return changes;
}

FluidCase random_case(std::uint64_t seed, const Recipe& recipe) {
  Draw draw(seed);
  FluidCase one{random_world(draw), {}};
  const Topology topology(one.world);
  one.arrivals = random_arrivals(draw, topology, recipe.transfers, recipe.mean_gap);
  if (recipe.weights == Weights::mixed) {
    for (Arrival& arrival : one.arrivals) {
      arrival.request.weight = static_cast<std::int32_t>(draw.between(1, 5));
    }
  }
  if (recipe.links == Links::changing) {
    one.changes = random_changes(draw, topology, one.arrivals.back().date);
  }
  return one;
}

/// What is wrong with a case: rates that are not fair, ends or books that are not right.
std::string mistake_in(const FluidCase& one) {
  const Topology topology(one.world);
  const std::vector<long double> expected = fair_ends(topology, one.arrivals, one.changes);
  const FluidOutcome outcome = fluid_outcome(one, RateCheck::each_solve);
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

/// Leaves out what the mistake does not need: first halves, then smaller parts, then single ones.
template <class Item>
void shrink(FluidCase& one, std::vector<Item> FluidCase::*list) {
  for (std::size_t part = (one.*list).size() / 2; part > 0; part /= 2) {
    for (std::size_t begin = 0; begin < (one.*list).size();) {
      FluidCase smaller = one;
      std::vector<Item>& items = smaller.*list;
      const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
      const std::size_t count = std::min(part, items.size() - begin);
      items.erase(first, first + static_cast<std::ptrdiff_t>(count));
      if (mistake_in(smaller).empty()) {
        begin += part;
      } else {
        one = std::move(smaller);
      }
    }
  }
}

void check_seeds(std::uint64_t first, std::uint64_t last, const Recipe& recipe) {
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    FluidCase one = random_case(seed, recipe);
    if (mistake_in(one).empty()) continue;
    shrink(one, &FluidCase::changes);
    shrink(one, &FluidCase::arrivals);
    FAIL("seed " << seed << ": " << mistake_in(one) << "\nsmallest case found:\n"
                 << drawing_of(one));
  }
}

}  // namespace

TEST_CASE("fluid ends agree with brute force on random graphs", "[fluid]") {
  check_seeds(1, 100, {});
}

TEST_CASE("fluid ends agree with brute force where links are crowded", "[fluid]") {
  check_seeds(101, 160, {.transfers = 120, .mean_gap = std::chrono::milliseconds{10}});
}

TEST_CASE("fluid ends agree with brute force with weights", "[fluid]") {
  check_seeds(
      201, 280,
      {.transfers = 120, .mean_gap = std::chrono::milliseconds{60}, .weights = Weights::mixed});
}

TEST_CASE("fluid ends agree with brute force while links change", "[fluid]") {
  check_seeds(301, 380,
              {.transfers = 120,
               .mean_gap = std::chrono::milliseconds{60},
               .weights = Weights::mixed,
               .links = Links::changing});
}

TEST_CASE("fluid ends agree with brute force on many random graphs", "[fluid][.full]") {
  check_seeds(1001, 1600,
              {.transfers = 300,
               .mean_gap = std::chrono::milliseconds{100},
               .weights = Weights::mixed,
               .links = Links::changing});
}

TEST_CASE("transfers of one date may start in any order", "[fluid]") {
  for (std::uint64_t seed = 401; seed <= 420; ++seed) {
    INFO("seed " << seed);
    FluidCase one = random_case(seed, {.transfers = 200, .weights = Weights::mixed});
    // Bursts of ten at one date.
    for (std::size_t i = 0; i < one.arrivals.size(); ++i) {
      one.arrivals[i].date = one.arrivals[i / 10 * 10].date;
    }
    const FluidOutcome outcome = fluid_outcome(one);
    FluidCase reversed = one;
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
