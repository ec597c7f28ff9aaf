// What the trunks carried, hour by hour: read from the network at every full hour.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// Shares of a link's capacity.
struct Utilisation {
  double mean = 0;
  double p95 = 0;  ///< over hours, an hour cut short by the end of the run counts less
  double maximum = 0;
};

/// At every full hour the network is asked what each live transfer has still to move: the
/// difference to the last hour has passed its links in between. Whole bytes, whose sum over the
/// hours of a transfer is what it moved. What moved before kStart is left out. Utilisation is a
/// share of the capacity that the link had: hours in which it was down throughout do not count.
class TrunkLedger final : public Observer {
 public:
  /// The simulation must settle every multiple of it from kStart on (SimulationParts::settle_step).
  static constexpr Duration kStep = std::chrono::hours{1};
  /// Simulation::remaining.
  using Remaining = std::function<Bytes(TransferSlot)>;
  struct Entry {
    std::int64_t transfers = 0;       ///< that ended in the run
    WideInteger bytes = 0;            ///< moved in the run
    std::vector<std::int64_t> hours;  ///< bytes of each hour from kStart, as far as anything moved
  };

  explicit TrunkLedger(const Topology& topology);
  /// To be called before the run.
  void read_from(Remaining remaining) { remaining_ = std::move(remaining); }

  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;
  void on_transfer_broken(Date date, const TransferEvent& event, Bytes remaining,
                          std::size_t outage) override;
  void on_transfer_resumed(Date date, const TransferEvent& event) override;
  void on_capacity_changed(Date date, LinkId link, BitsPerSecond capacity) override;
  void on_settled(Date date) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const Entry& link(LinkId id) const { return links_[id.index()]; }
  /// Each transfer once, however many links it passes.
  [[nodiscard]] const Entry& all() const { return all_; }
  /// The same without those that stay within a node: bytes that somebody pays the carrier for.
  [[nodiscard]] WideInteger carried_bytes() const { return carried_; }
  /// Empty of meaning (all 0) for a link without capacity.
  [[nodiscard]] Utilisation utilisation(LinkId id) const;
  /// Over all directions of all trunks with capacity, each with the same weight.
  [[nodiscard]] Utilisation utilisation() const;

 private:
  struct Moving {
    RouteId route;
    Bytes left{0};
    bool is_live = false;
  };
  struct Weighted {
    double value;
    double weight;
  };
  /// What a link whose capacity has changed could pass, in bit/s x ns, by hour from kStart.
  struct Changing {
    BitsPerSecond capacity;
    Date since;
    std::vector<WideInteger> hours;
  };
  void pass(Moving& transfer, Bytes left);
  static void pass(Changing& link, Date date);
  void end(const TransferEvent& event, Bytes left);
  void append_hours(LinkId id, std::vector<Weighted>& values) const;
  [[nodiscard]] double share(WideInteger most, std::int64_t bytes, BitsPerSecond capacity) const;
  [[nodiscard]] static Utilisation summed_up(std::vector<Weighted> values);

  const Topology& topology_;
  Remaining remaining_;
  std::vector<LinkId> trunk_links_;  // with capacity
  std::vector<Moving> transfers_;    // by slot
  Date next_step_ = kStart;
  std::vector<Entry> links_;
  Entry all_;
  WideInteger carried_ = 0;
  std::map<LinkId, Changing> changing_;
  Duration span_{0};
};

}  // namespace eastwest
