// The transfers of a scenario, recorded while it runs, and sent again over a network alone.
#pragma once

#include <string>
#include <vector>

#include "sim/engine/network.hpp"
#include "sim/world/world.hpp"

namespace eastwest::golden_test {

struct RecordedTransfer {
  Date start;
  TransferRequest request;
};

/// All transfers that a run has started, in that order.
struct Recording {
  World world;
  Date first;
  std::vector<RecordedTransfer> transfers;
};

/// Runs the scenario file over the network `fluid`.
[[nodiscard]] Recording record_transfers(const std::string& scenario_file);

/// How a recording is sent again.
struct ReplayOptions {
  /// All links have this part of their capacity.
  std::int64_t capacity_divisor = 1;
  bool rate_caps = true;
};

/// The ends, by transfer; everything may end.
[[nodiscard]] std::vector<Date> replay(const Recording& recording, Network& network,
                                       const ReplayOptions& options);
/// The same over SimGrid's network of a profile, in a process of its own.
[[nodiscard]] std::vector<Date> replay_over_simgrid(const Recording& recording,
                                                    const std::string& profile,
                                                    const ReplayOptions& options);

}  // namespace eastwest::golden_test
