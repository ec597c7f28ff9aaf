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

/// A link gets this capacity and state at a date given beforehand.
struct LinkChange {
  Date date;
  LinkId link;
  BitsPerSecond capacity;
  LinkState state = LinkState::up;
};

/// When each transfer ends, in nanoseconds since kStart, not rounded; infinite for those that never
/// do.
///
/// The rates are recomputed from nothing at each start, end and change: all rates grow together, in
/// proportion to the weights, until a link is full or a cap is reached; the transfers concerned
/// stay there, the others grow on.
[[nodiscard]] std::vector<long double> fair_ends(const Topology& topology,
                                                 const std::vector<Arrival>& arrivals,
                                                 const std::vector<LinkChange>& changes = {});

}  // namespace eastwest::network_test
