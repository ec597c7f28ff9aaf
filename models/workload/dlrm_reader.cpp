// Reader of Alibaba's cluster trace of 2025 (disaggregated DLRM): instances with seconds from the
// trace's beginning; no date of creation or deletion where it lies outside the trace.
#include <algorithm>
#include <optional>

#include "models/workload/trace_cells.hpp"
#include "models/workload/trace_format.hpp"

namespace eastwest {

namespace {

struct Columns {
  explicit Columns(CsvReader& table)
      : instance(table.required_column("instance_sn")),
        app(table.required_column("app_name")),
        gpus(table.required_column("gpu_request")),
        created(table.required_column("creation_time")),
        scheduled(table.required_column("scheduled_time")),
        deleted(table.required_column("deletion_time")) {}
  [[nodiscard]] bool complete() const {
    return instance.valid() && app.valid() && gpus.valid() && created.valid() &&
           scheduled.valid() && deleted.valid();
  }
  CsvColumn instance, app, gpus, created, scheduled, deleted;
};

/// A date that may be absent. `good` is false where the cell is wrong, which is reported.
struct DateCell {
  bool good = true;
  std::optional<Duration> date = {};
};

DateCell date_cell(CsvReader& table, CsvColumn column) {
  if (table.text(column).empty()) return {};
  const auto date = span_cell(table, column);
  return {.good = date.has_value(), .date = date};
}

/// The last date of all in the file; its mistakes are told when it is read again.
Duration last_date(const std::string& file) {
  Diagnostics untold;
  CsvReader table(file, untold);
  const Columns columns(table);
  Duration last{0};
  while (columns.complete() && table.next()) {
    for (const CsvColumn column : {columns.created, columns.scheduled, columns.deleted}) {
      last = std::max(last, date_cell(table, column).date.value_or(last));
    }
  }
  return last;
}

void read_row(CsvReader& table, const Columns& columns, Duration last, CsvColumn tenant,
              TraceIntake& intake) {
  const auto gpus = accelerators_cell(table, columns.gpus, 0);
  const DateCell created = date_cell(table, columns.created);
  const DateCell scheduled = date_cell(table, columns.scheduled);
  const DateCell deleted = date_cell(table, columns.deleted);
  if (table.text(columns.instance).empty()) {
    table.error(columns.instance, "the instance has no name");
  }
  if (!gpus || !created.good || !scheduled.good || !deleted.good) return;
  const Duration begin = scheduled.date.value_or(Duration{0});
  const Duration end = deleted.date.value_or(last);
  const bool is_scheduled = scheduled.date || !created.date;
  if (is_scheduled && end < begin) {
    return table.error(columns.deleted, "the instance is deleted before it is scheduled");
  }
  if (*gpus == 0) return intake.leave_out("without a GPU");
  if (!is_scheduled) return intake.leave_out("never scheduled (no scheduled_time)");

  if (!created.date) intake.remark("that run when the trace begins (cut there)");
  if (!deleted.date) intake.remark("that run when the trace ends (cut at its last date)");
  intake.use({.submitted = created.date.value_or(Duration{0}),
              .run_time = end - begin,
              .accelerators = *gpus,
              .id = table.text(columns.instance),
              .group = table.text(columns.app),
              .tenant = table.text(tenant)});
}

void read_format(const TraceSource& source, TraceIntake& intake) {
  const Duration last = last_date(source.file);
  CsvReader table(source.file, intake.diagnostics());
  const Columns columns(table);
  CsvColumn tenant;
  if (source.tenants == TraceTenants::group) tenant = columns.app;
  if (source.tenants == TraceTenants::queue) tenant = table.required_column("role");
  while (columns.complete() && table.next()) {
    intake.begin_row(table.line());
    read_row(table, columns, last, tenant, intake);
  }
}

}  // namespace

TraceFormat dlrm_format() {
  return {.name = "dlrm",
          .summary =
              "Alibaba's disaggregated DLRM of 2025: CSV with instance_sn, app_name, "
              "gpu_request, creation_time, …",
          .read = read_format,
          .tenants = {TraceTenants::group, TraceTenants::queue}};
}

}  // namespace eastwest
