// Random worlds, open-loop lists of transfers and changes of links, from a seed; a case that shows
// a mistake is made smaller.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "sim/world/topology.hpp"
#include "tests/models/network/fair_shares.hpp"
#include "tests/models/network/scripted_run.hpp"

namespace eastwest::network_test {

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

/// A world, what is sent over it, and what happens to its links: all of a run. Transfers have the
/// numbers of their arrivals as slots, and those of one date start in the order of the list.
struct NetworkCase {
  World world;
  std::vector<Arrival> arrivals;
  std::vector<LinkChange> changes = {};
};

enum class Weights { equal, mixed };
enum class Links { steady, changing };
/// Whether the bytes of a transfer can be divided by its weight.
enum class Sizes { any, divisible };

/// What a family of random cases looks like.
struct Recipe {
  int transfers = 150;
  Duration mean_gap = std::chrono::milliseconds{300};
  Weights weights = Weights::equal;
  Links links = Links::steady;
  Sizes sizes = Sizes::any;
};

/// A tree with some more trunks; a site at about every second node.
[[nodiscard]] World random_world(Draw& draw);
/// Transfers on random routes, of four decades of sizes and four caps; about as many at a time as
/// `mean_gap` allows. With links that change: cuts, repairs, reductions and upgrades; not all that
/// is cut is repaired.
[[nodiscard]] NetworkCase random_case(std::uint64_t seed, const Recipe& recipe);

/// Has the run do what the case says.
void write_calendar(ScriptedRun& run, const NetworkCase& one);

/// The case as text that tells everything: links, routes used, transfers, changes.
[[nodiscard]] std::string drawing_of(const NetworkCase& one);

/// How far a reported end is from the expected one, in units of what is allowed: 2 ns or 1e-9 of
/// the duration.
[[nodiscard]] long double error_of(const Arrival& arrival, Date end, long double expected);

/// What is wrong with a case; empty if nothing is. What it throws is wrong, too.
using Judge = std::function<std::string(const NetworkCase&)>;
/// Leaves out what the mistake does not need: changes, then transfers; first halves, then smaller
/// parts, then single ones.
[[nodiscard]] NetworkCase smallest_case(NetworkCase one, const Judge& judge);
/// The first seed with a mistake, the mistake and the smallest case found; empty if none has one.
[[nodiscard]] std::string report_on_seeds(std::uint64_t first, std::uint64_t last,
                                          const Recipe& recipe, const Judge& judge);
/// Fails with that report if there is one.
void check_seeds(std::uint64_t first, std::uint64_t last, const Recipe& recipe, const Judge& judge);

}  // namespace eastwest::network_test
