// Reader of any table of jobs, by a map from what is needed to the table's own columns.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/workload/trace_rows.hpp"
#include "sim/base/parameter.hpp"

namespace eastwest {

/// Which column of the table says what, and in which unit.
struct CsvTraceColumns {
  /// From submit, accelerators, run_time (needed: without an entry, the column of that very name),
  /// job_id, requested, group (only if named) to the name of a column.
  std::map<std::string, std::string> names;
  /// Of submit, run_time and requested, in seconds; 1 where it is not given.
  std::map<std::string, double> units;

  /// From the keys `columns` and `units`; what is wrong with them goes to `problems`.
  static CsvTraceColumns read(const Parameters& parameters,
                              std::vector<ParameterProblem>& problems);
};

/// Reads a CSV file (plain or gzip); other columns are passed over, rows may stand in any order.
/// Ties of submission go by job id (whole numbers by value, before texts), then by row. Throws
/// ScenarioError with all cells that cannot be used.
[[nodiscard]] Trace read_csv_trace(const std::string& file, const CsvTraceColumns& columns);

/// The order of job ids: whole numbers by value, before all other texts.
[[nodiscard]] bool id_before(std::string_view a, std::string_view b);

}  // namespace eastwest
