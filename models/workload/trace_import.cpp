// Implements models/workload/trace_import.hpp.
#include "models/workload/trace_import.hpp"

#include <utility>

#include <fmt/format.h>

#include "models/workload/trace_shake.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_writer.hpp"

namespace eastwest {

namespace {

/// Lets the caller in once in so many jobs.
void let_in(const ImportOptions& options, const InputRows& rows) {
  constexpr std::int64_t kStride = 4096;
  if (options.between_jobs && rows.used % kStride == 0) options.between_jobs();
}

/// Counts the jobs and keeps none.
class CountingIntake final : public TraceIntake {
 public:
  CountingIntake(std::string file, const ImportOptions& options)
      : TraceIntake(std::move(file)), options_(options) {}

 private:
  void take(const TracedJob& /*job*/) override { let_in(options_, rows()); }

  const ImportOptions& options_;
};

/// Writes every job at once.
class WritingIntake final : public TraceIntake {
 public:
  WritingIntake(const TraceIntake& counted, const TraceSource& source, const ImportOptions& options,
                CsvWriter& table)
      : TraceIntake(counted.file()),
        source_(source),
        options_(options),
        origin_(counted.origin()),
        shake_(options.shake, options.seed, mean_gap(counted)),
        table_(table) {}

 private:
  void take(const TracedJob& job) override {
    let_in(options_, rows());
    TracedJob shaken = job;
    shaken.submitted -= origin_;
    shake_.apply(shaken, number());
    if (shaken.id.empty()) {
      table_.integer(number());
    } else {
      table_.text(shaken.id);
    }
    table_.seconds(shaken.submitted).integer(shaken.accelerators).seconds(shaken.run_time);
    if (shaken.requested > Duration{0}) {
      table_.seconds(shaken.requested);
    } else {
      table_.empty();
    }
    table_.text(shaken.group);
    if (source_.has_tenants()) table_.text(job.tenant);
    write_terms(shaken);
    table_.end_row();
  }

  /// A deadline keeps its distance from the submission.
  void write_terms(const TracedJob& job) {
    if (source_.columns.names.contains("priority")) {
      if (job.terms.priority) {
        table_.integer(*job.terms.priority);
      } else {
        table_.empty();
      }
    }
    if (!source_.columns.names.contains("deadline")) return;
    if (job.terms.deadline) {
      table_.seconds(job.submitted + *job.terms.deadline);
    } else {
      table_.empty();
    }
  }

  static Duration mean_gap(const TraceIntake& counted) {
    const std::int64_t gaps = counted.rows().used - 1;
    return gaps > 0 ? (counted.latest() - counted.earliest()) / gaps : Duration{0};
  }

  const TraceSource& source_;
  const ImportOptions& options_;
  Duration origin_;
  TraceShake shake_;
  CsvWriter& table_;
};

}  // namespace

std::vector<std::string> imported_columns(const TraceSource& source) {
  std::vector<std::string> columns = {"job_id",   "submit",    "accelerators",
                                      "run_time", "requested", "group"};
  if (source.has_tenants()) columns.emplace_back("tenant");
  for (const char* terms : {"priority", "deadline"}) {
    if (source.columns.names.contains(terms)) columns.emplace_back(terms);
  }
  return columns;
}

ImportedTrace import_trace(const TraceFormat& format, const TraceSource& source,
                           const ImportOptions& options, FileWriter to) {
  CountingIntake counted(source.file, options);
  format.read(source, counted);
  counted.finish();

  CsvWriter table(std::move(to), imported_columns(source));
  WritingIntake written(counted, source, options, table);
  format.read(source, written);
  if (written.rows().used != counted.rows().used || written.earliest() != counted.earliest()) {
    throw ScenarioError(source.file,
                        fmt::format("the first reading gave {} jobs, the second {}",
                                    counted.rows().used, written.rows().used),
                        "give a file that stays as it is; a pipe can be read only once");
  }
  written.finish();
  table.commit();
  return {.rows = counted.rows(),
          .facts = counted.facts(),
          .origin = counted.origin(),
          .span = counted.latest() - counted.origin()};
}

}  // namespace eastwest
