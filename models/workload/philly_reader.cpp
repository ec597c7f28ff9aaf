// Cells of the Philly trace become rows; every cell that cannot be used is an error with its place.
#include "models/workload/philly_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kAcceleratorsMax = 1'000'000'000;
constexpr double kSecondsMax = 100.0 * 366 * 86400;

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

/// One row with its submission in seconds since 1970; all its wrong cells are reported.
std::optional<TraceRow> read_row(CsvReader& table, const Columns& columns) {
  const auto submitted = read_civil_time(table.text(columns.timestamp));
  if (!submitted) {
    table.error(columns.timestamp,
                fmt::format("'{}' is no date", table.text(columns.timestamp).substr(0, 40)),
                "write dates as 2017-10-09 07:01:55");
  }
  auto seconds = table.number(columns.duration);
  if (seconds && !(*seconds > 0 && *seconds <= kSecondsMax)) {
    table.error(columns.duration, fmt::format("a run time of {} s is not possible", *seconds),
                "run times lie above 0 s and below 100 years");
    seconds.reset();
  }
  auto gpus = table.integer(columns.num_gpus);
  if (gpus && (*gpus < 1 || *gpus > kAcceleratorsMax)) {
    table.error(columns.num_gpus, fmt::format("a job cannot have {} accelerators", *gpus),
                "a job has 1 to 1000000000 accelerators");
    gpus.reset();
  }
  if (!submitted || !seconds || !gpus) return std::nullopt;
  return TraceRow{.submitted = std::chrono::seconds{to_epoch_seconds(*submitted)},
                  .run_time = std::max(Duration{1}, from_seconds(*seconds)),
                  .accelerators = static_cast<std::int32_t>(*gpus)};
}

}  // namespace

Trace read_philly(const std::string& file) {
  Diagnostics diagnostics;
  CsvReader table(file, diagnostics);
  const Columns columns(table);
  Trace trace;
  std::map<std::string, std::uint32_t, std::less<>> groups;
  std::uint32_t number = 0;
  while (columns.complete() && table.next()) {
    ++number;
    auto row = read_row(table, columns);
    if (!row) continue;
    const std::string_view cluster = table.text(columns.cluster);
    auto group = groups.find(cluster);
    if (group == groups.end()) {
      group = groups.emplace(std::string(cluster), static_cast<std::uint32_t>(groups.size())).first;
    }
    row->group = group->second;
    row->number = number;
    trace.rows.push_back(*row);
  }
  if (!diagnostics.has_errors() && trace.rows.empty()) {
    diagnostics.error({.file = file, .line = 1}, "", "the trace has no jobs");
  }
  diagnostics.throw_if_errors();
  std::sort(trace.rows.begin(), trace.rows.end(), [](const TraceRow& a, const TraceRow& b) {
    return std::tie(a.submitted, a.number) < std::tie(b.submitted, b.number);
  });
  const Duration earliest = trace.rows.front().submitted;
  for (TraceRow& row : trace.rows) row.submitted -= earliest;
  trace.groups = static_cast<std::uint32_t>(groups.size());
  return trace;
}

}  // namespace eastwest
