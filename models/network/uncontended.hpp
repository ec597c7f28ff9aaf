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
/// nanosecond. So the transfers on a link may together exceed its capacity. When a link changes,
/// the transfers on it go on at their new rate; on a link that is down they stand still.
class UncontendedNetwork final : public SteppedNetwork {
 public:
  [[nodiscard]] NetworkTraits traits() const override { return {.links_share_capacity = false}; }
  void attach(const Topology& topology, TransferListener& listener, Date first_date) override;
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  /// O(live transfers), like set_link.
  void set_capacity(LinkId link, BitsPerSecond capacity) override;
  void set_link(LinkId link, LinkState state) override;
  void enable_link_book() override { keeps_link_book_ = true; }
  [[nodiscard]] std::vector<double> link_book() const override;
  [[nodiscard]] Date next_end() override;
  void advance(Date date) override;

 private:
  /// Bytes x 8e9: bits per second times nanoseconds, exact.
  __extension__ typedef __int128 Nanobits;

  struct Flow {
    bool live = false;
    RouteId route = {};
    BitsPerSecond cap = {};
    BitsPerSecond rate = {};
    Date since = {};    ///< of this rate
    Nanobits left = 0;  ///< at `since`
    Date end = {};      ///< kNever at rate 0
  };
  /// What passed a link up to `date`, and the rate since then.
  struct LinkBook {
    Nanobits moved = 0;
    Nanobits rate = 0;
    Date date;
  };

  struct LinkSetting {
    BitsPerSecond capacity = {};
    LinkState state = LinkState::up;
  };

  [[nodiscard]] Flow& live_flow(TransferSlot slot);
  [[nodiscard]] const Flow& live_flow(TransferSlot slot) const;
  [[nodiscard]] BitsPerSecond rate_of(const Flow& flow) const;
  [[nodiscard]] Nanobits left_now(const Flow& flow) const;
  /// Gives a transfer the rate and the end that its links allow from now on.
  void set_off(Flow& flow, TransferSlot slot);
  void update_rates();
  void book_change(const Flow& flow, Nanobits change, Nanobits excess);

  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date now_;
  std::vector<LinkSetting> settings_;             // by LinkId
  std::vector<Flow> flows_;                       // by TransferSlot
  std::set<std::pair<Date, TransferSlot>> ends_;  // of the live ones
  bool keeps_link_book_ = false;
  std::vector<LinkBook> books_;  // by LinkId
};

/// Description and factory of the network `uncontended`.
[[nodiscard]] Registered<NetworkFactory> uncontended_network();

}  // namespace eastwest
