// What passed every link and what it could have passed: totals that can be read at every step.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// Of one link, or of all transfers, since kStart. What happened between two dates is the
/// difference of their totals.
struct LinkTotals {
  std::int64_t transfers = 0;  ///< that ended
  WideInteger staged = 0;      ///< bytes of data sets on their way to a site
  WideInteger returned = 0;    ///< bytes of results on their way home
  WideInteger exchanged = 0;   ///< bytes between the parts of jobs across sites
  WideInteger passable = 0;    ///< bit/s x ns that the link had for transfers
  Duration saturated{0};       ///< as in LimitBook
  double limited = 0;          ///< transfer-seconds, as in LimitBook

  [[nodiscard]] WideInteger bytes() const { return staged + returned + exchanged; }
};

[[nodiscard]] inline double to_hours(double seconds) { return seconds / 3600; }

/// Transfer-seconds in the network by what set the pace.
struct PaceTimes {
  double trunks = 0;
  double uplinks = 0;
  double caps = 0;

  [[nodiscard]] double all() const { return trunks + uplinks + caps; }
};

/// What happened from `before` to `after`.
[[nodiscard]] LinkTotals operator-(const LinkTotals& after, const LinkTotals& before);

/// At every step the network is asked what each live transfer has still to move: the difference to
/// the last time has passed its links in between. Whole bytes, whose sum over the steps of a
/// transfer is what it moved. What moved before kStart is left out.
///
/// Totals are up to date at every step, from on_settled on, and at the end of the run, from
/// on_horizon on: this observer stands before those that read it.
class LinkMeter final : public Observer {
 public:
  /// The step of hourly figures.
  static constexpr Duration kHour = std::chrono::hours{1};
  /// The network as the simulation knows it.
  struct Reader {
    std::function<Bytes(TransferSlot)> remaining;            ///< Simulation::remaining
    std::function<std::optional<LimitBook>()> limits = [] {  ///< Network::limit_book
      return std::nullopt;
    };
  };

  explicit LinkMeter(const Topology& topology);
  /// To be called before the run, which must settle every multiple of each step from kStart on
  /// (SimulationParts::settle_steps).
  void read_from(Reader reader, std::vector<Duration> steps = {kHour});

  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;
  void on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                          std::size_t outage) override;
  void on_transfer_resumed(Date date, const TransferEvent& event) override;
  void on_capacity_changed(Date date, LinkId link, BitsPerSecond capacity) override;
  void on_settled(Date date) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const Topology& topology() const { return topology_; }
  [[nodiscard]] const LinkTotals& link(LinkId id) const { return links_[id.index()]; }
  /// By LinkId.
  [[nodiscard]] const std::vector<LinkTotals>& links() const { return links_; }
  /// Each transfer once, however many links it passes; only what is counted in transfers and bytes.
  [[nodiscard]] const LinkTotals& all() const { return all_; }
  /// Bytes of the transfers over trunks, each once: what somebody pays the carrier for.
  [[nodiscard]] WideInteger carried_bytes() const { return carried_; }
  /// Whether the network tells what set the pace.
  [[nodiscard]] bool knows_limits() const { return knows_limits_; }
  [[nodiscard]] PaceTimes paces() const;

  /// The share used of what the link had between two readings; nothing where it was down
  /// throughout. Above 1 only where a network lets transfers share nothing.
  [[nodiscard]] std::optional<double> utilisation(LinkId id, const LinkTotals& passed) const;

 private:
  struct Moving {
    RouteId route;
    Bytes left{0};
    bool is_returning = false;
    bool is_exchange = false;
    bool is_live = false;
  };
  /// The capacity that a link has since a date.
  struct Capacity {
    BitsPerSecond value;
    Date since = kStart;
  };
  void begin(const TransferEvent& event);
  void end(const TransferEvent& event, Bytes left);
  void pass(Moving& transfer, Bytes left);
  void read_limits();
  /// Adds to what a link could pass up to `date`.
  void reach(std::size_t link, Date date);

  const Topology& topology_;
  Reader reader_;
  std::vector<Duration> steps_;
  Date next_step_ = kStart;
  std::vector<Moving> transfers_;  // by slot
  std::vector<LinkTotals> links_;
  std::vector<Capacity> capacities_;  // by LinkId
  LinkTotals all_;
  WideInteger carried_ = 0;
  bool knows_limits_ = false;
  double at_cap_ = 0;
  LimitBook limits_at_start_;
};

}  // namespace eastwest
