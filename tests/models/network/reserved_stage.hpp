// Scripted runs over the network `reserved`, and the whole of its promises checked by brute force.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/network/reserved/reserved_network.hpp"
#include "tests/models/network/scripted_run.hpp"

namespace eastwest::network_test {

/// Waves of 100 Gb/s, at most four for each transfer, on half of each link; no time to set up.
inline constexpr reserved::ReservationRules kPlainRules{.from = kTerabyte,
                                                        .wave = kGigabit * 100,
                                                        .waves_max = 4,
                                                        .share = 0.5,
                                                        .ahead = std::chrono::hours{24},
                                                        .setup = Duration{0}};

/// A network with its script, and what it told.
class ReservedStage {
 public:
  ReservedStage(const World& drawn, const reserved::ReservationRules& rules);
  ReservedStage(const ReservedStage&) = delete;
  ReservedStage& operator=(const ReservedStage&) = delete;

  void send(double seconds, int slot, const std::string& from, const std::string& to, Bytes size,
            BitsPerSecond cap = kNoCap) {
    run.send(at(seconds), slot, from, to, size, cap);
  }
  /// Both directions of a drawn trunk carry this from then on.
  void set_trunk(double seconds, const std::string& trunk, BitsPerSecond capacity);
  void set_trunk(double seconds, const std::string& trunk, LinkState state);
  void look(double seconds, std::function<void()> action) {
    run.at(at(seconds), std::move(action));
  }
  [[nodiscard]] double end_of(int slot) const { return to_seconds(run.ends().at(slot)); }
  [[nodiscard]] reserved::Slice slice(int slot) const {
    return network.slice(TransferSlot(slot)).value();
  }
  [[nodiscard]] bool has_slice(int slot) const {
    return network.slice(TransferSlot(slot)).has_value();
  }
  /// The nodes of the links, as "A B C"; an uplink repeats its node.
  [[nodiscard]] std::string nodes_of(const std::vector<LinkId>& links) const;

  /// The two links of a drawn trunk.
  [[nodiscard]] std::vector<LinkId> links_of(const std::string& trunk) const;

  World world;
  ReservedNetwork network;
  ScriptedRun run;
  /// Each route that was told of, as "SLOT: A B C, N B left".
  std::vector<std::string> told;
};

}  // namespace eastwest::network_test
