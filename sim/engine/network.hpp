// What a network model is: it moves bytes over routes and owns the loop that moves the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// Bytes over a route. Shares are max-min fair in proportion to the weights.
struct TransferRequest {
  RouteId route;
  Bytes size;               ///< > 0; empty transfers never reach a network
  BitsPerSecond rate_cap;   ///< 0 = none
  std::int32_t weight = 1;  ///< > 0; a transfer of weight w has the share of w transfers
};

/// Who is told about ends; the simulation is the only one.
class TransferListener {
 public:
  virtual ~TransferListener() = default;
  /// All bytes of the transfer have left the last link at `date`, which lies after the last settled
  /// date. Called from inside Network::run, never from start or cancel. Several ends of one date
  /// may come in any order.
  virtual void on_transfer_end(TransferSlot slot, Date date) = 0;
  /// What is left of the transfer goes over `links`, another way between the same two ends, from
  /// the date being settled on. Only from networks that choose routes themselves; called from
  /// start, or before the clock moves.
  virtual void on_transfer_rerouted(TransferSlot /*slot*/, const std::vector<LinkId>& /*links*/,
                                    Bytes /*left*/) {}
};

/// What a driver steers: the simulation's own calendar.
class Clockwork {
 public:
  virtual ~Clockwork() = default;
  /// The date of the earliest own event, kNever if there is none (or the run is over).
  [[nodiscard]] virtual Date next_date() const = 0;
  /// Handles everything that is due at `date` (the integer date that was armed, never a
  /// converted clock). Starts and cancels transfers. Returns the new next_date().
  virtual Date settle(Date date) = 0;
};

/// What a network model promises; the run and its audit act on it.
struct NetworkTraits {
  /// False if transfers do not share links, so that a link may carry more than its capacity.
  bool links_share_capacity = true;
  /// How far its dates may be off.
  Duration date_error{0};
  /// The longest span, from the first date, that it can simulate.
  Duration span_max = Duration::max();
};

/// What a network has sold by reservation, from kStart on.
struct ReservationSales {
  std::int64_t given = 0;     ///< requests that got a reservation
  std::int64_t declined = 0;  ///< requests that got none: their transfers share what is left
  /// Reservations that lost their waves: a link got smaller, or went out of service.
  std::int64_t displaced = 0;
  double wave_hours = 0;  ///< reserved waves x time, each reservation once, not once a link
  std::optional<double> price_cny;  ///< of a wave-hour; none: it has no price
};

/// Whole bytes, also where a sum of them has more than 64 bits.
__extension__ typedef __int128 WholeBytes;

/// Whether a link carries anything: a cut, a failed port or works take it down.
enum class LinkState { up, down };

/// What set the pace of transfers, from the first date up to now: the network's own knowledge,
/// which no policy sees. Time is counted in transfer-seconds: a second of a transfer of weight w
/// counts w.
struct LimitBook {
  struct OfLink {
    /// Time in which the link was up and less than 2^-40 of its capacity was left.
    Duration saturated{0};
    /// Of the transfers that were as slow as this link made them. Where several full links allow a
    /// transfer the same, it is one of them; where its own cap does, it is none.
    double limited = 0;
  };
  std::vector<OfLink> links;  ///< by LinkId
  double at_cap = 0;          ///< of the transfers that went at their own cap
};

/// One network model for one run. Order of calls: attach once, then run once; start, cancel,
/// remaining, set_capacity and set_link come only from inside Clockwork::settle.
class Network {
 public:
  virtual ~Network() = default;
  [[nodiscard]] virtual NetworkTraits traits() const { return {}; }
  /// The graph, the listener for ends, and the first date of the run (usually negative: warm-up).
  virtual void attach(const Topology& topology, TransferListener& listener, Date first_date) = 0;
  /// Begins a transfer at the date being settled; the slot is free to be used again after its end
  /// or cancel.
  virtual void start(TransferSlot slot, const TransferRequest& request) = 0;
  /// Stops a transfer without a report of its end.
  virtual void cancel(TransferSlot slot) = 0;
  /// Likewise, and because a link on its way goes out of service: set_link follows at this date.
  virtual void interrupt(TransferSlot slot) { cancel(slot); }
  /// Bytes not yet moved, rounded up.
  [[nodiscard]] virtual Bytes remaining(TransferSlot slot) const = 0;
  /// What the link can carry from the date being settled on; at first it is what the topology says.
  /// More than that is allowed (an upgrade). At 0 the transfers on the link stand still, none is
  /// ended. The capacity of a link that is down counts from when it is up again.
  virtual void set_capacity(LinkId link, BitsPerSecond capacity) = 0;
  /// Takes a link down or up from the date being settled on. While it is down, the transfers on it
  /// stand still, and others may start on it: whoever routes them must cancel or re-route what is
  /// not to wait. Setting the state that it has changes nothing.
  virtual void set_link(LinkId link, LinkState state) = 0;
  /// Moves the clock until Clockwork::next_date() is kNever and no transfer can end: those that are
  /// live then stand still for ever.
  virtual void run(Clockwork& clockwork) = 0;
  /// Bytes that passed each link so far, integrated over the link's rate: the network's own book,
  /// for the audit. Indexed by LinkId. Only kept after enable_link_book(); empty otherwise.
  virtual void enable_link_book() = 0;
  [[nodiscard]] virtual std::vector<double> link_book() const = 0;
  /// The same in whole bytes, each rounded down, from networks that count every byte; none from
  /// those whose clock or arithmetic is a rounded one.
  [[nodiscard]] virtual std::optional<std::vector<WholeBytes>> whole_link_book() const {
    return std::nullopt;
  }
  /// What set the pace, exact at every change of a rate. Only kept after enable_limit_book(), which
  /// comes before attach, and only by networks that know.
  virtual void enable_limit_book() {}
  [[nodiscard]] virtual std::optional<LimitBook> limit_book() const { return std::nullopt; }
  /// None if it sells no reservations.
  [[nodiscard]] virtual std::optional<ReservationSales> sales() const { return std::nullopt; }
};

/// A network that can be asked for its next date: driven by the native loop.
class SteppedNetwork : public Network {
 public:
  /// Earliest end of a live transfer; kNever if none is live.
  [[nodiscard]] virtual Date next_end() = 0;
  /// Moves all transfers to `date` (not beyond next_end()) and reports those that end at it.
  virtual void advance(Date date) = 0;
  /// The native driver: the earlier of the queue and the network, until both are empty.
  void run(Clockwork& clockwork) final;
};

}  // namespace eastwest
