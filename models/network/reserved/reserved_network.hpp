// The network `reserved`: a bandwidth calendar for large transfers; all else shares what is left.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "models/network/fluid/fluid_network.hpp"
#include "models/network/reserved/reservation_book.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/engine/network.hpp"

namespace eastwest {

/// Task-type bandwidth (任务式带宽): a transfer of at least `from` bytes asks for a slice, a number
/// of waves over a route of its own for just the time it takes (see ReservationBook for which). It
/// stands still until its slice begins, and moves at the slice's rate until its end. A transfer
/// that is smaller, or that gets no slice within the calendar's reach, shares what is not reserved,
/// over the route that it was asked for, as in the network `fluid`.
///
/// A slice is released at its end, or when its transfer is cancelled; slices that were given later
/// stay as they are. Where a link can no longer carry what is reserved on it (a cut, a smaller
/// capacity), the slices that were given last lose their place, at all of their links: before the
/// clock moves, in the order of their beginnings, what is left of each asks again, whatever its
/// size; what gets no slice then shares, and stands still while a link on its way is cut.
///
/// Whole bytes: a byte that was on its way when a slice lost its place is sent again.
class ReservedNetwork final : public SteppedNetwork {
 public:
  explicit ReservedNetwork(const reserved::ReservationRules& rules) : rules_(rules) {}

  void attach(const Topology& topology, TransferListener& listener, Date first_date) override;
  void start(TransferSlot slot, const TransferRequest& request) override;
  void cancel(TransferSlot slot) override;
  void interrupt(TransferSlot slot) override;
  [[nodiscard]] Bytes remaining(TransferSlot slot) const override;
  void set_capacity(LinkId link, BitsPerSecond capacity) override;
  void set_link(LinkId link, LinkState state) override;
  void enable_link_book() override;
  [[nodiscard]] std::vector<double> link_book() const override;
  [[nodiscard]] std::optional<ReservationSales> sales() const override;
  [[nodiscard]] Date next_end() override;
  void advance(Date date) override;

  /// The transfer's slice; none if it shares. After set_capacity and set_link it is up to date when
  /// the clock moves.
  [[nodiscard]] std::optional<reserved::Slice> slice(TransferSlot slot) const;

 private:
  /// Bytes x 8e9: bits per second times nanoseconds, exact.
  __extension__ typedef __int128 Nanobits;
  /// Waves x nanoseconds.
  __extension__ typedef __int128 WaveTime;

  struct Reservation {
    bool live = false;
    bool has_begun = false;
    reserved::Slice slice;
    Bytes size;               ///< to be moved within the slice
    TransferRequest request;  ///< as it was made
    std::uint64_t number = 0;
  };
  /// What slices moved over a link up to `date`, and their rate since then.
  struct LinkBook {
    Nanobits moved = 0;
    Nanobits rate = 0;
    Date date;
  };
  /// What a link can carry when it is up, and whether it is.
  struct LinkSetting {
    BitsPerSecond capacity;
    LinkState state = LinkState::up;
  };
  enum class Step : std::uint8_t { end, begin };
  using Appointment = std::tuple<Date, Step, TransferSlot>;
  /// A transfer that has lost its slice, in the order in which they ask again.
  struct Displaced {
    Date begin;
    std::uint64_t number = 0;
    TransferSlot slot;
    Bytes left;
    friend auto operator<=>(const Displaced&, const Displaced&) = default;
  };

  [[nodiscard]] bool is_reserved(TransferSlot slot) const {
    return slot.index() < reservations_.size() && reservations_[slot.index()].live;
  }
  [[nodiscard]] reserved::SliceRequest wish_of(const TransferRequest& request, Bytes size) const;
  void reserve(TransferSlot slot, const TransferRequest& request, Bytes size,
               reserved::Slice slice);
  void begin(TransferSlot slot);
  void end(TransferSlot slot);
  /// Ends the slice early: the transfer is out of the calendar.
  void withdraw(TransferSlot slot);
  [[nodiscard]] Nanobits moved_nanobits(const Reservation& reservation) const;
  /// From kStart on.
  [[nodiscard]] WaveTime held_until_now(const reserved::Slice& slice) const;
  [[nodiscard]] bool counts() const { return now_ >= kStart; }
  void change_rate(const Reservation& reservation, Nanobits change, Nanobits excess);
  /// Leaves to the sharing transfers what slices do not hold now.
  void give_rest(const std::vector<LinkId>& links);
  [[nodiscard]] LinkSetting& setting_of(LinkId link);
  void apply_setting(LinkId link);
  /// Brings slices up to date with the links' capacities.
  void settle_changes();
  void displace(LinkId link, std::vector<Displaced>& displaced);
  void readmit(const Displaced& displaced);

  reserved::ReservationRules rules_;
  const Topology* topology_ = nullptr;
  TransferListener* listener_ = nullptr;
  Date now_;
  std::size_t route_count_ = 0;  ///< when attached; the listener may add others
  FluidNetwork fluid_;
  std::optional<reserved::ReservationBook> book_;
  std::vector<LinkSetting> settings_;      // by LinkId
  std::vector<Reservation> reservations_;  // by TransferSlot
  std::set<Appointment> appointments_;
  std::set<LinkId> changed_;  // capacities that slices do not know yet
  std::uint64_t handed_out_ = 0;
  ReservationSales sales_;  // without the wave-hours
  WaveTime wave_time_ = 0;  // of slices that are over
  bool keeps_link_book_ = false;
  std::vector<LinkBook> link_books_;  // by LinkId
};

/// Description and factory of the network `reserved`.
[[nodiscard]] Registered<NetworkFactory> reserved_network();
/// Where nothing can ever be reserved: no trunk, or no uplink, has room for one wave.
[[nodiscard]] std::vector<ParameterProblem> reserved_concerns(
    const Parameters& parameters, const World& world, const std::vector<BitsPerSecond>& best);

}  // namespace eastwest
