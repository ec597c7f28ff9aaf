// One timed run of a list of transfers over one network.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tools/bench/network_load.hpp"

namespace eastwest::bench {

struct TimedRun {
  double cpu_seconds = 0;  ///< from the first date settled to the horizon
  std::size_t ends = 0;
  double mean_concurrency = 0;
  /// What the heap grew by from before the transfers of the first date to after their first solve,
  /// for each of them: the network's own memory, bundles of transfers included, graph not.
  double bytes_a_transfer = 0;
  std::vector<Date> end_dates;  ///< by transfer; kNever if it was cancelled at the horizon

  [[nodiscard]] double ends_per_second() const { return static_cast<double>(ends) / cpu_seconds; }
};

/// Sends the list over the network, which must be new.
[[nodiscard]] TimedRun timed_run(const Topology& topology, const TransferList& list,
                                 Network& network);

/// The same in a process of its own over the networks that `make` returns, over and over until
/// `cpu_seconds_min` are spent; times are those of all repetitions, per repetition.
[[nodiscard]] TimedRun timed_run_apart(const Topology& topology, const TransferList& list,
                                       const std::function<std::unique_ptr<Network>()>& make,
                                       double cpu_seconds_min);

/// What is different in two answers; empty if they agree to max(1e-9 of the duration, 2 ns).
[[nodiscard]] std::string difference(const TransferList& list, const TimedRun& a,
                                     const TimedRun& b);

}  // namespace eastwest::bench
