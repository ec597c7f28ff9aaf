// Scripted runs over the network `fluid`, with its rates checked against the definition of max-min
// fairness after each start, end and change of a link.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/network/fluid/fluid_network.hpp"
#include "tests/models/network/network_case.hpp"

namespace eastwest::network_test {

struct FluidOutcome {
  std::map<int, Date> ends;       ///< by number of the arrival
  std::vector<double> link_book;  ///< by LinkId
  /// The first transfer whose rate was not max-min fair, and when; empty if there was none.
  std::string unfair;
};

/// Where one nanosecond has several ends, the check comes after the last of them.
enum class RateCheck { none, each_change };

/// Runs the case.
[[nodiscard]] FluidOutcome fluid_outcome(const NetworkCase& one, RateCheck check = RateCheck::none);

/// The ends of a script that drives the network itself.
[[nodiscard]] std::map<int, Date> fluid_ends(
    const World& world, const std::function<void(ScriptedRun& run, FluidNetwork& network)>& script);

}  // namespace eastwest::network_test
