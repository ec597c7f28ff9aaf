// Workload `trace`: the jobs of a recorded trace, and as many independent copies as a load needs.
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/job_terms.hpp"
#include "models/workload/trace_copies.hpp"
#include "models/workload/trace_format.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// One copy of the trace and the row that it submits next.
struct Cursor {
  Date next;
  Duration shift{0};
  std::uint32_t copy = 0;
  std::uint32_t row = 0;   // that comes next
  std::uint32_t left = 0;  // rows to come, this one included

  friend bool operator<(const Cursor& a, const Cursor& b) {
    return a.next != b.next ? a.next < b.next : a.copy < b.copy;
  }
};

class TraceWorkload final : public Workload {
 public:
  TraceWorkload(const Parameters& parameters, const WorkloadContext& context, Trace trace,
                std::uint32_t copies)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        trace_(std::move(trace)),
        extras_(parameters),
        terms_(parameters, context),
        file_(parameters.text("file")),
        span_(trace_.span()) {
    for (const std::string& name : trace_.tenants) {
      tenants_.push_back(context.tenants != nullptr ? context.tenants->enter(name) : TenantId{});
    }
    attributes_ = terms_.attributes();
    attributes_.tenant = attributes_.tenant || !trace_.tenants.empty();
    for (const TraceRowTerms& own : trace_.terms) {
      attributes_.priority = attributes_.priority || own.priority;
      attributes_.deadline = attributes_.deadline || own.deadline;
    }
    read_data();
    draw_homes(copies);
    cursors_.reserve(copies);
    for (std::uint32_t copy = 0; copy < copies; ++copy) cursors_.push_back(begin_of(copy));
    std::sort(cursors_.begin(), cursors_.end());  // a sorted array is a heap
  }

  std::optional<Job> next() override {
    if (cursors_.empty() || cursors_.front().next >= context_.horizon) return std::nullopt;
    const Cursor& now = cursors_.front();
    const TraceRow& row = trace_.rows[now.row];
    std::optional<Job> made(std::in_place);
    Job& job = *made;
    job.id = job_id(row, now.copy);
    job.workload = context_.id;
    job.class_name = context_.name;
    job.home = home(now.copy, row.group);
    job.submitted = now.next;
    job.accelerators = row.accelerators;
    job.run_time = row.run_time;
    job.requested = row.requested;
    if (row.placement != 0) job.placement = trace_.placements[row.placement];
    const std::uint64_t entity = std::uint64_t{now.copy} * trace_.rows.size() + now.row;
    extras_.fill(job, entity, context_.random);
    if (row.tenant != TraceRow::kNobody) job.tenant = tenants_[row.tenant];
    const TraceRowTerms own = trace_.terms_of(row);
    if (own.deadline) job.deadline = job.submitted + *own.deadline;
    if (row.data > 0) job.data = data_[row.data - 1];
    terms_.fill(job, entity, context_.random);
    if (own.priority) job.priority = *own.priority;
    step_front();
    return made;
  }

  [[nodiscard]] JobAttributes attributes() const override { return attributes_; }
  [[nodiscard]] std::vector<std::string> remarks() const override { return terms_.remarks(); }

  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> busy(trace_.groups);
    for (const TraceRow& row : trace_.rows) {
      busy[row.group] += trace_.held(row) * to_seconds(row.run_time) / to_seconds(span_);
    }
    std::vector<double> offered(context_.world.nodes.size(), 0);
    for (std::size_t i = 0; i < homes_.size(); ++i)
      offered[homes_[i].index()] += busy[i % busy.size()];
    return offered;
  }

  [[nodiscard]] std::optional<InputRows> input_rows() const override { return trace_.input; }

 private:
  /// The sets that rows name; throws ScenarioError with all names that nobody knows.
  void read_data() {
    JobDataCells cells(context_.data_plan);
    Diagnostics diagnostics;
    for (const TracedData& data : trace_.data) {
      std::string unknown;
      data_.push_back(cells.read(data.names, unknown));
      if (unknown.empty()) continue;
      diagnostics.error({.file = file_, .line = data.line}, "",
                        fmt::format("there is no data set '{}'", unknown), cells.hint(unknown));
    }
    diagnostics.throw_if_errors();
    attributes_.data = attributes_.data || !data_.empty();
  }

  void draw_homes(std::uint32_t copies) {
    const HomeDraw draw(context_.world);
    homes_.reserve(std::size_t{copies} * trace_.groups);
    for (std::uint64_t i = 0; i < std::uint64_t{copies} * trace_.groups; ++i) {
      homes_.push_back(draw.at(context_.random.uniform(family_, i, Purpose::trace_home)));
    }
  }

  [[nodiscard]] NodeId home(std::uint32_t copy, std::uint32_t group) const {
    return homes_[std::size_t{copy} * trace_.groups + group];
  }

  /// Copy 0 is the trace itself; the others are turned by a uniform part of the span, so that what
  /// would be submitted after the span's end comes first.
  [[nodiscard]] Cursor begin_of(std::uint32_t copy) const {
    const auto rows = static_cast<std::uint32_t>(trace_.rows.size());
    Cursor cursor{.next = {}, .copy = copy, .left = rows};
    if (copy > 0) {
      const double u = context_.random.uniform(family_, copy, Purpose::trace_shift);
      cursor.shift = from_seconds(u * to_seconds(span_));
      const auto first = std::partition_point(
          trace_.rows.begin(), trace_.rows.end(),
          [&](const TraceRow& row) { return row.submitted + cursor.shift < span_; });
      cursor.row = static_cast<std::uint32_t>(first - trace_.rows.begin()) % rows;
    }
    cursor.next = date_of(cursor);
    return cursor;
  }

  [[nodiscard]] Date date_of(const Cursor& cursor) const {
    const Duration turned = trace_.rows[cursor.row].submitted + cursor.shift;
    // The unshifted copy keeps its last row at the end of the span.
    return kStart + (cursor.shift > Duration{0} && turned >= span_ ? turned - span_ : turned);
  }

  /// Moves the first cursor to its next row and restores the heap.
  void step_front() {
    Cursor moved = cursors_.front();
    if (--moved.left == 0) {
      moved = cursors_.back();
      cursors_.pop_back();
      if (cursors_.empty()) return;
    } else {
      moved.row = moved.row + 1 == trace_.rows.size() ? 0 : moved.row + 1;
      moved.next = date_of(moved);
    }
    std::size_t at = 0;
    while (true) {
      std::size_t child = 2 * at + 1;
      if (child >= cursors_.size()) break;
      if (child + 1 < cursors_.size() && cursors_[child + 1] < cursors_[child]) ++child;
      if (!(cursors_[child] < moved)) break;
      cursors_[at] = cursors_[child];
      at = child;
    }
    cursors_[at] = moved;
  }

  [[nodiscard]] std::string job_id(const TraceRow& row, std::uint32_t copy) const {
    std::string id(trace_.id(row));
    if (id.empty()) id = fmt::format_int(row.number).str();
    if (copy == 0) return id;
    id += '#';
    return id += fmt::format_int(copy).c_str();
  }

  WorkloadContext context_;
  std::uint32_t family_;
  Trace trace_;
  JobExtras extras_;
  JobTerms terms_;
  std::string file_;
  JobAttributes attributes_;
  std::vector<std::shared_ptr<const JobData>> data_;  // by place in the trace's data, less one
  Duration span_;
  std::vector<NodeId> homes_;  // by (copy, group)
  std::vector<TenantId> tenants_;
  std::vector<Cursor> cursors_;  // heap, earliest first
};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const TraceFormat& format : trace_formats()) names.emplace_back(format.name);
  return names;
}

std::string formats_help() {
  std::string help;
  for (const TraceFormat& format : trace_formats()) {
    help += fmt::format("{}{}: {}", help.empty() ? "" : "; ", format.name, format.summary);
  }
  return help;
}

Schema trace_schema() {
  Schema schema{
      {.name = "format",
       .kind = ParameterKind::choice,
       .help = formats_help(),
       .required = true,
       .choices = format_names()},
      {.name = "file",
       .kind = ParameterKind::file,
       .help = "the trace, plain or gzip",
       .required = true},
      {.name = "columns",
       .kind = ParameterKind::columns,
       .help = "of format csv: from submit, accelerators, run_time (needed), job_id, "
               "requested, group, data (read where there) to the table's own names; without "
               "an entry, the column of that very name; tenant, priority and deadline "
               "(a date as submit) only by an entry"},
      {.name = "tenants",
       .kind = ParameterKind::choice,
       .help = "what of the trace is taken for a job's tenant (swf: user, group, queue; "
               "philly, csv: group; dlrm: group, queue, its role; openb: queue, its "
               "qos); copies have the same tenants",
       .fallback = "none",
       .choices = trace_tenants_names()},
      {.name = "units",
       .kind = ParameterKind::columns,
       .help = "of format csv: from submit, run_time, requested, deadline to the unit of the "
               "numbers in the table; s where it is not given"},
      {.name = "throughput",
       .kind = ParameterKind::group,
       .help = "of format gavel: steps a second, by which work in steps becomes seconds",
       .group = {{.name = "file",
                  .kind = ParameterKind::file,
                  .help = "CSV, plain or gzip",
                  .required = true},
                 {.name = "columns",
                  .kind = ParameterKind::columns,
                  .help = "from model, steps_per_second (needed), accelerators (without "
                          "it, any number of them) to the table's own names; without an "
                          "entry, the column of that very name"}}},
      {.name = "trace_placement",
       .kind = ParameterKind::boolean,
       .help = "of format openb: jobs ask for what the trace says of CPU, memory, shares "
               "of one GPU and GPU models, and go to sites with nodes; pods without a GPU "
               "are jobs too; absent: false"},
      {.name = "scale",
       .kind = ParameterKind::group,
       .help = "how many independent copies are played; absent: the trace itself",
       .group = {{.name = "load",
                  .kind = ParameterKind::quantity,
                  .help = "as many whole copies as come closest to this share of all "
                          "accelerators of the world, over the trace's span",
                  .dimension = Dimension::fraction,
                  .minimum = 0,
                  .maximum = 1000},
                 {.name = "copies",
                  .kind = ParameterKind::count,
                  .help = "this many copies",
                  .minimum = 1,
                  .maximum = kCopiesMax}}}};
  const Schema extras = JobExtras::schema();
  schema.insert(schema.end(), extras.begin(), extras.end());
  return schema;
}

/// Keys of one format that another has no use for.
void check_keys_of(const std::string& owner, const std::vector<std::string>& keys,
                   const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  if (parameters.text("format") == owner) return;
  for (const std::string& key : keys) {
    if (!parameters.has(key)) continue;
    problems.push_back({key, "this format has no use for it",
                        fmt::format("only `format: {}` needs to be told that", owner)});
  }
}

std::vector<ParameterProblem> check_trace(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  JobTerms::check(parameters, problems);
  ElasticShape::check_speed(parameters, false, problems);
  check_keys_of("csv", {"columns", "units"}, parameters, problems);
  check_keys_of("gavel", {"throughput"}, parameters, problems);
  check_keys_of("openb", {"trace_placement"}, parameters, problems);
  const TraceFormat& format = trace_format(parameters.text("format"));
  if (auto wrong = format.tenants_problem(trace_tenants(parameters.text("tenants")));
      !wrong.message.empty()) {
    problems.push_back(std::move(wrong));
  }
  if (parameters.text("format") == "csv") CsvTraceColumns::read(parameters, problems);
  if (parameters.text("format") == "gavel") {
    if (!parameters.has("throughput")) {
      problems.push_back({"throughput", "Gavel's traces have work in steps, not in seconds",
                          "add `throughput: {file: …}`, steps a second by model and accelerators"});
    } else if (parameters.group("throughput").has("columns")) {
      ThroughputSource::check(parameters.group("throughput").columns("columns"),
                              "throughput.columns", problems);
    }
  }
  if (!parameters.has("scale")) return problems;
  const Parameters& scale = parameters.group("scale");
  if (scale.has("load") && scale.has("copies")) {
    problems.push_back({"scale.copies", "load and copies are both given",
                        "give one: `scale: {load: 30 %}` or `scale: {copies: 5}`"});
  }
  return problems;
}

Trace read_trace(const Parameters& parameters) {
  std::vector<ParameterProblem> checked_before;
  TraceSource source{.file = parameters.text("file"),
                     .columns = CsvTraceColumns::read(parameters, checked_before),
                     .throughput = {},
                     .tenants = trace_tenants(parameters.text("tenants"))};
  source.placement = parameters.has("trace_placement") && parameters.boolean("trace_placement");
  if (parameters.has("throughput")) {
    const Parameters& throughput = parameters.group("throughput");
    source.throughput.file = throughput.text("file");
    if (throughput.has("columns")) source.throughput.columns = throughput.columns("columns");
  }
  return read_trace(trace_format(parameters.text("format")), source);
}

std::unique_ptr<Workload> make_trace(const Parameters& parameters, const WorkloadContext& context) {
  throw_if_problems(context, check_trace(parameters));
  Trace trace = read_trace(parameters);
  const std::uint32_t copies = copies_of(parameters, context, trace);
  return std::make_unique<TraceWorkload>(parameters, context, std::move(trace), copies);
}

}  // namespace

Registered<WorkloadFactory> trace_workload() {
  return {
      .description =
          {.name = "trace",
           .summary = "Jobs of a recorded trace, scaled by independent copies of it.",
           .rule = "Of a trace with calendar dates the earliest row is submitted at `start`; "
                   "numbers count from `start`. Jobs of one date come in order of row, or of "
                   "job id where the table has one. Copy 0 is the trace itself; each "
                   "further copy is shifted cyclically over the trace's span by a uniform "
                   "draw. All jobs of one cluster of one copy have the same home, drawn by "
                   "demand weight. Copies = load x accelerators / (accelerator time of the "
                   "trace / span from first to last submission), rounded to a whole number, so "
                   "that every copy is complete. Job ids are the trace's own texts, or data "
                   "row numbers from 1; copies add #k. A job with a requested time is killed "
                   "when it is reached. Rows that are no job that could run are left out and "
                   "counted by reason (docs/traces.md); a wrong cell refuses the file.",
           .limits = "No stationary law, so no warm start: the run begins empty. Data sets are "
                     "not in the trace but drawn. Shifts by parts of a day flatten the daily "
                     "rhythm of many copies together.",
           .source = "Philly: Jeon et al., USENIX ATC 2019 (github.com/msr-fiddle/"
                     "philly-traces), in the one-row-per-job form used with Sia (SOSP 2023). "
                     "SWF: Chapin et al., JSSPP 1999. openb: Weng et al., USENIX ATC 2023. PAI: "
                     "Weng et al., NSDI 2022, as GAIA has it (ASPLOS 2024). DLRM: "
                     "github.com/alibaba/clusterdata. Gavel: Narayanan et al., OSDI 2020.",
           .schema = trace_schema(),
           .check = check_trace},
      .make = make_trace};
}

}  // namespace eastwest
