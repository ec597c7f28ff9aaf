// What a network model is: it moves bytes over routes and owns the loop that moves the clock.
#pragma once

#include <cstdint>
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

/// One network model for one run. Order of calls: attach once, then run once; start, cancel and
/// remaining come only from inside Clockwork::settle.
class Network {
 public:
  virtual ~Network() = default;
  [[nodiscard]] virtual NetworkTraits traits() const { return {}; }
  /// The graph, the listener for ends, the first date of the run (usually negative: warm-up), and
  /// every rate cap that a transfer may have (some solvers must know them before they start).
  virtual void attach(const Topology& topology, TransferListener& listener, Date first_date,
                      const std::vector<BitsPerSecond>& rate_caps) = 0;
  /// Begins a transfer at the date being settled; the slot is free to be used again after its end
  /// or cancel.
  virtual void start(TransferSlot slot, const TransferRequest& request) = 0;
  /// Stops a transfer without a report of its end.
  virtual void cancel(TransferSlot slot) = 0;
  /// Bytes not yet moved, rounded up.
  [[nodiscard]] virtual Bytes remaining(TransferSlot slot) const = 0;
  /// Moves the clock until Clockwork::next_date() is kNever and no transfer is live.
  virtual void run(Clockwork& clockwork) = 0;
  /// Bytes that passed each link so far, integrated over the link's rate: the network's own book,
  /// for the audit. Indexed by LinkId. Only kept after enable_link_book(); empty otherwise.
  virtual void enable_link_book() = 0;
  [[nodiscard]] virtual std::vector<double> link_book() const = 0;
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
