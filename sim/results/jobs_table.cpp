// Implements sim/results/jobs_table.hpp.
#include "sim/results/jobs_table.hpp"

#include <array>
#include <optional>
#include <utility>

#include "sim/results/job_work.hpp"

namespace eastwest {
namespace {

constexpr std::array kPreemptionColumns = {"preemptions", "suspended_s", "useful_s", "overhead_s",
                                           "lost_s"};

void date_cell(CsvWriter& rows, Date date) {
  if (date == kNever) {
    rows.empty();
  } else {
    rows.seconds(date.time_since_epoch());
  }
}

/// The span from one phase to the next; empty while the next has not been reached.
void span_cell(CsvWriter& rows, Date from, Date to) {
  if (from == kNever || to == kNever) {
    rows.empty();
  } else {
    rows.seconds(to - from);
  }
}

void span_or_empty(CsvWriter& rows, const std::optional<Duration>& span) {
  if (span) {
    rows.seconds(*span);
  } else {
    rows.empty();
  }
}

}  // namespace

std::vector<std::string> jobs_table_columns(const JobsTableExtras& extras) {
  std::vector<std::string> columns = {
      "job_id",      "workload",   "class",       "kind",         "home",         "site",
      "submit_s",    "start_s",    "end_s",       "finished_s",   "accelerators", "state",
      "wait_s",      "deferred_s", "matching_s",  "staging_s",    "queued_s",     "run_time_s",
      "requested_s", "estimate_s", "input_bytes", "result_bytes", "refusals",     "rejection"};
  if (extras.attributes.tenant) columns.emplace_back("tenant");
  if (extras.attributes.priority) columns.emplace_back("priority");
  if (extras.attributes.deadline) columns.insert(columns.end(), {"deadline_s", "missed"});
  if (extras.preemptive) {
    columns.insert(columns.end(), kPreemptionColumns.begin(), kPreemptionColumns.end());
  }
  if (extras.attributes.data) columns.insert(columns.end(), {"data_bytes", "fetched_bytes"});
  return columns;
}

JobsTable::JobsTable(FileWriter file, const World& world, const Scenario& scenario,
                     JobsTableExtras extras)
    : world_(world),
      scenario_(scenario),
      extras_(extras),
      rows_(std::move(file), jobs_table_columns(extras)) {}

void JobsTable::on_finished(Date date, const LiveJob& live) {
  if (is_counted(live.job)) row(date, live);
}

void JobsTable::on_alive(Date date, const LiveJob& live) {
  if (is_counted(live.job)) row(date, live);
}

void JobsTable::row(Date date, const LiveJob& live) {
  const Job& job = live.job;
  const WorkloadChoice& workload = scenario_.workloads[job.workload.index()];
  rows_.text(job.id).text(workload.name).text(job.class_name).text(workload.model.name);
  rows_.text(world_.nodes[job.home.index()].id);
  rows_.text(live.site.valid() ? world_.sites[live.site.index()].id : "");
  date_cell(rows_, job.submitted);
  date_cell(rows_, live.started);
  date_cell(rows_, live.ended);
  date_cell(rows_, live.finished);
  rows_.integer(job.accelerators).text(to_text(live.state));
  span_cell(rows_, job.submitted, live.started);
  span_cell(rows_, job.submitted, live.placed);
  span_cell(rows_, live.placed, live.matched);
  span_cell(rows_, live.matched, live.staged);
  span_cell(rows_, live.staged, live.started);
  rows_.seconds(live.run_time);
  span_or_empty(rows_, job.requested > Duration{0} ? std::optional(job.requested) : std::nullopt);
  span_or_empty(rows_, live.estimate);
  rows_.integer(job.input.value()).integer(job.result.value()).integer(live.refusals);
  rows_.text(live.rejection ? to_text(*live.rejection) : "");
  if (extras_.attributes.tenant) rows_.text(extras_.tenants->name(job.tenant));
  if (extras_.attributes.priority) rows_.integer(job.priority);
  if (extras_.attributes.deadline) {
    date_cell(rows_, job.deadline);
    if (job.deadline == kNever) {
      rows_.empty();
    } else {
      rows_.integer(is_late(live, date) ? 1 : 0);
    }
  }
  if (extras_.preemptive) preemption_cells(date, live);
  if (extras_.attributes.data) {
    std::int64_t named = 0;
    if (job.data) {
      for (const DataSetId set : job.data->sets) named += extras_.data_plan->set(set).size.value();
    }
    rows_.integer(named).integer(live.fetched.value());
  }
  rows_.end_row();
}

void JobsTable::preemption_cells(Date date, const LiveJob& live) {
  if (live.started == kNever) {
    for (std::size_t i = 0; i < kPreemptionColumns.size(); ++i) rows_.empty();
    return;
  }
  const TimeUse use = time_use(live, date);
  const bool stands = live.state == JobState::suspended;
  rows_.integer(live.preemptions);
  rows_.seconds(live.stood + (stands ? date - live.released : Duration{0}));
  rows_.seconds(use.useful).seconds(use.overhead).seconds(use.lost);
}

}  // namespace eastwest
