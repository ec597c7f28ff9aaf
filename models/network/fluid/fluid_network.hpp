// The network `fluid`: transfers share links weighted max-min fairly, exact to the byte.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/network/fluid/fluid_agenda.hpp"
#include "models/network/fluid/fluid_limits.hpp"
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
  void attach(const Topology& topology, TransferListener& listener, Date first_date) override;
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  void set_capacity(LinkId link, BitsPerSecond capacity) override;
  void set_link(LinkId link, LinkState state) override;
  void enable_link_book() override { keeps_link_book_ = true; }
  [[nodiscard]] std::vector<double> link_book() const override;
  void enable_limit_book() override { keeps_limit_book_ = true; }
  [[nodiscard]] std::optional<std::vector<WholeBytes>> whole_link_book() const override;
  [[nodiscard]] std::optional<LimitBook> limit_book() const override;
  /// The book of links without rounding.
  [[nodiscard]] std::vector<fluid::ExactBytes> exact_link_book() const;
  [[nodiscard]] Date next_end() override;
  void advance(Date date) override;

  /// Bits per second that the transfer moves at now.
  [[nodiscard]] double rate(TransferSlot slot);
  /// Bundles solved again so far, each time counted: what the solver's work is proportional to.
  [[nodiscard]] std::uint64_t solver_work() const { return shares_.work(); }

 private:
  /// What moves with time, apart from the rest: a new rate touches nothing else.
  struct alignas(64) Clock {
    fluid::Progress progress = 0;  ///< of each transfer, at the instant `since`
    fluid::Rate rate = 0;          ///< of each transfer, from then on
    fluid::Progress target = 0;    ///< of the transfer that ends first
    std::int64_t since_nanoseconds = 0;
    std::uint32_t since_fraction = 0;
    std::int32_t weight = 1;  ///< of each transfer

    [[nodiscard]] fluid::Instant since() const { return {since_nanoseconds, since_fraction}; }
    /// The progress at `now`.
    [[nodiscard]] fluid::Progress at(fluid::Instant now) const {
      return progress + fluid::made(rate, since(), now);
    }
  };
  struct Bundle {
    std::uint32_t first = fluid::kNone;  ///< the transfer that ends first
    std::int32_t count = 0;
    std::uint32_t next_on_route = fluid::kNone;
    RouteId route = {};
    bool is_listed = false;  ///< in touched_
    BitsPerSecond cap = {};
  };
  /// What the transfers of a bundle have moved.
  struct Book {
    fluid::Progress progress = 0;  ///< up to which it counts
    fluid::ExactBytes bytes = {};
  };
  /// What a link can carry when it is up, and whether it is.
  struct LinkSetting {
    fluid::Rate capacity = 0;
    LinkState state = LinkState::up;
  };
  struct FirstEnd {
    bool is_known = false;
    bool exists = false;
    fluid::Instant instant = {};
  };

  void check_live(TransferSlot slot) const;
  [[nodiscard]] LinkSetting& setting_of(LinkId link);
  void apply_setting(LinkId link);
  [[nodiscard]] std::uint32_t bundle_of(const TransferRequest& request);
  [[nodiscard]] std::uint32_t make_bundle(const TransferRequest& request);
  void release(std::uint32_t index);
  /// Called before the number of transfers changes.
  void touch(std::uint32_t index, std::int32_t more);
  void solve();
  void change_rate(std::uint32_t index);
  [[nodiscard]] double approximate_end(std::uint32_t index) const;
  [[nodiscard]] fluid::Instant end_of(std::uint32_t index) const;
  void find_first_end();
  void consider(std::uint32_t index, double limit);
  void end_transfers();

  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date first_date_;
  fluid::Instant now_;
  std::vector<fluid::LinkIndex> hops_;       // of all routes, one after the other
  std::vector<std::uint32_t> hops_begin_;    // by RouteId
  std::vector<std::uint32_t> first_bundle_;  // by RouteId
  std::vector<LinkSetting> settings_;        // by LinkId
  std::vector<Bundle> bundles_;
  std::vector<Clock> clocks_;  // by bundle
  std::vector<Book> books_;    // by bundle
  std::vector<std::uint32_t> free_bundles_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> due_;  // bundles of the first end
  std::vector<std::uint32_t> late_;
  std::vector<TransferSlot> ended_;
  fluid::FluidQueue queue_;
  fluid::FluidShares shares_;
  fluid::FluidAgenda agenda_;
  FirstEnd first_end_;
  bool is_stale_ = false;
  bool keeps_link_book_ = false;
  std::vector<fluid::ExactBytes> link_books_;  // by LinkId, without what live bundles have moved
  bool keeps_limit_book_ = false;
  std::optional<fluid::FluidLimits> limits_;
  std::int64_t weight_ = 0;  // of all transfers
};

/// Description and factory of the network `fluid`.
[[nodiscard]] Registered<NetworkFactory> fluid_network();

}  // namespace eastwest
