// Cells of the Philly trace become jobs; every cell that cannot be used is an error with its place.
#include "models/workload/philly_reader.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/base/civil_time.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

/// Nanoseconds since 1970 fit 64 bits until 2262.
constexpr int kYearFirst = 1970;
constexpr int kYearLast = 2200;

struct Columns {
  explicit Columns(CsvReader& table)
      : timestamp(table.required_column("timestamp")),
        duration(table.required_column("duration")),
        num_gpus(table.required_column("num_gpus")),
        cluster(table.required_column("cluster")) {}
  [[nodiscard]] bool complete() const {
    return timestamp.valid() && duration.valid() && num_gpus.valid() && cluster.valid();
  }
  CsvColumn timestamp, duration, num_gpus, cluster;
};

/// A date in seconds since 1970.
std::optional<Duration> date_cell(CsvReader& table, CsvColumn column) {
  const auto date = read_civil_time(table.text(column));
  if (date && date->year >= kYearFirst && date->year <= kYearLast) {
    return std::chrono::seconds{to_epoch_seconds(*date)};
  }
  table.error(column, fmt::format("'{}' is no date", table.text(column).substr(0, 40)),
              date ? "dates lie between 1970 and 2200" : "write dates as 2017-10-09 07:01:55");
  return std::nullopt;
}

/// One row with its submission since 1970; all its wrong cells are reported.
std::optional<TracedJob> read_row(CsvReader& table, const Columns& columns) {
  const auto submitted = date_cell(table, columns.timestamp);
  auto seconds = table.number(columns.duration);
  if (seconds && !(*seconds > 0 && *seconds <= kTraceSecondsMax)) {
    table.error(columns.duration, fmt::format("a run time of {} s is not possible", *seconds),
                "run times lie above 0 s and below 100 years");
    seconds.reset();
  }
  const auto gpus = accelerators_cell(table, columns.num_gpus);
  if (!submitted || !seconds || !gpus) return std::nullopt;
  return TracedJob{.submitted = *submitted,
                   .run_time = std::max(Duration{1}, from_seconds(*seconds)),
                   .accelerators = *gpus,
                   .group = table.text(columns.cluster)};
}

void read_rows(const TraceSource& source, TraceIntake& intake) {
  CsvReader table(source.file, intake.diagnostics());
  const Columns columns(table);
  intake.submissions_are_dates();
  while (columns.complete() && table.next()) {
    intake.begin_row(table.line());
    auto job = read_row(table, columns);
    if (!job) continue;
    if (source.tenants == TraceTenants::group) job->tenant = job->group;
    intake.use(*job);
  }
}

void read_format(const TraceSource& source, TraceIntake& intake) { read_rows(source, intake); }

}  // namespace

TraceFormat philly_format() {
  return {.name = "philly",
          .summary =
              "Microsoft Philly, one row a job: CSV with timestamp, duration (s), num_gpus, "
              "cluster",
          .read = read_format,
          .tenants = {TraceTenants::group}};
}

Trace read_philly(const std::string& file) {
  TraceCollector collector(file);
  read_rows({.file = file}, collector);
  return collector.collected();
}

}  // namespace eastwest
