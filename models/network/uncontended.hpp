// The network `uncontended`: trunks without end, a what-if baseline for what sharing costs.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "sim/engine/model_registries.hpp"
#include "sim/engine/network.hpp"

namespace eastwest {

/// Every transfer runs at the capacity of the narrowest link on its route, or at its rate cap if
/// that is lower, whatever else runs: it ends size / rate after its start, rounded up to a
/// nanosecond. So the transfers on a link may together exceed its capacity.
class UncontendedNetwork final : public SteppedNetwork {
 public:
  [[nodiscard]] NetworkTraits traits() const override { return {.links_share_capacity = false}; }
  void attach(const Topology& topology, TransferListener& listener, Date first_date,
              const std::vector<BitsPerSecond>& rate_caps) override;
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  void enable_link_book() override { keeps_link_book_ = true; }
  [[nodiscard]] std::vector<double> link_book() const override;
  [[nodiscard]] Date next_end() override;
  void advance(Date date) override;

 private:
  /// Bytes x 8e9: bits per second times nanoseconds, exact.
  __extension__ typedef __int128 Nanobits;

  struct Flow {
    bool live = false;
    RouteId route;
    BitsPerSecond rate;
    Bytes size;
    Date start;
    Date end;
  };
  /// What passed a link up to `date`, and the rate since then.
  struct LinkBook {
    Nanobits moved = 0;
    Nanobits rate = 0;
    Date date;
  };

  [[nodiscard]] Flow& live_flow(TransferSlot slot);
  [[nodiscard]] const Flow& live_flow(TransferSlot slot) const;
  void change_rate(const Flow& flow, Nanobits change, Nanobits excess);

  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date now_;
  std::vector<Flow> flows_;                       // by TransferSlot
  std::set<std::pair<Date, TransferSlot>> ends_;  // of the live ones
  bool keeps_link_book_ = false;
  std::vector<LinkBook> books_;  // by LinkId
};

/// Description and factory of the network `uncontended`.
[[nodiscard]] Registered<NetworkFactory> uncontended_network();

}  // namespace eastwest
