// Max-min fair shares by brute force, in long double: what the networks are compared with.
#pragma once

#include <vector>

#include "sim/engine/network.hpp"

namespace eastwest::network_test {

/// A transfer that starts at a date given beforehand.
struct Arrival {
  Date date;
  TransferRequest request;
};

/// When each transfer ends, in nanoseconds since kStart, not rounded.
///
/// The rates are recomputed from nothing at each start and end: all rates grow together until a
/// link is full or a cap is reached; the transfers concerned stay there, the others grow on.
[[nodiscard]] std::vector<long double> fair_ends(const Topology& topology,
                                                 const std::vector<Arrival>& arrivals);

}  // namespace eastwest::network_test
