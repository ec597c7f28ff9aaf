// Arrivals drawn exactly by inverting the integrated rate, which is constant between two changes.
#include "models/workload/arrival_process.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "sim/base/elementary.hpp"

namespace eastwest {

namespace {

constexpr Date kLastDate{std::chrono::hours{24 * 366 * 200}};
/// Draw of Purpose::interarrival: 0 is the time between arrivals, 1 to 5 are the modulation's.
constexpr std::uint32_t kBatchDraw = 6;
constexpr std::size_t kStatesMax = 100;

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

RateModulation modulation_of(const Parameters& arrivals, const WorkloadContext& context) {
  if (arrivals.text("process") != "mmpp") return {};
  return RateModulation(arrivals.numbers("state_rates"), arrivals.numbers("state_sojourns"),
                        context);
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

void check_states(const Parameters& arrivals, std::vector<ParameterProblem>& problems) {
  constexpr const char* kExample =
      "write `process: mmpp, state_rates: [0.5, 4], state_sojourns: [6 h, 1 h]`";
  const bool modulated = arrivals.text("process") == "mmpp";
  bool complete = modulated;
  for (const char* key : {"state_rates", "state_sojourns"}) {
    if (arrivals.has(key) == modulated) continue;
    complete = false;
    problems.push_back(
        {modulated ? std::string("arrivals.process") : std::string("arrivals.") + key,
         modulated ? fmt::format("mmpp needs {}", key) : "only the process mmpp has states",
         kExample});
  }
  if (!complete) return;
  const auto& rates = arrivals.numbers("state_rates");
  if (rates.size() < 2 || rates.size() > kStatesMax) {
    problems.push_back({"arrivals.state_rates",
                        fmt::format("{} states; 2 to {} are possible", rates.size(), kStatesMax),
                        kExample});
  } else if (std::all_of(rates.begin(), rates.end(), [](double rate) { return rate <= 0; })) {
    problems.push_back(
        {"arrivals.state_rates", "all values are 0", "use `rate: 0 /d` for no jobs"});
  }
  if (arrivals.numbers("state_sojourns").size() != rates.size()) {
    problems.push_back({"arrivals.state_sojourns",
                        fmt::format("{} sojourns for {} states",
                                    arrivals.numbers("state_sojourns").size(), rates.size()),
                        "give each state of state_rates one"});
  }
}

Schema rate_keys() {
  return {{.name = "rate",
           .kind = ParameterKind::quantity,
           .help = "jobs per time, mean over the week and the states; either this or load",
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
           .minimum = 0}};
}

}  // namespace

Schema ArrivalProcess::schema() {
  Schema schema{{.name = "process",
                 .kind = ParameterKind::choice,
                 .help =
                     "poisson: independent arrivals at the rate of the hour; mmpp: the rate also "
                     "switches between states (Markov-modulated)",
                 .fallback = "poisson",
                 .choices = {"poisson", "mmpp"}}};
  const Schema rates = rate_keys();
  schema.insert(schema.end(), rates.begin(), rates.end());
  const Schema others{{.name = "state_rates",
                       .kind = ParameterKind::numbers,
                       .help = "of mmpp: the rate in each state; scaled to mean 1 over time",
                       .minimum = 0,
                       .maximum = 1e6},
                      {.name = "state_sojourns",
                       .kind = ParameterKind::numbers,
                       .help = "of mmpp: mean of the exponential time in each state",
                       .dimension = Dimension::duration,
                       .minimum = 60,
                       .maximum = 366 * 86400.0},
                      {.name = "batch",
                       .kind = ParameterKind::law,
                       .help = "jobs that are submitted together from one home; draws are rounded "
                               "to whole numbers, at least 1; rate counts jobs, not batches; "
                               "absent: every job for itself",
                       .minimum = 0,
                       .maximum = BatchSize::kLargest},
                      {.name = "jobs",
                       .kind = ParameterKind::count,
                       .help = "stop after so many arrivals; absent: go on to the end of the run",
                       .minimum = 0,
                       .maximum = 1e12}};
  schema.insert(schema.end(), others.begin(), others.end());
  return schema;
}

void ArrivalProcess::check(const Parameters& arrivals, std::vector<ParameterProblem>& problems) {
  if (arrivals.has("rate") == arrivals.has("load")) {
    problems.push_back(
        {arrivals.has("rate") ? "arrivals.load" : "arrivals",
         arrivals.has("rate") ? "rate and load are both given" : "neither rate nor load is given",
         "give one: `rate: 40 /d` or `load: 30 %`"});
  }
  check_profile(arrivals, "daily_profile", 24, problems);
  check_profile(arrivals, "weekly_profile", 7, problems);
  check_states(arrivals, problems);
}

ArrivalProcess::ArrivalProcess(const Parameters& arrivals, const WorkloadContext& context,
                               double mean_work)
    : random_(context.random),
      family_(static_cast<std::uint32_t>(context.id.index())),
      profile_(profile_of(arrivals, context)),
      modulation_(modulation_of(arrivals, context)),
      batch_size_(arrivals.has("batch") ? BatchSize(arrivals.law("batch")) : BatchSize()),
      first_(context.first),
      end_(std::min(context.horizon, kLastDate)),
      clock_(context.first) {
  rate_ = arrivals.has("rate")
              ? arrivals.number("rate")
              : arrivals.number("load") * static_cast<double>(context.accelerators) / mean_work;
}

std::optional<ArrivalProcess::Batch> ArrivalProcess::next() {
  if (rate_ <= 0 || !advance()) return std::nullopt;
  const std::uint64_t number = batches_++;
  const std::uint64_t jobs = batch_size_.always_one()
                                 ? 1
                                 : batch_size_.quantile(random_.uniform(
                                       family_, number, Purpose::interarrival, kBatchDraw));
  return Batch{number, jobs, clock_};
}

/// Moves the clock to the next batch; false if that lies beyond the end. The integral of the rate
/// between two batches is exponential with mean 1; the rate is constant within an hour and a state.
bool ArrivalProcess::advance() {
  const double batch_rate = rate_ / batch_size_.mean();
  double rest = -portable_log(random_.uniform(family_, batches_, Purpose::interarrival));
  while (clock_ < end_) {
    while (modulation_.until() <= clock_) modulation_.step();
    const double rate = batch_rate * profile_.at(clock_) * modulation_.factor();
    const Date stop = std::min(profile_.hour_end(clock_), modulation_.until());
    const double until_stop = rate * to_seconds(stop - clock_);
    if (rest < until_stop) {
      clock_ += from_seconds_up(rest / rate);
      return clock_ < end_;
    }
    rest -= until_stop;
    clock_ = stop;
  }
  return false;
}

std::vector<double> ArrivalProcess::before_first(const std::vector<Duration>& ages) const {
  std::vector<double> factors = modulation_.before_first(ages);
  for (std::size_t i = 0; i < ages.size(); ++i) factors[i] *= profile_.at(first_ - ages[i]);
  return factors;
}

}  // namespace eastwest
