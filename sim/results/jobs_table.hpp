// jobs.csv: one row for each counted job, written when its life is over and then forgotten.
#pragma once

#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/text/csv_writer.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

[[nodiscard]] const std::vector<std::string>& jobs_table_columns();

/// Rows in order of their end; jobs alive at the end of the run follow in order of serial, with
/// their state, and empty cells for what has not happened.
class JobsTable final : public Observer {
 public:
  JobsTable(FileWriter file, const World& world, const Scenario& scenario);

  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;
  /// Gives the file its name.
  void commit() { rows_.commit(); }

 private:
  void row(const LiveJob& live);

  const World& world_;
  const Scenario& scenario_;
  CsvWriter rows_;
};

}  // namespace eastwest
