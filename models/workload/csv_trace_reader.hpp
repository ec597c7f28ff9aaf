// Reader of any table of jobs, by a map from what is needed to the table's own columns.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/workload/column_map.hpp"
#include "models/workload/trace_intake.hpp"
#include "sim/base/parameter.hpp"

namespace eastwest {

/// Which column of the table says what, and in which unit.
struct CsvTraceColumns {
  /// From submit, accelerators, run_time (needed), job_id, requested, group, data (read where
  /// there) to the name of a column; without an entry, the column of that very name. tenant,
  /// priority and deadline (a date as submit) are read only where an entry names them.
  ColumnMap names;
  /// Of submit, run_time, requested and deadline, in seconds; 1 where it is not given.
  std::map<std::string, double> units;

  /// From the keys `columns` and `units`; what is wrong with them goes to `problems`.
  static CsvTraceColumns read(const Parameters& parameters,
                              std::vector<ParameterProblem>& problems);
};

/// Reads a CSV file (plain or gzip); other columns are passed over, rows may stand in any order.
/// Every cell that cannot be used is a mistake.
void read_csv_rows(const std::string& file, const CsvTraceColumns& columns, TraceIntake& intake);

/// The whole table. Throws ScenarioError with all cells that cannot be used.
[[nodiscard]] Trace read_csv_trace(const std::string& file, const CsvTraceColumns& columns);

}  // namespace eastwest
