// The network `fluid`: transfers share links weighted max-min fairly, exact to the byte.
#pragma once

#include <cstdint>
#include <vector>

#include "models/network/fluid/fluid_agenda.hpp"
#include "models/network/fluid/fluid_number.hpp"
#include "models/network/fluid/fluid_queue.hpp"
#include "models/network/fluid/fluid_shares.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/engine/network.hpp"

namespace eastwest {

/// Weighted max-min fair shares with rate caps.
///
/// Transfers of one route, cap and weight are a bundle: they have the same rate, so the bundle has
/// one clock, the progress of each of its transfers in bytes, and a transfer ends when that clock
/// has moved by its size. A new rate touches the bundle, not its transfers.
///
/// Rates are brought up to date before the clock moves, when next_end() or rate() is asked: once
/// for all that starts and ends at a date. A transfer ends at the instant at which its last byte
/// has left, between nanoseconds; the others speed up at that instant; the date told is the next
/// whole nanosecond.
class FluidNetwork final : public SteppedNetwork {
 public:
  void attach(const Topology& topology, TransferListener& listener, Date first_date,
              const std::vector<BitsPerSecond>& rate_caps) override;
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  void enable_link_book() override { keeps_link_book_ = true; }
  [[nodiscard]] std::vector<double> link_book() const override;
  [[nodiscard]] Date next_end() override;
  void advance(Date date) override;

  /// From the date being settled on. At capacity 0 the transfers on the link stand still.
  void set_capacity(LinkId link, BitsPerSecond capacity);
  /// Bits per second that the transfer moves at now.
  [[nodiscard]] double rate(TransferSlot slot);
  /// Bundles solved again so far, each time counted: what the solver's work is proportional to.
  [[nodiscard]] std::uint64_t solver_work() const { return shares_.work(); }

 private:
  struct Bundle {
    fluid::Progress progress = 0;  ///< of each transfer, at `since`
    fluid::Rate rate = 0;          ///< of each transfer, from `since` on
    fluid::Instant since = {};
    std::uint32_t first = fluid::kNone;  ///< the transfer that ends first
    std::int32_t count = 0;
    std::int32_t weight = 1;
    RouteId route = {};
    BitsPerSecond cap = {};
    std::uint32_t next_on_route = fluid::kNone;
    bool is_listed = false;       ///< in touched_
    fluid::Progress booked = 0;   ///< the progress up to which `book` counts
    fluid::ExactBytes book = {};  ///< what its transfers have moved
  };
  struct FirstEnd {
    bool is_known = false;
    bool exists = false;
    fluid::Instant instant = {};
  };

  void check_live(TransferSlot slot) const;
  [[nodiscard]] std::uint32_t bundle_of(const TransferRequest& request);
  [[nodiscard]] std::uint32_t make_bundle(const TransferRequest& request);
  void release(std::uint32_t index);
  [[nodiscard]] fluid::Progress progress_of(const Bundle& bundle) const {
    return bundle.progress + fluid::made(bundle.rate, bundle.since, now_);
  }
  /// Called before the number of transfers changes.
  void touch(std::uint32_t index, std::int32_t more);
  void solve();
  void change_rate(std::uint32_t index);
  void set_agenda(std::uint32_t index);
  void find_first_end();
  void end_transfers();

  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date first_date_;
  fluid::Instant now_;
  std::vector<fluid::LinkIndex> hops_;       // of all routes, one after the other
  std::vector<std::uint32_t> hops_begin_;    // by RouteId
  std::vector<std::uint32_t> first_bundle_;  // by RouteId
  std::vector<Bundle> bundles_;
  std::vector<std::uint32_t> free_bundles_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> due_;  // bundles of the first end
  std::vector<TransferSlot> ended_;
  fluid::FluidQueue queue_;
  fluid::FluidShares shares_;
  fluid::FluidAgenda agenda_;
  FirstEnd first_end_;
  bool is_stale_ = false;
  bool keeps_link_book_ = false;
  std::vector<fluid::ExactBytes> link_books_;  // by LinkId, without what live bundles have moved
};

/// Description and factory of the network `fluid`.
[[nodiscard]] Registered<NetworkFactory> fluid_network();

}  // namespace eastwest
