// timeline.csv: what the nation, each site and each trunk were doing, as exact means over equal
// steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/link_meter.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

[[nodiscard]] const std::vector<std::string>& timeline_columns();
/// The values of the column `metric`.
[[nodiscard]] const std::vector<std::string>& timeline_metrics();

/// Rows of a step are written when it is over; the last step may be cut short by the end of the
/// run. The meter must stand before the timeline among the observers, and read the network at every
/// step.
class Timeline final : public Observer {
 public:
  Timeline(FileWriter file, const World& world, const Scenario& scenario, const LinkMeter& links);

  void on_queued(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_settled(Date date) override;
  void on_horizon(Date date) override;
  /// Gives the file its name.
  void commit() { rows_.commit(); }

 private:
  struct Place {
    StepIntegral allocated;
    StepIntegral queued;
  };
  /// Integrals over one step.
  struct Step {
    WideInteger allocated = 0;
    WideInteger queued = 0;
  };
  void reach(Date date);
  void close_step(Date begin, Date end);
  void write_place(const Step& step, std::string_view entity, std::int64_t accelerators, Date begin,
                   Date end);
  /// Both directions of each trunk that carried anything since the last call.
  void write_trunks(Date end);
  void row(Date begin, std::string_view entity, std::string_view metric, double value);

  const World& world_;
  std::int64_t start_epoch_seconds_;
  CsvWriter rows_;
  Duration step_;
  WindowClock steps_;
  std::vector<Place> sites_;
  std::vector<Step> site_steps_;  // of the step that is being closed
  StepIntegral running_;
  StepIntegral transfers_;
  const LinkMeter& links_;
  std::vector<LinkTotals> passed_;  // by LinkId, up to `passed_until_`
  Date passed_until_ = kStart;
};

}  // namespace eastwest
