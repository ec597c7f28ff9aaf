// Scripted runs over the network `fluid`, with its rates checked against the definition of max-min
// fairness after each solve.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/network/fluid/fluid_network.hpp"
#include "tests/models/network/random_transfers.hpp"

namespace eastwest::network_test {

/// A world, what is sent over it, and what happens to its links: all of a run.
struct FluidCase {
  World world;
  std::vector<Arrival> arrivals;
  std::vector<CapacityChange> changes = {};
};

struct FluidOutcome {
  std::map<int, Date> ends;       ///< by number of the arrival
  std::vector<double> link_book;  ///< by LinkId
  /// The first transfer whose rate was not max-min fair, and when; empty if there was none.
  std::string unfair;
};

enum class RateCheck { none, each_solve };

/// Runs the case; transfers have the numbers of their arrivals as slots, and those of one date
/// start in the order of the list.
[[nodiscard]] FluidOutcome fluid_outcome(const FluidCase& one, RateCheck check = RateCheck::none);

/// The ends of a script that drives the network itself.
[[nodiscard]] std::map<int, Date> fluid_ends(
    const World& world, const std::function<void(ScriptedRun& run, FluidNetwork& network)>& script);

/// The case as text that tells everything: links, routes used, transfers, changes.
[[nodiscard]] std::string drawing_of(const FluidCase& one);

}  // namespace eastwest::network_test
