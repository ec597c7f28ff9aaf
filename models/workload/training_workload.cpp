// Workload `training`: jobs from probability laws, arriving as a Poisson process whose rate follows
// the hours of the day and the days of the week.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/workload/home_draw.hpp"
#include "models/workload/job_extras.hpp"
#include "models/workload/rate_profile.hpp"
#include "models/workload/whole_number_law.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/elementary.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Draws of Purpose::warm_start for one candidate.
enum class WarmDraw : std::uint32_t { spacing, run_time, age, kept, accelerators, home };
/// Extras of warm jobs are drawn as those of numbers that no arrival reaches.
constexpr std::uint64_t kWarmEntity = std::uint64_t{1} << 62;
constexpr Date kLastDate{std::chrono::hours{24 * 366 * 200}};

RateProfile profile_of(const Parameters& arrivals, const WorkloadContext& context) {
  std::vector<double> daily;
  if (arrivals.has("daily_profile")) {
    daily = arrivals.numbers("daily_profile");
  } else if (arrivals.text("daily") == "world") {
    daily = context.world.training_profile;
  }
  std::vector<double> weekly;
  if (arrivals.has("weekly_profile")) weekly = arrivals.numbers("weekly_profile");
  return RateProfile(daily, weekly, context.start_weekday, context.start_time_of_day);
}

class TrainingWorkload final : public Workload {
 public:
  TrainingWorkload(const Parameters& parameters, const WorkloadContext& context)
      : context_(context),
        family_(static_cast<std::uint32_t>(context.id.index())),
        homes_(context.world),
        profile_(profile_of(parameters.group("arrivals"), context)),
        accelerators_(parameters.law("accelerators")),
        run_time_(parameters.law("run_time")),
        extras_(parameters),
        clock_(context.first) {
    const Parameters& arrivals = parameters.group("arrivals");
    const double work = accelerators_.mean() * run_time_.mean();
    rate_ = arrivals.has("rate")
                ? arrivals.number("rate")
                : arrivals.number("load") * static_cast<double>(context.accelerators) / work;
    if (arrivals.has("jobs"))
      jobs_max_ = static_cast<std::uint64_t>(arrivals.count("jobs"));
    else if (context.horizon == kNever)
      throw_endless();
  }

  std::optional<Job> next() override {
    if (rate_ <= 0 || handed_out_ == jobs_max_ || !advance(handed_out_)) return std::nullopt;
    const std::uint64_t number = handed_out_++;
    std::optional<Job> made = job_with(
        accelerators_.quantile(context_.random.uniform(family_, number, Purpose::accelerators)),
        run_time_of(
            run_time_.quantile(context_.random.uniform(family_, number, Purpose::run_time))),
        homes_.at(context_.random.uniform(family_, number, Purpose::home_city)));
    Job& job = *made;
    job.id = context_.name;
    job.id += '-';
    job.id += fmt::format_int(number + 1).c_str();
    job.submitted = clock_;
    extras_.fill(job, number, context_.random);
    return made;
  }

  std::vector<Job> warm_start() override;

  [[nodiscard]] std::vector<double> offered_accelerators() const override {
    std::vector<double> offered(context_.world.nodes.size(), 0);
    const double busy = rate_ * accelerators_.mean() * run_time_.mean();
    for (std::size_t i = 0; i < context_.world.nodes.size(); ++i) {
      offered[NodeId(i).index()] += busy * homes_.share(NodeId(i));
    }
    return offered;
  }

 private:
  [[noreturn]] void throw_endless() const {
    throw ScenarioError("workload." + context_.name,
                        "jobs are generated without end in a run until every job is over",
                        "give the scenario a duration, or arrivals a number of jobs");
  }

  /// Moves the clock to arrival `number`; false if that lies beyond the end. The integral of the
  /// rate between two arrivals is exponential with mean 1; the rate is constant within an hour.
  bool advance(std::uint64_t number) {
    const Date end = std::min(context_.horizon, kLastDate);
    double rest = -portable_log(context_.random.uniform(family_, number, Purpose::interarrival));
    while (clock_ < end) {
      const double rate = rate_ * profile_.at(clock_);
      const Date hour_end = profile_.hour_end(clock_);
      const double whole_hour = rate * to_seconds(hour_end - clock_);
      if (rest < whole_hour) {
        clock_ += from_seconds_up(rest / rate);
        return clock_ < end;
      }
      rest -= whole_hour;
      clock_ = hour_end;
    }
    return false;
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

  WorkloadContext context_;
  std::uint32_t family_;
  HomeDraw homes_;
  RateProfile profile_;
  WholeNumberLaw accelerators_;
  Law run_time_;
  JobExtras extras_;
  double rate_ = 0;  // mean over the week, jobs per second
  std::uint64_t jobs_max_ = ~std::uint64_t{0};
  std::uint64_t handed_out_ = 0;
  Date clock_;
};

/// Jobs in service at date t0 if none ever waited (M/G/infinity): candidates are a Poisson number
/// with mean rate_max x E[D]; each has a length-biased run time D and an age uniform in (0, D), and
/// is kept with probability rate(t0 - age) / rate_max. Exact for a rate that changes with time.
std::vector<Job> TrainingWorkload::warm_start() {
  struct Warm {
    Duration age;
    Job job;
  };
  std::vector<Warm> found;
  const double mean = rate_ * profile_.maximum() * run_time_.mean();
  double position = 0;
  for (std::uint64_t number = 0; rate_ > 0; ++number) {
    const auto draw = [&](WarmDraw what) {
      return context_.random.uniform(family_, number, Purpose::warm_start,
                                     static_cast<std::uint32_t>(what));
    };
    position -= portable_log(draw(WarmDraw::spacing));
    if (position > mean) break;
    const Duration run_time = std::max(
        Duration{2}, run_time_of(run_time_.length_biased_quantile(draw(WarmDraw::run_time))));
    const Duration age = std::clamp(from_seconds(draw(WarmDraw::age) * to_seconds(run_time)),
                                    Duration{1}, run_time - Duration{1});
    if (draw(WarmDraw::kept) * profile_.maximum() >= profile_.at(context_.first - age)) continue;
    Job job = job_with(accelerators_.quantile(draw(WarmDraw::accelerators)), run_time,
                       homes_.at(draw(WarmDraw::home)));
    job.id = fmt::format("{}-warm-{}", context_.name, number + 1);
    extras_.fill(job, kWarmEntity + number, context_.random);
    job.input = Bytes{0};
    job.submitted = context_.first;
    job.elapsed = age;
    job.warm = true;
    found.push_back({age, std::move(job)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Warm& a, const Warm& b) { return a.age > b.age; });
  std::vector<Job> jobs;
  jobs.reserve(found.size());
  for (Warm& warm : found) jobs.push_back(std::move(warm.job));
  return jobs;
}

Schema arrivals_schema() {
  return {{.name = "process",
           .kind = ParameterKind::choice,
           .help = "poisson: independent arrivals at the rate of the hour",
           .fallback = "poisson",
           .choices = {"poisson"}},
          {.name = "rate",
           .kind = ParameterKind::quantity,
           .help = "jobs per time, mean over the week; either this or load",
           .dimension = Dimension::rate,
           .minimum = 0,
           .maximum = 1e6},
          {.name = "load",
           .kind = ParameterKind::quantity,
           .help = "share of all accelerators of the world that the jobs would keep busy if none "
                   "waited; either this or rate",
           .dimension = Dimension::fraction,
           .minimum = 0,
           .maximum = 1000},
          {.name = "daily",
           .kind = ParameterKind::choice,
           .help = "rate by hour of the day: the world's training profile, or flat",
           .fallback = "world",
           .choices = {"world", "flat"}},
          {.name = "daily_profile",
           .kind = ParameterKind::numbers,
           .help = "24 values for the hours of the day, instead of daily; scaled to mean 1",
           .minimum = 0},
          {.name = "weekly_profile",
           .kind = ParameterKind::numbers,
           .help = "7 values for Monday to Sunday; scaled to mean 1; absent: flat",
           .minimum = 0},
          {.name = "jobs",
           .kind = ParameterKind::count,
           .help = "stop after so many arrivals; absent: go on to the end of the run",
           .minimum = 0,
           .maximum = 1e12}};
}

Schema training_schema() {
  Schema schema{{.name = "arrivals",
                 .kind = ParameterKind::group,
                 .help = "when jobs are submitted",
                 .required = true,
                 .group = arrivals_schema()},
                {.name = "accelerators",
                 .kind = ParameterKind::law,
                 .help = "accelerators of a job; draws are rounded to whole numbers, at least 1",
                 .required = true,
                 .minimum = 0},
                {.name = "run_time",
                 .kind = ParameterKind::law,
                 .help = "run time on the site's accelerators, independent of their number",
                 .dimension = Dimension::duration,
                 .required = true,
                 .minimum = 0},
                {.name = "home",
                 .kind = ParameterKind::choice,
                 .help = "where jobs come from; demand: nodes by their demand weight",
                 .fallback = "demand",
                 .choices = {"demand"}}};
  const Schema extras = JobExtras::schema();
  schema.insert(schema.end(), extras.begin(), extras.end());
  return schema;
}

void check_profile(const Parameters& arrivals, const std::string& key, std::size_t size,
                   std::vector<ParameterProblem>& problems) {
  if (!arrivals.has(key)) return;
  const auto& values = arrivals.numbers(key);
  if (values.size() != size) {
    problems.push_back(
        {"arrivals." + key, fmt::format("{} values instead of {}", values.size(), size)});
  } else if (std::all_of(values.begin(), values.end(), [](double value) { return value <= 0; })) {
    problems.push_back({"arrivals." + key, "all values are 0", "use `rate: 0 /d` for no jobs"});
  }
}

std::vector<ParameterProblem> check_training(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  const Parameters& arrivals = parameters.group("arrivals");
  if (arrivals.has("rate") == arrivals.has("load")) {
    problems.push_back(
        {arrivals.has("rate") ? "arrivals.load" : "arrivals",
         arrivals.has("rate") ? "rate and load are both given" : "neither rate nor load is given",
         "give one: `rate: 40 /d` or `load: 30 %`"});
  }
  check_profile(arrivals, "daily_profile", 24, problems);
  check_profile(arrivals, "weekly_profile", 7, problems);
  if (!(parameters.law("run_time").mean() > 0)) {
    problems.push_back({"run_time", "the run time is always 0"});
  }
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
           .rule = "Arrivals: Poisson with rate(t) = rate x day profile x week profile / mean, "
                   "constant within each hour, drawn exactly by inverting the integrated rate. "
                   "Size, run time, data, request and home of job n are independent draws "
                   "named by (workload, n), the same for every strategy. load L means rate = L "
                   "x accelerators / (E[accelerators] x E[run time]), with the mean of the "
                   "rounded sizes. Warm start: the jobs in service of an infinitely large "
                   "system at that date (M/G/infinity with this rate).",
           .limits = "Sizes and run times are independent of each other, of home and of hour; "
                     "a mix of classes is several named workloads. No failures, no resubmission, "
                     "no users.",
           .source = "Poisson arrivals with a daily cycle, as measured in GPU clusters; "
                     "stationary law of M(t)/G/infinity (Eick, Massey and Whitt 1993).",
           .schema = training_schema(),
           .check = check_training},
      .make = make_training};
}

}  // namespace eastwest
