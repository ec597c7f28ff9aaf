// jobs.csv: one row for each counted job, written when its life is over and then forgotten.
#pragma once

#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/engine/workload.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What the rows of a run have beyond the columns that all runs have.
struct JobsTableExtras {
  JobAttributes attributes = {};
  const TenantBook* tenants = nullptr;  ///< where jobs have tenants
  bool preemptive = false;              ///< the schedule may suspend jobs
  bool nodes = false;                   ///< some site has nodes
  bool setbacks = false;                ///< jobs may fail, or their sites
  bool migratory = false;               ///< the dispatch policy may migrate them
  const DataPlan* data_plan = nullptr;  ///< where jobs name data sets
};

[[nodiscard]] std::vector<std::string> jobs_table_columns(const JobsTableExtras& extras);

/// Rows in order of their end; jobs alive at the end of the run follow in order of serial, with
/// their state, and empty cells for what has not happened.
class JobsTable final : public Observer {
 public:
  JobsTable(FileWriter file, const World& world, const Scenario& scenario,
            JobsTableExtras extras = {});

  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;
  /// Gives the file its name.
  void commit() { rows_.commit(); }

 private:
  void row(Date date, const LiveJob& live);
  void preemption_cells(Date date, const LiveJob& live);
  void elastic_cells(Date date, const LiveJob& live);
  void node_cells(const LiveJob& live);
  void spread_cells(Date date, const LiveJob& live);
  [[nodiscard]] std::string sites_of(const LiveJob& live) const;
  void setback_cells(Date date, const LiveJob& live);
  void migration_cells(Date date, const LiveJob& live);

  const World& world_;
  const Scenario& scenario_;
  JobsTableExtras extras_;
  CsvWriter rows_;
};

}  // namespace eastwest
