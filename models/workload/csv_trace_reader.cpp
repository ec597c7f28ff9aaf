// Cells of a mapped table become jobs; every cell that cannot be used is an error with its place.
#include "models/workload/csv_trace_reader.hpp"

#include <optional>

#include <fmt/format.h>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/text/seconds_text.hpp"

namespace eastwest {

namespace {

constexpr std::int64_t kWholeSecondsMax = 100LL * 366 * 86400;

constexpr std::int64_t kPriorityMax = 1'000'000;

const std::vector<std::string> kMeanings{"job_id",    "submit", "accelerators", "run_time",
                                         "requested", "group",  "tenant",       "priority",
                                         "deadline",  "data"};
const std::vector<std::string> kSpans{"submit", "run_time", "requested", "deadline"};

/// A column of seconds, or of another unit.
struct SpanColumn {
  CsvColumn column;
  double unit = 1;
  const char* what;
};

class CsvTraceReader {
 public:
  CsvTraceReader(const std::string& file, const CsvTraceColumns& columns, TraceIntake& intake,
                 TraceTenants tenants)
      : intake_(intake), table_(file, intake.diagnostics()) {
    const auto find = [&](const char* meaning, Need need) {
      return mapped_column(table_, columns.names, meaning, need);
    };
    const auto unit = [&](const char* meaning) {
      const auto found = columns.units.find(meaning);
      return found == columns.units.end() ? 1.0 : found->second;
    };
    submit_ = {find("submit", Need::required), unit("submit"), "a submission"};
    run_time_ = {find("run_time", Need::required), unit("run_time"), "a run time"};
    requested_ = {find("requested", Need::optional), unit("requested"), "a request"};
    accelerators_ = find("accelerators", Need::required);
    job_id_ = find("job_id", Need::optional);
    group_ = find("group", Need::optional);
    // Only where the map names them: a table may have columns of these names that mean else.
    const auto find_named = [&](const char* meaning) {
      return columns.names.contains(meaning) ? find(meaning, Need::required) : CsvColumn{};
    };
    tenant_ = tenants == TraceTenants::group ? find("group", Need::required) : find_named("tenant");
    priority_ = find_named("priority");
    deadline_ = {find_named("deadline"), unit("deadline"), "a deadline"};
    data_ = find("data", Need::optional);
  }

  void read() {
    while (complete() && table_.next()) read_row();
  }

 private:
  [[nodiscard]] bool complete() const {
    return submit_.column.valid() && run_time_.column.valid() && accelerators_.valid();
  }

  void read_row() {
    intake_.begin_row(table_.line());
    TracedJob job;
    job.submitted = span(submit_, 0);
    job.run_time = span(run_time_, 0);
    if (requested_.column.valid() && !table_.text(requested_.column).empty()) {
      job.requested = span(requested_, 1e-9);
    }
    job.accelerators = accelerators_cell(table_, accelerators_).value_or(1);
    job.group = table_.text(group_);
    job.data = table_.text(data_);
    job.id = table_.text(job_id_);
    job.tenant = table_.text(tenant_);
    read_terms(job);
    if (job_id_.valid() && job.id.empty()) table_.error(job_id_, "the job has no id");
    intake_.use(job);
  }

  void read_terms(TracedJob& job) {
    if (priority_.valid() && !table_.text(priority_).empty()) {
      const auto priority = table_.integer(priority_);
      if (priority && *priority >= -kPriorityMax && *priority <= kPriorityMax) {
        job.terms.priority = static_cast<std::int32_t>(*priority);
      } else if (priority) {
        table_.error(priority_, fmt::format("a priority of {} is not possible", *priority),
                     "from -1000000 to 1000000");
      }
    }
    if (!deadline_.column.valid() || table_.text(deadline_.column).empty()) return;
    const std::size_t mistakes = intake_.diagnostics().all().size();
    const Duration date = span(deadline_, 0);
    if (date > job.submitted) {
      job.terms.deadline = date - job.submitted;
    } else if (intake_.diagnostics().all().size() == mistakes) {
      table_.error(deadline_.column, "the deadline is not after the submission");
    }
  }

  Duration span(const SpanColumn& from, double least) {
    if (from.unit == 1) {
      const auto whole = table_.plain_integer(from.column);
      if (whole && *whole > 0 && *whole < kWholeSecondsMax) return std::chrono::seconds{*whole};
      // Decimals that a double would not hold to the nanosecond.
      const auto plain = whole ? std::nullopt : read_plain_seconds(table_.text(from.column));
      if (plain && *plain > Duration{0}) return *plain;
    }
    const auto number = table_.number(from.column);
    if (!number) return Duration{0};
    const double seconds = *number * from.unit;
    if (seconds >= least && seconds <= kTraceSecondsMax) return from_seconds(seconds);
    table_.error(from.column, fmt::format("{} of {} s is not possible", from.what, seconds),
                 least > 0 ? "above 0 s and below 100 years; nothing where there is no request"
                           : "from 0 s to 100 years");
    return Duration{0};
  }

  TraceIntake& intake_;
  CsvReader table_;
  SpanColumn submit_, run_time_, requested_, deadline_;
  CsvColumn accelerators_, job_id_, group_, tenant_, priority_, data_;
};

void read_format(const TraceSource& source, TraceIntake& intake) {
  CsvTraceReader(source.file, source.columns, intake, source.tenants).read();
}

}  // namespace

TraceFormat csv_format() {
  return {.name = "csv",
          .summary =
              "any table of jobs, by a map from meanings to its columns; what `eastwest "
              "import` writes needs no map",
          .read = read_format,
          .tenants = {TraceTenants::group}};
}

CsvTraceColumns CsvTraceColumns::read(const Parameters& parameters,
                                      std::vector<ParameterProblem>& problems) {
  CsvTraceColumns columns;
  if (parameters.has("columns")) columns.names = parameters.columns("columns");
  check_meanings(columns.names, "columns", kMeanings, problems);
  if (!parameters.has("units")) return columns;
  check_meanings(parameters.columns("units"), "units", kSpans, problems);
  for (const auto& [meaning, unit] : parameters.columns("units")) {
    const auto reading = read_quantity("1 " + unit, Dimension::duration);
    if (reading.value) {
      columns.units[meaning] = *reading.value;
    } else {
      problems.push_back(
          {"units", fmt::format("'{}' is no unit of time", unit), "write e.g. s, ms, min or h"});
    }
  }
  return columns;
}

void read_csv_rows(const std::string& file, const CsvTraceColumns& columns, TraceIntake& intake) {
  CsvTraceReader(file, columns, intake, TraceTenants::none).read();
}

Trace read_csv_trace(const std::string& file, const CsvTraceColumns& columns) {
  TraceCollector collector(file);
  read_csv_rows(file, columns, collector);
  return collector.collected();
}

}  // namespace eastwest
