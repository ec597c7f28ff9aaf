// What the trunks carried, from the transfers alone: each one's bytes spread evenly over its own
// life.
#pragma once

#include <cstdint>
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

/// Networks report no rates, so a transfer is taken to move evenly from its start to its end; what
/// falls before kStart is left out. In a single hour a link may therefore seem more than full.
class TrunkLedger final : public Observer {
 public:
  struct Entry {
    std::int64_t transfers = 0;  ///< that ended in the run
    WideInteger bytes = 0;       ///< moved in the run
    std::vector<double> hours;   ///< bytes of each hour from kStart, as far as anything moved
  };

  explicit TrunkLedger(const Topology& topology);

  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const Entry& link(LinkId id) const { return links_[id.index()]; }
  /// Each transfer once, however many links it passes.
  [[nodiscard]] const Entry& all() const { return all_; }
  /// Empty of meaning (all 0) for a link without capacity.
  [[nodiscard]] Utilisation utilisation(LinkId id) const;
  /// Over all directions of all trunks with capacity, each with the same weight.
  [[nodiscard]] Utilisation utilisation() const;

 private:
  struct Weighted {
    double value;
    double weight;
  };
  enum class Cut : std::uint8_t { no, yes };
  void book(Date end, const TransferEvent& event, std::int64_t moved, Cut cut);
  void append_hours(LinkId id, std::vector<Weighted>& values) const;
  [[nodiscard]] static Utilisation summed_up(std::vector<Weighted> values);

  const Topology& topology_;
  std::vector<LinkId> trunk_links_;  // with capacity
  std::vector<Date> began_;          // by transfer slot
  std::vector<Entry> links_;
  Entry all_;
  std::vector<double> parts_;  // of one transfer by hour
  Duration span_{0};
};

}  // namespace eastwest
