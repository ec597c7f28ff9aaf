// What a format of traces is, and which ones exist: one reader a file, all behind one interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_trace_reader.hpp"
#include "models/workload/throughput_table.hpp"
#include "models/workload/trace_intake.hpp"

namespace eastwest {

/// What of a trace is taken for a job's tenant.
enum class TraceTenants : std::uint8_t { none, user, group, queue };
[[nodiscard]] const std::vector<std::string>& trace_tenants_names();
/// Of one of these names.
[[nodiscard]] TraceTenants trace_tenants(std::string_view name);

/// Where a trace is read from, and what its format needs to be told.
struct TraceSource {
  std::string file = {};             ///< plain or gzip
  CsvTraceColumns columns = {};      ///< of format csv
  ThroughputSource throughput = {};  ///< of format gavel
  bool placement = false;            ///< of format openb: jobs bring what they ask of nodes
  /// Of format openb: what jobs ask for is all that is read; dates and run times are 0.
  bool demand_only = false;
  TraceTenants tenants = TraceTenants::none;
  [[nodiscard]] bool has_tenants() const {
    return tenants != TraceTenants::none || columns.names.contains("tenant");
  }
};

/// Reads a file from its beginning to its end, in memory that does not depend on its length, and
/// hands in every data row. Mistakes go to the intake's diagnostics.
using TraceReader = void (*)(const TraceSource& source, TraceIntake& intake);

struct TraceFormat {
  const char* name;
  const char* summary;  ///< one sentence: what the format is
  TraceReader read;
  std::vector<TraceTenants> tenants = {};  ///< what the format knows of
  [[nodiscard]] bool knows(TraceTenants wanted) const;
  /// What is wrong with wanting these tenants of it; no message: nothing.
  [[nodiscard]] ParameterProblem tenants_problem(TraceTenants wanted) const;
};

/// The formats that exist.
[[nodiscard]] const std::vector<TraceFormat>& trace_formats();
/// One of them; another name is a defect.
[[nodiscard]] const TraceFormat& trace_format(std::string_view name);

/// A whole trace. Throws ScenarioError with all mistakes, or if it has no jobs.
[[nodiscard]] Trace read_trace(const TraceFormat& format, const TraceSource& source);

}  // namespace eastwest
