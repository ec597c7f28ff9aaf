// What the network benchmark sends over which graphs: open-loop lists of a wanted mean concurrency.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/network.hpp"
#include "sim/world/world.hpp"

namespace eastwest::bench {

/// A graph and the routes that transfers take, all equally often.
struct LoadedGraph {
  std::string name;
  World world;
  std::vector<RouteId> routes;
};

/// 60 nodes at random places of a square, 180 cables of one to four 400G waves: a tree of shortest
/// cables, then the shortest that are left. A site at each node, with a wide uplink; transfers go
/// from every node to every other one: 3,540 routes.
[[nodiscard]] LoadedGraph random_graph();
/// The national world that a scenario names; transfers take all its routes of at least one trunk.
[[nodiscard]] LoadedGraph national_graph(const std::string& scenario_file);

struct TimedTransfer {
  Date start;
  TransferRequest request;
};

/// Transfers in the order of their starts; the first of them start at kStart together.
struct TransferList {
  std::vector<TimedTransfer> transfers;
  Date horizon;  ///< all that is still live is cancelled then
};

/// How a list is made.
struct LoadWish {
  std::size_t concurrency = 100;
  std::size_t ends = 1000;  ///< transfers that end before the horizon, about
  double renewals = 1;      ///< how often each transfer was followed by a new one before kStart
  std::uint64_t seed = 1;
};

/// Sizes log-uniform between 1 GB and 1 TB, no caps, equal weights. The list begins with what is
/// live in a network in which each end was followed by a new transfer at once, and goes on with
/// Poisson arrivals at a rate that keeps the mean number of live transfers within 3 % of the
/// wanted one, as far as that can be found.
[[nodiscard]] TransferList open_loop_list(const LoadedGraph& graph, const LoadWish& wish);

}  // namespace eastwest::bench
