// Workload `training-run`: jobs that are described by what they train; their run times follow from
// the accelerators of the site where they run.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/workload/across_sites.hpp"
#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/job_terms.hpp"
#include "models/workload/whole_number_law.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/elementary.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

constexpr double kSecondsMax = 200.0 * 366 * 86400;
constexpr Date kLastDate{std::chrono::hours{24 * 366 * 200}};
/// Half the distance between two uniform draws: the smallest and largest number that can be drawn.
constexpr double kEdge = 0x1p-53;

/// One kind of work on the sites of one world.
class WorkOnSites {
 public:
  WorkOnSites(std::unique_ptr<Work> work, const World& world, const AcrossSites& across)
      : work_(std::move(work)),
        world_(world),
        accelerators_(work_->accelerators()),
        parts_(across.sites()),
        longer_(across.token_multiplier()) {}

  [[nodiscard]] std::int64_t accelerators(double u) const { return accelerators_.quantile(u); }

  [[nodiscard]] Duration at(std::int64_t accelerators, const Site& site) const {
    return run_time_of(seconds(accelerators, site));
  }

  /// With its speed at that site on each of the widths that it can run on.
  [[nodiscard]] std::shared_ptr<const ElasticTerms> widths(const ElasticShape& shape,
                                                           std::int64_t reference,
                                                           SiteId id) const {
    auto& known = widths_[{reference, id}];
    if (known) return known;
    const Site& site = world_.sites[id.index()];
    const auto speed = [&](std::int64_t accelerators) {
      const bool runs = accelerators == reference || work_->runs_on(accelerators);
      return runs ? 1 / work_->run_seconds(accelerators, site) : 0;
    };
    known = shape.terms(reference, speed, work_->parameters());
    return known;
  }

  /// Over the sites that are large enough (all, if none is), weighted by their accelerators.
  [[nodiscard]] Duration mean(std::int64_t accelerators) const {
    double weights = 0;
    double sum = 0;
    const bool is_anywhere =
        std::any_of(world_.sites.begin(), world_.sites.end(),
                    [&](const Site& site) { return has_room(site, accelerators); });
    for (const Site& site : world_.sites) {
      if (is_anywhere && !has_room(site, accelerators)) continue;
      const auto weight = static_cast<double>(std::max<std::int64_t>(1, site.accelerators));
      weights += weight;
      sum += weight * std::min(seconds(accelerators, site), kSecondsMax);
    }
    return run_time_of(sum / weights);
  }

  /// How its jobs fail as events; null: not at all, or as part of their run times.
  [[nodiscard]] std::shared_ptr<const FailureTerms> failures() const { return work_->failures(); }

  /// Mean accelerator-seconds of a job, by the midpoints of equal parts of the law.
  [[nodiscard]] double mean_work() const {
    constexpr int kParts = 256;
    double sum = 0;
    for (int part = 0; part < kParts; ++part) {
      const std::int64_t count = accelerators((part + 0.5) / kParts);
      sum += static_cast<double>(count) * expected(to_seconds(mean(count)), count);
    }
    return sum / kParts;
  }

  /// How many of the sites rest on what; the kinds of accelerators that are derived.
  [[nodiscard]] std::string derived() const {
    std::size_t sites = 0;
    std::set<std::string> kinds;
    for (const Site& site : world_.sites) {
      if (work_->basis(site) == RunTimeBasis::published) continue;
      ++sites;
      kinds.insert(site.accelerator.empty() ? "of no named kind" : site.accelerator);
    }
    if (sites == 0) return {};
    return fmt::format(
        "run times at {} of {} sites are derived from the speed of their accelerators ({}), not "
        "from published runs on them",
        sites, world_.sites.size(), fmt::join(kinds, ", "));
  }

  /// Where a job of the least or greatest number of accelerators would take longer than the clock
  /// counts, as part of a message; empty if nowhere.
  [[nodiscard]] std::string endless() const {
    for (const std::int64_t count : {accelerators(kEdge), accelerators(1 - kEdge)}) {
      for (const Site& site : world_.sites) {
        if (!has_room(site, count) || expected(seconds(count, site), count) <= kSecondsMax)
          continue;
        return fmt::format("{} accelerators of site '{}' would need more than 200 years", count,
                           site.id);
      }
    }
    return {};
  }

 private:
  [[nodiscard]] bool has_room(const Site& site, std::int64_t accelerators) const {
    return site.accelerators >= (accelerators + parts_ - 1) / parts_;
  }
  [[nodiscard]] double seconds(std::int64_t accelerators, const Site& site) const {
    return longer_ * work_->run_seconds(accelerators, site);
  }
  /// With the failures that are events, as their law expects them.
  [[nodiscard]] double expected(double seconds, std::int64_t accelerators) const {
    const std::shared_ptr<const FailureTerms> terms = work_->failures();
    if (!terms || seconds > kSecondsMax) return seconds;
    const double total = to_seconds(terms->expected(run_time_of(seconds), accelerators));
    return total < FailureTerms::kSecondsMax ? total : 2 * kSecondsMax;
  }

  std::unique_ptr<Work> work_;
  const World& world_;
  WholeNumberLaw accelerators_;
  mutable std::map<std::pair<std::int64_t, SiteId>, std::shared_ptr<const ElasticTerms>> widths_;
  std::int64_t parts_;
  double longer_;  ///< than the work says
};

std::unique_ptr<Work> make_work(const Parameters& parameters, const WorkloadContext& context) {
  const ModelChoice& choice = parameters.model("work");
  return context.models->works.at(choice.name).make(choice.parameters);
}

class TrainingRunWorkload final : public Workload {
 public:
  TrainingRunWorkload(const Parameters& parameters, const WorkloadContext& context)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        homes_(context.world),
        across_(parameters, context),
        work_(make_work(parameters, context), context.world, across_),
        extras_(parameters),
        terms_(parameters, context) {
    const Parameters& arrivals = parameters.group("arrivals");
    if (arrivals.has("rate")) {
      rate_ = arrivals.number("rate");
      clock_ = context.first;
    } else {
      clock_ = kStart + arrivals.duration("first");
      if (arrivals.has("every")) every_ = arrivals.duration("every");
    }
    const bool is_one = !arrivals.has("rate") && !arrivals.has("every");
    if (is_one) jobs_max_ = 1;
    if (arrivals.has("jobs")) jobs_max_ = static_cast<std::uint64_t>(arrivals.count("jobs"));
    const std::string path = "workload." + context.name;
    if (!is_one && !arrivals.has("jobs") && context.horizon == kNever) {
      throw ScenarioError(path, "jobs are generated without end in a run until every job is over",
                          "give the scenario a duration, or arrivals a number of jobs");
    }
    if (const std::string problem = work_.endless(); !problem.empty()) {
      throw ScenarioError(path, problem,
                          "failures may come faster than the work gets on: write checkpoints more "
                          "often or faster, or take fewer accelerators");
    }
    if (work_.accelerators(kEdge) < across_.accelerators_least()) {
      throw ScenarioError(path + ".across",
                          fmt::format("a job of {} accelerators cannot be divided among {} sites",
                                      work_.accelerators(kEdge), across_.sites()));
    }
    home_ = home_of(parameters, path);
  }

  std::optional<Job> next() override {
    if (handed_out_ == jobs_max_ || !advance()) return std::nullopt;
    const std::uint64_t number = handed_out_++;
    Job job;
    job.id = fmt::format("{}-{}", context_.name, number + 1);
    job.workload = context_.id;
    job.class_name = context_.name;
    job.home = home_.valid()
                   ? home_
                   : homes_.at(context_.random.uniform(family_, number, Purpose::home_city));
    job.submitted = clock_;
    job.accelerators =
        work_.accelerators(context_.random.uniform(family_, number, Purpose::accelerators));
    job.run_time = work_.mean(job.accelerators);
    job.failures = work_.failures();
    extras_.fill(job, number, context_.random);
    terms_.fill(job, number, context_.random);
    job.spread = across_.terms(job.accelerators);
    return job;
  }

  [[nodiscard]] JobAttributes attributes() const override {
    JobAttributes attributes = terms_.attributes();
    attributes.spread = across_.is_asked_for();
    attributes.failures = attributes.failures || work_.failures() != nullptr;
    return attributes;
  }

  [[nodiscard]] Duration run_time_at(const Job& job, SiteId site) const override {
    return work_.at(job.accelerators, context_.world.sites[site.index()]);
  }

  [[nodiscard]] std::shared_ptr<const ElasticTerms> elastic_at(const Job& job,
                                                               SiteId site) const override {
    return work_.widths(*terms_.elastic(), job.accelerators, site);
  }

  [[nodiscard]] std::vector<std::string> remarks() const override {
    std::vector<std::string> remarks = terms_.remarks();
    const std::string derived = work_.derived();
    if (derived.empty()) return remarks;
    remarks.push_back(fmt::format("workload {}: {}", context_.name, derived));
    return remarks;
  }

  /// Jobs over the span of the run; of a run until done, as if they came one after the other.
  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> offered(context_.world.nodes.size(), 0);
    const double busy = jobs_per_second() * work_.mean_work();
    for (std::size_t i = 0; i < context_.world.nodes.size(); ++i) {
      const NodeId node(i);
      const double share = home_.valid() ? (home_ == node ? 1 : 0) : homes_.share(node);
      offered[i] = busy * share;
    }
    return offered;
  }

 private:
  [[nodiscard]] NodeId home_of(const Parameters& parameters, const std::string& path) const {
    if (!parameters.has("home")) return {};
    const std::string& wanted = parameters.text("home");
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < context_.world.nodes.size(); ++i) {
      if (context_.world.nodes[i].id == wanted) return NodeId(i);
      ids.push_back(context_.world.nodes[i].id);
    }
    const std::string meant = closest(wanted, ids);
    throw ScenarioError(
        path + ".home", fmt::format("the world has no node '{}'", wanted),
        meant.empty() ? "home is the id of a node" : fmt::format("did you mean '{}'?", meant));
  }

  /// Moves the clock to the next submission; false if that lies beyond the end.
  bool advance() {
    if (rate_) {
      if (*rate_ <= 0) return false;
      const double u = context_.random.uniform(family_, handed_out_, Purpose::interarrival);
      const double gap = -portable_log(u) / *rate_;
      if (gap >= to_seconds(kLastDate - clock_)) return false;
      clock_ += from_seconds_up(gap);
    } else if (handed_out_ > 0) {
      if (every_ >= kLastDate - clock_) return false;
      clock_ += every_;
    }
    return clock_ < std::min(context_.horizon, kLastDate);
  }

  [[nodiscard]] double jobs_per_second() const {
    if (rate_) return *rate_;
    if (jobs_max_ > 1 && every_ > Duration{0}) return 1 / to_seconds(every_);
    const Duration span =
        context_.horizon == kNever ? Duration{std::chrono::hours{24}} : context_.horizon - kStart;
    return static_cast<double>(jobs_max_) / std::max(1.0, to_seconds(span));
  }

  WorkloadContext context_;
  std::uint32_t family_;
  HomeDraw homes_;
  AcrossSites across_;
  WorkOnSites work_;
  JobExtras extras_;
  JobTerms terms_;
  NodeId home_;                 // none: drawn by demand
  std::optional<double> rate_;  // jobs per second of a Poisson process; none: at fixed dates
  Duration every_{0};
  std::uint64_t jobs_max_ = ~std::uint64_t{0};
  std::uint64_t handed_out_ = 0;
  Date clock_;
};

Schema arrivals_schema() {
  constexpr double kSpanMax = 3.2e9;
  return {{.name = "first",
           .kind = ParameterKind::quantity,
           .help = "date of the first job, since start",
           .dimension = Dimension::duration,
           .fallback = "0 s",
           .minimum = 0,
           .maximum = kSpanMax},
          {.name = "every",
           .kind = ParameterKind::quantity,
           .help = "from one job to the next; absent: all jobs at once, one if their number is not "
                   "given",
           .dimension = Dimension::duration,
           .minimum = 1e-9,
           .maximum = kSpanMax},
          {.name = "rate",
           .kind = ParameterKind::quantity,
           .help = "jobs per time of a Poisson process; instead of first and every",
           .dimension = Dimension::rate,
           .minimum = 0,
           .maximum = 1e6},
          {.name = "jobs",
           .kind = ParameterKind::count,
           .help = "stop after so many; absent: go on to the end of the run",
           .minimum = 0,
           .maximum = 1e12}};
}

Schema training_run_schema() {
  Schema schema{{.name = "work",
                 .kind = ParameterKind::model,
                 .help = "what each job trains, on how many accelerators, at which level of detail",
                 .required = true,
                 .family = "work"},
                {.name = "arrivals",
                 .kind = ParameterKind::group,
                 .help = "when jobs are submitted",
                 .fallback = "{}",
                 .group = arrivals_schema()},
                AcrossSites::parameter(),
                {.name = "home",
                 .kind = ParameterKind::text,
                 .help = "id of the node where they come from; absent: drawn by demand"}};
  const Schema extras = JobExtras::schema();
  schema.insert(schema.end(), extras.begin(), extras.end());
  return schema;
}

std::vector<ParameterProblem> check_training_run(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  const Parameters& work = parameters.model("work").parameters;
  const std::string& failures = work.text("failures");
  JobTerms::check(parameters, problems,
                  failures == "events" ? OwnCheckpoints::yes : OwnCheckpoints::no);
  if (parameters.has("failures") && failures != "none") {
    problems.push_back({"failures", "the work says already how it fails",
                        "take this out, or the failures of the work"});
  }
  ElasticShape::check_speed(parameters, true, problems);
  AcrossSites::check(parameters, problems);
  const Parameters& arrivals = parameters.group("arrivals");
  const bool has_dates = arrivals.has("every") || arrivals.duration("first") > Duration{0};
  if (arrivals.has("rate") && has_dates) {
    problems.push_back({"arrivals.rate", "jobs arrive at a rate, and at fixed dates",
                        "give rate, or first and every"});
  }
  return problems;
}

}  // namespace

Registered<WorkloadFactory> training_run_workload() {
  return {
      .description =
          {.name = "training-run",
           .summary = "Training runs described by what they train; run times follow from the site.",
           .rule =
               "A job's run time at a site is that of its work on the accelerators there "
               "(`describe declared`, `analytic`, `table`), with checkpoints and failures as "
               "expectations, or, with `failures: events`, as they happen. Before a site is chosen "
               "it is the mean over the sites that are large enough, weighted by their "
               "accelerators; this is what dispatchers are told, with the error of the scenario's "
               "estimates. What a job asks for (requested_factor) is a multiple of the run time at "
               "its site; of failures that happen, neither the checkpoints nor what is lost counts "
               "against it. With `across` several sites compute a job together: its run time is "
               "the "
               "computing at the slowest of them, and it also waits for what they exchange over "
               "the "
               "trunks.",
           .limits = "The run time does not depend on where the data come from. No warm start: a "
                     "run begins without such jobs. Expected failures do not free or fill "
                     "anything: they lengthen the run time.",
           .source = "See the levels of the work.",
           .schema = training_run_schema(),
           .check = check_training_run},
      .make = [](const Parameters& parameters,
                 const WorkloadContext& context) -> std::unique_ptr<Workload> {
        return std::make_unique<TrainingRunWorkload>(parameters, context);
      }};
}

}  // namespace eastwest
