// Workload `archive`: data that move to cold storage and take no accelerators (东数西存).
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "models/workload/arrival_process.hpp"
#include "models/workload/home_draw.hpp"
#include "models/workload/job_data_choice.hpp"
#include "models/workload/job_extras.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/known_means.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

constexpr double kYear = 366.0 * 86400;
constexpr double kBytesMax = 9e18;
/// Draws of Purpose::estimate: 0 and 1 belong to the estimate and the request.
constexpr std::uint32_t kDeadlineDraw = 2;

/// Nodes by demand weight; of the East only, if there is any demand there and it is wanted.
HomeDraw homes_of(const Parameters& parameters, const WorkloadContext& context) {
  const World& world = context.world;
  if (parameters.text("home") == "demand") return HomeDraw(world);
  std::vector<double> weights;
  for (const Node& node : world.nodes) {
    const bool is_east = node.province.valid() && world.provinces[node.province.index()].east;
    weights.push_back(is_east ? node.demand_weight : 0);
  }
  if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight <= 0; })) {
    throw ScenarioError("workload." + context.name + ".home",
                        "no node of the East of this world has any demand",
                        "write home: demand, or give provinces a side");
  }
  return HomeDraw(weights);
}

class ArchiveWorkload final : public Workload, public KnownMeans {
 public:
  ArchiveWorkload(const Parameters& parameters, const WorkloadContext& context)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        homes_(homes_of(parameters, context)),
        arrivals_(parameters.group("arrivals"), context, 0),
        rate_cap_(parameters.bit_rate("transfer_rate_cap")) {
    if (parameters.has("size")) size_ = parameters.law("size");
    if (parameters.has("circle")) circle_ = parameters.duration("circle");
    if (parameters.has("deadline")) deadline_ = parameters.law("deadline");
    JobData terms{.stores = true};
    if (parameters.has("retention")) terms.retention = parameters.duration("retention");
    nameless_ = std::make_shared<const JobData>(terms);
    if (parameters.has("data")) take_sets(parameters.texts("data"), terms);
    const Parameters& arrivals = parameters.group("arrivals");
    if (arrivals.has("jobs")) {
      jobs_max_ = std::min(jobs_max_, static_cast<std::uint64_t>(arrivals.count("jobs")));
    } else if (context.horizon == kNever && named_.empty()) {
      throw ScenarioError("workload." + context.name,
                          "jobs are generated without end in a run until every job is over",
                          "give the scenario a duration, or arrivals a number of jobs");
    }
  }

  std::optional<Job> next() override {
    if (handed_out_ == jobs_max_ || !find_batch()) return std::nullopt;
    const std::uint64_t number = handed_out_++;
    --batch_.jobs;
    std::optional<Job> made(std::in_place);
    Job& job = *made;
    job.id = fmt::format("{}-{}", context_.name, number + 1);
    job.workload = context_.id;
    job.class_name = context_.name;
    job.home = homes_.at(context_.random.uniform(family_, number, Purpose::home_city));
    job.submitted = batch_.date;
    job.accelerators = 0;
    job.transfer_rate_cap = rate_cap_;
    job.circle = circle_;
    job.data = named_.empty() ? nameless_ : named_[static_cast<std::size_t>(number)];
    if (size_) {
      const double u = context_.random.uniform(family_, number, Purpose::data_size);
      const double bytes = std::clamp(size_->quantile(u), 1.0, kBytesMax);
      job.input = Bytes{static_cast<std::int64_t>(bytes)};
    }
    if (deadline_) {
      const double u = context_.random.uniform(family_, number, Purpose::estimate, kDeadlineDraw);
      job.deadline = job.submitted + run_time_of(deadline_->quantile(u));
    }
    return made;
  }

  [[nodiscard]] JobAttributes attributes() const override {
    return {.deadline = deadline_.has_value(), .data = true};
  }
  /// They take none.
  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    return std::vector<double>(context_.world.nodes.size(), 0);
  }
  [[nodiscard]] JobMeans means() const override { return {.jobs_per_second = arrivals_.rate()}; }

 private:
  /// Job k moves the set at place k of the list.
  void take_sets(const std::vector<std::string>& names, const JobData& terms) {
    for (const std::string& name : names) {
      if (context_.data_plan == nullptr) continue;
      JobData own = terms;
      own.sets = {context_.data_plan->find(name)};
      named_.push_back(std::make_shared<const JobData>(std::move(own)));
    }
    jobs_max_ = named_.size();
  }

  bool find_batch() {
    if (batch_.jobs > 0) return true;
    const auto batch = arrivals_.next();
    if (batch) batch_ = *batch;
    return batch.has_value();
  }

  WorkloadContext context_;
  std::uint32_t family_;
  HomeDraw homes_;
  ArrivalProcess arrivals_;
  BitsPerSecond rate_cap_;
  std::optional<Law> size_;
  std::optional<Law> deadline_;
  Duration circle_{0};
  std::shared_ptr<const JobData> nameless_;
  std::vector<std::shared_ptr<const JobData>> named_;
  std::uint64_t jobs_max_ = ~std::uint64_t{0};
  std::uint64_t handed_out_ = 0;
  ArrivalProcess::Batch batch_{0, 0, Date{}};
};

Schema archive_schema() {
  return {{.name = "arrivals",
           .kind = ParameterKind::group,
           .help = "when jobs are submitted; they have a rate, no load",
           .required = true,
           .group = ArrivalProcess::schema()},
          {.name = "size",
           .kind = ParameterKind::law,
           .help = "bytes that a job moves from its home; either this or data",
           .dimension = Dimension::bytes,
           .minimum = 0},
          {.name = "data",
           .kind = ParameterKind::texts,
           .help = "named data sets: job k moves the one at place k, from its nearest copy; no "
                   "jobs come after the last"},
          {.name = "home",
           .kind = ParameterKind::choice,
           .help = "where the owners are: nodes of the East by demand weight, or all of them",
           .fallback = "east",
           .choices = {"east", "demand"}},
          {.name = "retention",
           .kind = ParameterKind::quantity,
           .help = "how long it is stored; absent: for ever",
           .dimension = Dimension::duration,
           .minimum = 1,
           .maximum = 100 * kYear},
          {.name = "deadline",
           .kind = ParameterKind::law,
           .help = "from the submission until it is to be stored; absent: none",
           .dimension = Dimension::duration,
           .minimum = 1,
           .maximum = 10 * kYear},
          JobExtras::rate_cap_parameter(),
          JobExtras::circle_parameter()};
}

std::vector<ParameterProblem> check_archive(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  const Parameters& arrivals = parameters.group("arrivals");
  ArrivalProcess::check(arrivals, problems);
  if (arrivals.has("load")) {
    problems.push_back({"arrivals.load", "jobs that store take no accelerators and are no load",
                        "write a rate: arrivals: {rate: 10 /d}"});
  }
  if (parameters.has("size") == parameters.has("data")) {
    problems.push_back(
        {parameters.has("size") ? "data" : "",
         parameters.has("size") ? "size and data are both given" : "nothing says what is stored",
         "write either size: 10 TB, or data: [NAME, …]"});
  }
  if (parameters.has("data")) JobDataChoice::check(parameters, problems);
  return problems;
}

std::unique_ptr<Workload> make_archive(const Parameters& parameters,
                                       const WorkloadContext& context) {
  throw_if_problems(context, check_archive(parameters));
  return std::make_unique<ArchiveWorkload>(parameters, context);
}

}  // namespace

Registered<WorkloadFactory> archive_workload() {
  return {
      .description =
          {.name = "archive",
           .summary = "Data that move to the cold storage of a site and stay there for a time.",
           .rule =
               "Arrivals as those of `training`. A job takes no accelerators and no place in a "
               "queue: the dispatcher chooses a site whose cold pool has room, which is taken at "
               "once; the bytes travel from the home (a named set: from its nearest copy), at "
               "most at ingest / streams of the pool and the job's own cap; when they are there "
               "the job is done, and after the retention time the room is free again. A named "
               "set that the site has already is not moved.",
           .limits = "The original stays where it is. What is in use, or the only copy left, "
                     "outlives its retention. A job past its deadline is moved all the same.",
           .source = "\"East data, West storage\" (东数西存) of the national plan for computing "
                     "infrastructure, 2023: cold data of eastern cities in western hubs.",
           .schema = archive_schema(),
           .check = check_archive},
      .make = make_archive};
}

}  // namespace eastwest
