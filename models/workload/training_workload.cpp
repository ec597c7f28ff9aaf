// Workload `training`: jobs from probability laws, arriving at a rate that follows the hours of the
// day and the days of the week and may switch at random, one by one or in batches.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/workload/arrival_process.hpp"
#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/job_shape.hpp"
#include "models/workload/job_terms.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/elementary.hpp"
#include "sim/engine/known_means.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Draws of Purpose::warm_start for one candidate; those of the other jobs of its batch follow.
enum class WarmDraw : std::uint32_t {
  spacing,
  run_time,
  age,
  kept,
  accelerators,
  home,
  size_class,
  batch,
  first_of_batch,
  others
};
constexpr std::uint32_t kDrawsPerOther = 3;
/// Extras of warm jobs are drawn as those of numbers that no arrival reaches; the others of a batch
/// stand this far apart.
constexpr std::uint64_t kWarmEntity = std::uint64_t{1} << 62;
constexpr std::uint64_t kOtherEntity = std::uint64_t{1} << 44;

class TrainingWorkload final : public Workload, public KnownMeans {
 public:
  TrainingWorkload(const Parameters& parameters, const WorkloadContext& context)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        homes_(context.world),
        shape_(parameters),
        arrivals_(parameters.group("arrivals"), context, shape_.mean_work()),
        extras_(parameters),
        terms_(parameters, context) {
    const Parameters& arrivals = parameters.group("arrivals");
    if (arrivals.has("jobs"))
      jobs_max_ = static_cast<std::uint64_t>(arrivals.count("jobs"));
    else if (context.horizon == kNever)
      throw_endless();
  }

  std::optional<Job> next() override {
    if (handed_out_ == jobs_max_ || !find_batch()) return std::nullopt;
    const std::uint64_t number = handed_out_++;
    --batch_.jobs;
    const JobShape::Draw drawn = shape_.job(context_.random, family_, number);
    std::optional<Job> made =
        job_with(drawn.accelerators, run_time_of(drawn.run_time), batch_home_);
    Job& job = *made;
    job.id = context_.name;
    job.id += '-';
    job.id += fmt::format_int(number + 1).c_str();
    job.submitted = batch_.date;
    extras_.fill(job, number, context_.random);
    terms_.fill(job, number, context_.random);
    return made;
  }

  std::vector<Job> warm_start() override;

  [[nodiscard]] JobAttributes attributes() const override { return terms_.attributes(); }
  [[nodiscard]] std::vector<std::string> remarks() const override { return terms_.remarks(); }

  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> offered(context_.world.nodes.size(), 0);
    const double busy = shape_.busy(arrivals_.rate());
    for (std::size_t i = 0; i < context_.world.nodes.size(); ++i) {
      offered[NodeId(i).index()] += busy * homes_.share(NodeId(i));
    }
    return offered;
  }

  [[nodiscard]] JobMeans means() const override {
    return {.jobs_per_second = arrivals_.rate(),
            .accelerators = shape_.mean_accelerators(),
            .run_time = shape_.mean_run_time(),
            .work = shape_.mean_work()};
  }

 private:
  /// Somebody who may be in service at the first date.
  struct Candidate {
    std::uint64_t number;
    std::int64_t accelerators;
    Duration run_time;
    Duration age;
  };

  [[noreturn]] void throw_endless() const {
    throw ScenarioError("workload." + context_.name,
                        "jobs are generated without end in a run until every job is over",
                        "give the scenario a duration, or arrivals a number of jobs");
  }

  /// Sees to a batch with jobs left, whose home is drawn as that of its first job.
  bool find_batch() {
    if (batch_.jobs > 0) return true;
    const auto batch = arrivals_.next();
    if (!batch) return false;
    batch_ = *batch;
    batch_home_ = homes_.at(context_.random.uniform(family_, handed_out_, Purpose::home_city));
    return true;
  }

  [[nodiscard]] Job job_with(std::int64_t accelerators, Duration run_time, NodeId home) const {
    Job job;
    job.workload = context_.id;
    job.class_name = context_.name;
    job.home = home;
    job.accelerators = accelerators;
    job.run_time = run_time;
    return job;
  }

  [[nodiscard]] double warm_draw(std::uint64_t number, WarmDraw what, std::uint32_t on = 0) const {
    return context_.random.uniform(family_, number, Purpose::warm_start,
                                   static_cast<std::uint32_t>(what) + on);
  }
  [[nodiscard]] std::vector<Candidate> candidates() const;
  [[nodiscard]] std::vector<Candidate> batch_in_service(const Candidate& drawn) const;

  WorkloadContext context_;
  std::uint32_t family_;
  HomeDraw homes_;
  JobShape shape_;
  ArrivalProcess arrivals_;
  JobExtras extras_;
  JobTerms terms_;
  std::uint64_t jobs_max_ = ~std::uint64_t{0};
  std::uint64_t handed_out_ = 0;
  ArrivalProcess::Batch batch_{0, 0, Date{}};  // its jobs still to come
  NodeId batch_home_;
};

/// A Poisson number with mean rate_max x E[D]; each has a length-biased run time D and an age
/// uniform in (0, D).
std::vector<TrainingWorkload::Candidate> TrainingWorkload::candidates() const {
  std::vector<Candidate> found;
  const double mean = arrivals_.rate() * arrivals_.peak() * shape_.mean_run_time();
  double position = 0;
  for (std::uint64_t number = 0; arrivals_.rate() > 0; ++number) {
    position -= portable_log(warm_draw(number, WarmDraw::spacing));
    if (position > mean) break;
    const JobShape::Draw drawn =
        shape_.in_service({.size_class = warm_draw(number, WarmDraw::size_class),
                           .accelerators = warm_draw(number, WarmDraw::accelerators),
                           .run_time = warm_draw(number, WarmDraw::run_time)});
    const Duration run_time = std::max(Duration{2}, run_time_of(drawn.run_time));
    const double age = warm_draw(number, WarmDraw::age) * to_seconds(run_time);
    found.push_back({number, drawn.accelerators, run_time,
                     std::clamp(from_seconds(age), Duration{1}, run_time - Duration{1})});
  }
  return found;
}

/// The candidate with those of its batch who are still in service; nobody for all but one in N of
/// the candidates whose batch has N in service, because such a batch is found N times.
std::vector<TrainingWorkload::Candidate> TrainingWorkload::batch_in_service(
    const Candidate& drawn) const {
  std::vector<Candidate> batch{drawn};
  if (arrivals_.batch_size().always_one()) return batch;
  const std::uint64_t jobs =
      arrivals_.batch_size().size_biased_quantile(warm_draw(drawn.number, WarmDraw::batch));
  for (std::uint32_t other = 0; other + 1 < jobs; ++other) {
    const std::uint32_t on = other * kDrawsPerOther;
    const JobShape::Draw shape =
        shape_.at({.size_class = warm_draw(drawn.number, WarmDraw::others, on),
                   .accelerators = warm_draw(drawn.number, WarmDraw::others, on + 1),
                   .run_time = warm_draw(drawn.number, WarmDraw::others, on + 2)});
    const Duration run_time = run_time_of(shape.run_time);
    if (run_time <= drawn.age) continue;
    batch.push_back({drawn.number, shape.accelerators, run_time, drawn.age});
  }
  const double kept = warm_draw(drawn.number, WarmDraw::first_of_batch);
  if (kept * static_cast<double>(batch.size()) >= 1) batch.clear();
  return batch;
}

/// Jobs in service at the first date t0 if none ever waited (M/G/infinity, with batches in place of
/// jobs): candidates, each kept with probability rate(t0 - age) / rate_max. Exact for a rate that
/// changes with time, and for one that switches, given its states before t0.
std::vector<Job> TrainingWorkload::warm_start() {
  const std::vector<Candidate> found = candidates();
  std::vector<Duration> ages;
  ages.reserve(found.size());
  for (const Candidate& one : found) ages.push_back(one.age);
  const std::vector<double> rates = arrivals_.before_first(ages);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::uint64_t number = found[i].number;
    if (warm_draw(number, WarmDraw::kept) * arrivals_.peak() >= rates[i]) continue;
    const std::vector<Candidate> batch = batch_in_service(found[i]);
    for (std::size_t k = 0; k < batch.size(); ++k) {
      Job job = job_with(batch[k].accelerators, batch[k].run_time,
                         homes_.at(warm_draw(number, WarmDraw::home)));
      job.id = fmt::format("{}-warm-{}", context_.name, number + 1);
      if (k > 0) job.id += fmt::format("-{}", k + 1);
      extras_.fill(job, kWarmEntity + k * kOtherEntity + number, context_.random);
      job.input = Bytes{0};
      job.submitted = context_.first - batch[k].age;
      terms_.fill(job, kWarmEntity + k * kOtherEntity + number, context_.random);
      job.submitted = context_.first;
      job.elapsed = batch[k].age;
      job.data = nullptr;  // it has read what it needs
      job.warm = true;
      jobs.push_back(std::move(job));
    }
  }
  std::stable_sort(jobs.begin(), jobs.end(),
                   [](const Job& a, const Job& b) { return a.elapsed > b.elapsed; });
  return jobs;
}

Schema training_schema() {
  Schema schema{{.name = "arrivals",
                 .kind = ParameterKind::group,
                 .help = "when jobs are submitted",
                 .required = true,
                 .group = ArrivalProcess::schema()}};
  const Schema shape = JobShape::schema();
  schema.insert(schema.end(), shape.begin(), shape.end());
  schema.push_back({.name = "home",
                    .kind = ParameterKind::choice,
                    .help = "where jobs come from; demand: nodes by their demand weight",
                    .fallback = "demand",
                    .choices = {"demand"}});
  const Schema extras = JobExtras::schema();
  schema.insert(schema.end(), extras.begin(), extras.end());
  return schema;
}

std::vector<ParameterProblem> check_training(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  JobTerms::check(parameters, problems);
  ElasticShape::check_speed(parameters, false, problems);
  ArrivalProcess::check(parameters.group("arrivals"), problems);
  JobShape::check(parameters, problems);
  return problems;
}

std::unique_ptr<Workload> make_training(const Parameters& parameters,
                                        const WorkloadContext& context) {
  throw_if_problems(context, check_training(parameters));
  return std::make_unique<TrainingWorkload>(parameters, context);
}

}  // namespace

Registered<WorkloadFactory> training_workload() {
  return {
      .description =
          {.name = "training",
           .summary = "Training jobs drawn from probability laws, with daily and weekly rhythm.",
           .rule =
               "Arrivals: Poisson with rate(t) = rate x day profile x week profile / mean, "
               "constant within each hour, drawn exactly by inverting the integrated rate. mmpp "
               "multiplies it by the factor of a state; a state lasts exponentially long, then any "
               "other follows with the same probability, so that state i has the share sojourn_i / "
               "sum of sojourns and the mean rate is the declared one. With two states of rates "
               "r1, "
               "r2, shares p1, p2 and k = 1 / sojourn1 + 1 / sojourn2 the index of dispersion of "
               "counts over t is 1 + 2 p1 p2 (r1 - r2)^2 / (k (p1 r1 + p2 r2)) x (1 - (1 - exp(-k "
               "t)) / (k t)). batch: batches arrive at rate / E[batch], the jobs of a batch at one "
               "date from one home, so that the index grows by the factor E[batch^2] / E[batch] "
               "(of "
               "Poisson arrivals). Size and run time of job n are draws of its size class, or of "
               "the two laws where there are no classes; these, data, request and home are "
               "independent draws named by (workload, n), the same for every strategy. load L "
               "means rate = L x accelerators / E[accelerators x run time], with the mean of the "
               "rounded sizes. Warm start: the jobs in service of an infinitely large system at "
               "that date (M/G/infinity with this rate, these states and batches).",
           .limits =
               "Size and run time depend on each other by classes only, and neither on home or "
               "hour; a run that is not whole weeks long, or short beside the sojourns of mmpp, "
               "meets another rate than the mean. No failures, no resubmission, no users.",
           .source =
               "Poisson arrivals with a daily cycle, as measured in GPU clusters; stationary law "
               "of M(t)/G/infinity (Eick, Massey and Whitt 1993); Markov-modulated Poisson process "
               "(Fischer and Meier-Hellstern 1993); fits to traces: docs/workloads.md.",
           .schema = training_schema(),
           .check = check_training},
      .make = make_training};
}

}  // namespace eastwest
