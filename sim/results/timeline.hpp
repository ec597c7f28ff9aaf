// timeline.csv: what the nation, each site and each trunk were doing, as exact means over equal
// steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/link_meter.hpp"
#include "sim/results/site_ledger.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

[[nodiscard]] const std::vector<std::string>& timeline_columns();
/// The values of the column `metric`.
[[nodiscard]] const std::vector<std::string>& timeline_metrics();

/// Rows of a step are written when it is over; the last step may be cut short by the end of the
/// run. The meter and the ledger must stand before the timeline among the observers; every step is
/// a settled date (SimulationParts::settle_steps).
class Timeline final : public Observer {
 public:
  Timeline(FileWriter file, const World& world, const Scenario& scenario, const LinkMeter& links,
           const SiteLedger& sites);

  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_settled(Date date) override;
  void on_horizon(Date date) override;
  /// Gives the file its name.
  void commit() { rows_.commit(); }

 private:
  /// Integrals of a site, or of all.
  struct Place {
    WideInteger allocated = 0;
    WideInteger queued = 0;
  };
  /// Writes what happened since the last step was closed.
  void close_step(Date end);
  void write_place(const Place& step, std::string_view entity, std::int64_t accelerators,
                   Date begin, Date end);
  /// Both directions of each trunk that carried anything since the last step was closed.
  void write_trunks(Date end);
  void row(Date begin, std::string_view entity, std::string_view metric, double value);

  const World& world_;
  std::int64_t start_epoch_seconds_;
  CsvWriter rows_;
  Duration step_;
  const SiteLedger& sites_;
  std::vector<Place> passed_sites_;  // by SiteId, at passed_until_
  std::vector<Place> site_steps_;    // over the step that is being closed
  StepIntegral running_;
  StepIntegral transfers_;
  const LinkMeter& links_;
  std::vector<LinkTotals> passed_;  // by LinkId, at passed_until_
  Date passed_until_ = kStart;
};

}  // namespace eastwest
