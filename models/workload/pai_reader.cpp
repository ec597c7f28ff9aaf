// Reader of Alibaba PAI's jobs of 2020 in the form of 100,000 rows that GAIA made of them (Hanafy
// et al., ASPLOS 2024): hours, stretched over a year; `cpus` stands for GPUs.
#include <optional>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"

namespace eastwest {

namespace {

constexpr double kHour = 3600;

/// Decimals of an hour do not hold whole seconds: to the microsecond.
std::optional<Duration> hours_cell(CsvReader& table, CsvColumn column) {
  constexpr std::int64_t kMicrosecond = 1000;
  const auto span = span_cell(table, column, kHour);
  if (!span) return std::nullopt;
  return Duration{(span->count() + kMicrosecond / 2) / kMicrosecond * kMicrosecond};
}

void read_format(const TraceSource& source, TraceIntake& intake) {
  CsvReader table(source.file, intake.diagnostics());
  const CsvColumn arrival = table.required_column("arrival_time");
  const CsvColumn length = table.required_column("length");
  const CsvColumn cpus = table.required_column("cpus");
  while (arrival.valid() && length.valid() && cpus.valid() && table.next()) {
    intake.begin_row(table.line());
    const auto submitted = hours_cell(table, arrival);
    const auto run_time = hours_cell(table, length);
    const auto accelerators = accelerators_cell(table, cpus);
    if (!submitted || !run_time || !accelerators) continue;
    intake.use({.submitted = *submitted, .run_time = *run_time, .accelerators = *accelerators});
  }
}

}  // namespace

TraceFormat pai_format() {
  return {.name = "pai",
          .summary =
              "Alibaba PAI of 2020 as GAIA has it: CSV with arrival_time and length in "
              "hours, cpus (taken as accelerators)",
          .read = read_format};
}

}  // namespace eastwest
