// Random worlds and open-loop lists of transfers, from a seed.
#pragma once

#include <cstdint>
#include <random>
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

/// The caps that random transfers have; a quarter of them has none.
inline const std::vector<BitsPerSecond> kRandomCaps = {kNoCap, kGigabit * 40, kGigabit * 100,
                                                       kGigabit * 333};

/// A tree with some more trunks; a site at about every second node.
[[nodiscard]] World random_world(Draw& draw);

/// Transfers on random routes; about as many at a time as `mean_gap` allows.
[[nodiscard]] std::vector<Arrival> random_arrivals(Draw& draw, const Topology& topology, int count,
                                                   Duration mean_gap);

/// Has the run start them at their dates, in slots of their order.
void write_calendar(ScriptedRun& run, const std::vector<Arrival>& arrivals);

/// How far a reported end is from the expected one, in units of what is allowed: 2 ns or 1e-9 of
/// the duration.
[[nodiscard]] long double error_of(const Arrival& arrival, Date end, long double expected);

}  // namespace eastwest::network_test
