// How full the trunks were, hour by hour.
#pragma once

#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/link_meter.hpp"

namespace eastwest {

/// Shares of the capacity that a link had; hours in which it was down throughout do not count.
struct Utilisation {
  double mean = 0;
  double p95 = 0;  ///< over hours, an hour cut short by the end of the run counts less
  double maximum = 0;
};

/// Reads the meter, which must stand before it among the observers, at every full hour and at the
/// end of the run.
class TrunkLedger final : public Observer {
 public:
  explicit TrunkLedger(const LinkMeter& meter);

  void on_settled(Date date) override;
  void on_horizon(Date date) override;

  /// Empty of meaning (all 0) for a trunk without capacity.
  [[nodiscard]] Utilisation utilisation(LinkId id) const;
  /// Over all directions of all trunks with capacity, each with the same weight.
  [[nodiscard]] Utilisation utilisation() const;
  /// The directions of the trunks that had capacity.
  [[nodiscard]] const std::vector<LinkId>& trunk_links() const { return trunk_links_; }

 private:
  struct Weighted {
    double value;
    double weight;
  };
  void read(Date date);
  [[nodiscard]] static Utilisation summed_up(std::vector<Weighted> values);

  const LinkMeter& meter_;
  std::vector<LinkId> trunk_links_;           // with capacity
  std::vector<LinkTotals> last_;              // by LinkId
  std::vector<std::vector<Weighted>> hours_;  // by LinkId, weights in seconds
  Date last_date_ = kStart;
  Date next_hour_ = kStart + LinkMeter::kHour;
};

}  // namespace eastwest
