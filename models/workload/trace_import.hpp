// Traces in the project's own table of jobs, which `format: csv` reads without a map.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "models/workload/trace_format.hpp"
#include "sim/text/file_writer.hpp"

namespace eastwest {

struct ImportOptions {
  double shake = 0;  ///< strength of TraceShake, 0 <= shake < 1
  std::uint64_t seed = 0;
  /// Called now and then; what it throws ends the import, and nothing is written.
  std::function<void()> between_jobs = {};
};

/// What was read.
struct ImportedTrace {
  InputRows rows;
  std::vector<std::pair<std::string, std::string>> facts;  ///< what the file says of itself
  Duration origin{0};                                      ///< the file's date that is now 0
  Duration span{0};                                        ///< from there to the last submission
};

/// The columns of the table: job_id, submit, accelerators, run_time, requested, group (s; empty
/// where the trace says nothing); and tenant, priority, deadline where the source is asked for
/// them.
[[nodiscard]] std::vector<std::string> imported_columns(const TraceSource& source);

/// Reads the trace twice, so that memory does not depend on its length: first for all mistakes and
/// the earliest submission, then for the rows, which are written in their order in the file. Throws
/// ScenarioError with all mistakes, and if the second reading finds something else (a pipe); then
/// nothing is written.
ImportedTrace import_trace(const TraceFormat& format, const TraceSource& source,
                           const ImportOptions& options, FileWriter to);

}  // namespace eastwest
