// Workload `table`: the jobs of a CSV file, one row each, in the project's own columns.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/job_order.hpp"
#include "models/workload/job_terms.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

namespace {

constexpr double kSecondsMax = 100.0 * 366 * 86400;
constexpr double kMillisecondsMax = 3.6e6;
constexpr double kBytesMax = 1e18;
constexpr double kAcceleratorsMax = 1e9;
constexpr double kPriorityMax = 1e6;

const std::vector<std::string> kColumns{"job_id",      "submit_s",  "accelerators", "run_time_s",
                                        "home",        "class",     "input_bytes",  "result_bytes",
                                        "requested_s", "circle_ms", "tenant",       "priority",
                                        "deadline_s",  "after",     "data",         "store_s"};

/// Reads the cells of one table; every cell that cannot be used is reported.
class JobTableReader {
 public:
  JobTableReader(const Parameters& parameters, const WorkloadContext& context,
                 Diagnostics& diagnostics)
      : context_(context),
        diagnostics_(diagnostics),
        rate_cap_(parameters.bit_rate("transfer_rate_cap")),
        terms_(parameters, context),
        data_(context.data_plan),
        table_(parameters.text("file"), diagnostics) {
    if (parameters.has("circle")) circle_ms_ = parameters.number("circle") * 1e3;
    for (std::size_t i = 0; i < context.world.nodes.size(); ++i) {
      nodes_.emplace(context.world.nodes[i].id, NodeId(i));
    }
    for (std::size_t i = 0; i < table_.header().size(); ++i) {
      check_column(table_.header()[i], i, diagnostics);
    }
    for (const char* name : {"job_id", "submit_s", "accelerators", "run_time_s", "home"}) {
      complete_ = table_.required_column(name).valid() && complete_;
    }
  }

  std::vector<Job> read() {
    std::vector<Job> jobs;
    while (complete_ && table_.next()) jobs.push_back(read_row());
    order_.arrange(jobs, diagnostics_);
    return jobs;
  }

  [[nodiscard]] const std::vector<std::string>& remarks() const { return terms_.remarks(); }
  [[nodiscard]] JobAttributes attributes() const {
    JobAttributes attributes = terms_.attributes();
    attributes.tenant = attributes.tenant || table_.column("tenant").valid();
    attributes.priority = attributes.priority || table_.column("priority").valid();
    attributes.deadline = attributes.deadline || table_.column("deadline_s").valid();
    attributes.data = attributes.data || table_.column("data").valid();
    return attributes;
  }

 private:
  void check_column(const std::string& name, std::size_t index, Diagnostics& diagnostics) const {
    if (std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end()) return;
    const std::string meant = closest(name, kColumns);
    diagnostics.error(
        {.file = table_.file(), .line = 1}, "",
        fmt::format("column {} is called '{}', which a job table does not have", index + 1, name),
        meant.empty() ? "its columns: " + fmt::format("{}", fmt::join(kColumns, ", "))
                      : fmt::format("did you mean '{}'?", meant));
  }

  Job read_row() {
    Job job;
    job.workload = context_.id;
    job.transfer_rate_cap = rate_cap_;
    job.id = table_.text(table_.column("job_id"));
    if (job.id.empty()) table_.error(table_.column("job_id"), "the job has no id");
    if (!order_.enter(job.id) && !job.id.empty()) {
      table_.error(table_.column("job_id"), fmt::format("job '{}' stands here twice", job.id));
    }
    job.class_name = table_.text(table_.column("class"));
    if (job.class_name.empty()) job.class_name = context_.name;
    job.submitted = kStart + from_seconds(number("submit_s", 0, kSecondsMax, 0));
    const bool stores = !table_.text(table_.column("store_s")).empty();
    const double fewest = stores ? 0 : 1;
    job.accelerators =
        static_cast<std::int64_t>(whole("accelerators", fewest, kAcceleratorsMax, 1));
    job.run_time = from_seconds(number("run_time_s", stores ? 0 : 1e-9, kSecondsMax, 1));
    job.home = home();
    job.input = Bytes{static_cast<std::int64_t>(whole("input_bytes", 0, kBytesMax, 0))};
    job.result = Bytes{static_cast<std::int64_t>(whole("result_bytes", 0, kBytesMax, 0))};
    job.requested = from_seconds(number("requested_s", 1e-9, kSecondsMax, 0));
    job.circle = from_seconds(number("circle_ms", 1e-6, kMillisecondsMax, circle_ms_) / 1e3);
    read_terms(job);
    if (stores) read_store(job);
    return job;
  }

  void read_terms(Job& job) {
    const std::string_view tenant = table_.text(table_.column("tenant"));
    if (!tenant.empty() && context_.tenants != nullptr) {
      job.tenant = context_.tenants->enter(tenant);
    }
    const CsvColumn deadline = table_.column("deadline_s");
    const double least = to_seconds(job.submitted);
    const double seconds = number("deadline_s", least, kSecondsMax, -1);
    if (seconds >= 0) job.deadline = kStart + from_seconds(seconds);
    if (seconds >= 0 && job.deadline <= job.submitted) {
      table_.error(deadline, "the deadline is not after the submission");
    }
    const CsvColumn data = table_.column("data");
    std::string unknown;
    job.data = data_.read(table_.text(data), unknown);
    if (!unknown.empty()) {
      table_.error(data, fmt::format("there is no data set '{}'", unknown), data_.hint(unknown));
    }
    terms_.fill(job, row_++, context_.random);
    const CsvColumn priority = table_.column("priority");
    if (!table_.text(priority).empty()) {
      job.priority = static_cast<std::int32_t>(whole("priority", -kPriorityMax, kPriorityMax, 0));
    }
    const CsvColumn after = table_.column("after");
    if (after.valid()) order_.name(table_.text(after), table_.position(after));
  }

  /// A row that stores its input, or the sets that it names.
  void read_store(Job& job) {
    const CsvColumn column = table_.column("store_s");
    JobData data = job.data ? *job.data : JobData{};
    data.stores = true;
    if (table_.text(column) != "forever") {
      data.retention = from_seconds(number("store_s", 1, kSecondsMax, 1));
    }
    if (job.accelerators > 0 || job.run_time > Duration{0}) {
      table_.error(column, "a job that stores takes no accelerators and no time of them",
                   "write 0 under accelerators and run_time_s");
    }
    if (job.input == Bytes{0} && data.sets.empty()) {
      table_.error(column, "nothing says what is stored", "give input_bytes, or data");
    }
    if (context_.data_plan == nullptr) {
      table_.error(column, "the scenario has no storage", "write storage: {cold: {share: 10 %}}");
    }
    job.data = std::make_shared<const JobData>(std::move(data));
  }

  NodeId home() {
    const CsvColumn column = table_.column("home");
    const auto found = nodes_.find(table_.text(column));
    if (found != nodes_.end()) return found->second;
    std::vector<std::string> names;
    for (const Node& node : context_.world.nodes) names.push_back(node.id);
    const std::string meant = closest(table_.text(column), names);
    table_.error(
        column, fmt::format("the world has no node '{}'", table_.text(column)),
        meant.empty() ? "home is the id of a node" : fmt::format("did you mean '{}'?", meant));
    return NodeId(0);
  }

  /// The number in a cell, `absent` where a column or its text is missing (or wrong, which is
  /// reported). Only required columns report an empty cell.
  double number(const char* name, double least, double greatest, double absent) {
    const CsvColumn column = table_.column(name);
    if (optional(name) && table_.text(column).empty()) return absent;
    const auto value = table_.number(column);
    if (!value) return absent;
    return in_range(column, *value, least, greatest) ? *value : absent;
  }

  double whole(const char* name, double least, double greatest, double absent) {
    const CsvColumn column = table_.column(name);
    if (optional(name) && table_.text(column).empty()) return absent;
    const auto value = table_.integer(column);
    if (!value) return absent;
    const auto exact = static_cast<double>(*value);
    return in_range(column, exact, least, greatest) ? exact : absent;
  }

  bool in_range(CsvColumn column, double value, double least, double greatest) {
    if (value >= least && value <= greatest) return true;
    table_.error(column, fmt::format("{} is not possible here", value),
                 fmt::format("from {} to {}", least, greatest));
    return false;
  }

  static bool optional(std::string_view name) {
    return name == "input_bytes" || name == "result_bytes" || name == "requested_s" ||
           name == "circle_ms" || name == "deadline_s" || name == "priority" || name == "store_s";
  }

  const WorkloadContext& context_;
  Diagnostics& diagnostics_;
  BitsPerSecond rate_cap_;
  JobTerms terms_;
  JobDataCells data_;
  std::uint64_t rows_ = 0;
  double circle_ms_ = 0;
  std::uint64_t row_ = 0;  // to be read next
  CsvReader table_;
  bool complete_ = true;
  std::map<std::string, NodeId, std::less<>> nodes_;
  JobOrder order_;
};

class JobTable final : public Workload {
 public:
  JobTable(const WorkloadContext& context, std::vector<Job> jobs, JobAttributes attributes,
           std::vector<std::string> remarks)
      : context_(context),
        jobs_(std::move(jobs)),
        attributes_(attributes),
        remarks_(std::move(remarks)) {}

  std::optional<Job> next() override {
    if (handed_out_ == jobs_.size()) return std::nullopt;
    if (jobs_[handed_out_].submitted >= context_.horizon) return std::nullopt;
    return jobs_[handed_out_++];
  }

  [[nodiscard]] JobAttributes attributes() const override { return attributes_; }
  [[nodiscard]] std::vector<std::string> remarks() const override { return remarks_; }

  /// Over the span of the run, or from the first to the last submission where the run has no end.
  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> offered(context_.world.nodes.size(), 0);
    if (jobs_.empty()) return offered;
    const Duration span = context_.horizon != kNever
                              ? context_.horizon - kStart
                              : jobs_.back().submitted - jobs_.front().submitted;
    const double seconds = std::max(1.0, to_seconds(span));
    for (const Job& job : jobs_) {
      if (job.submitted >= context_.horizon) break;
      const double work = static_cast<double>(job.accelerators) * to_seconds(job.run_time);
      offered[job.home.index()] += work / seconds;
    }
    return offered;
  }

 private:
  WorkloadContext context_;
  std::vector<Job> jobs_;  // in order of submission, then row
  JobAttributes attributes_;
  std::vector<std::string> remarks_;
  std::size_t handed_out_ = 0;
};

std::unique_ptr<Workload> make_job_table(const Parameters& parameters,
                                         const WorkloadContext& context) {
  Diagnostics diagnostics;
  JobTableReader reader(parameters, context, diagnostics);
  std::vector<Job> jobs = reader.read();
  diagnostics.throw_if_errors();
  return std::make_unique<JobTable>(context, std::move(jobs), reader.attributes(),
                                    reader.remarks());
}

std::vector<ParameterProblem> check_table(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  JobTerms::check(parameters, problems);
  ElasticShape::check_speed(parameters, false, problems);
  return problems;
}

Schema table_schema() {
  Schema schema{{.name = "file",
                 .kind = ParameterKind::file,
                 .help = "the table, plain or gzip",
                 .required = true},
                JobExtras::rate_cap_parameter(),
                JobExtras::circle_parameter()};
  for (Parameter& parameter : JobTerms::schema()) schema.push_back(std::move(parameter));
  for (Parameter& parameter : JobDataChoice::schema()) schema.push_back(std::move(parameter));
  return schema;
}

}  // namespace

Registered<WorkloadFactory> table_workload() {
  return {
      .description =
          {.name = "table",
           .summary = "The jobs of a CSV file, one row each.",
           .rule = "Columns job_id, submit_s (since start), accelerators, run_time_s, home (a "
                   "node's id); and, if wanted, class, input_bytes, result_bytes, requested_s, "
                   "circle_ms, tenant, priority, deadline_s (since start), data (named data sets, "
                   "with ';' between them), store_s (its input or its data go to the cold "
                   "pool of its site and stay there so long, or `forever`; it takes 0 "
                   "accelerators for 0 s), after (ids of "
                   "jobs of the table, with ';' between them: its life begins when these are "
                   "done; it is rejected if one was not). Rows may stand in any order; an "
                   "empty cell of a column that "
                   "may be absent means the same as no column. A row's circle, tenant, "
                   "priority and data come before the workload's.",
           .limits = "All rows are kept in memory. No warm start.",
           .source = "The project's own job table.",
           .schema = table_schema(),
           .check = check_table},
      .make = make_job_table};
}

}  // namespace eastwest
