// Schedule `las`: least attained service first, in queues with thresholds (Tiresias).
#include <algorithm>
#include <cmath>
#include <vector>

#include "models/policy/schedule/gang_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

constexpr double kNanosecondsPerHour = 3.6e12;
constexpr double kHoursMax = 1e15;

class LeastAttainedService final : public GangSchedule {
 public:
  /// `thresholds` ascend, in accelerator-nanoseconds; `promote` 0: never.
  LeastAttainedService(std::vector<GangNumber> thresholds, double promote)
      : thresholds_(std::move(thresholds)), promote_(promote) {}

 private:
  [[nodiscard]] GangNumber value(const GangJob& job, Date now) const override {
    return level(GangNumber{job.job.accelerators} * job.served_at(now).count());
  }

  /// The queue of a job with this service: how many thresholds it has reached.
  [[nodiscard]] std::ptrdiff_t level(GangNumber service) const {
    return std::upper_bound(thresholds_.begin(), thresholds_.end(), service) - thresholds_.begin();
  }

  [[nodiscard]] Date worsens(const GangJob& job, Date now) const override {
    const GangNumber size = job.job.accelerators;
    const auto next = level(size * job.served_at(now).count());
    if (next == std::ssize(thresholds_)) return kNever;
    const GangNumber missing =
        thresholds_[static_cast<std::size_t>(next)] - size * job.served.count();
    const GangNumber span = (missing + size - 1) / size;
    const Date goes_on = job.started + job.job.restore;
    if (span > (kNever - goes_on).count()) return kNever;
    return goes_on + Duration{static_cast<std::int64_t>(span)};
  }

  [[nodiscard]] Date improves(const GangJob& job) const override {
    const GangNumber service = GangNumber{job.job.accelerators} * job.served.count();
    if (promote_ <= 0 || level(service) == 0) return kNever;
    const double span = std::ceil(promote_ * static_cast<double>(job.served.count()));
    const std::int64_t longest = (kNever - job.since).count() / 2;
    return span < static_cast<double>(longest)
               ? job.since + Duration{static_cast<std::int64_t>(span)}
               : kNever;
  }

  std::vector<GangNumber> thresholds_;
  double promote_;
};

Schema las_schema() {
  return {
      {.name = "thresholds",
       .kind = ParameterKind::numbers,
       .help = "accelerator-hours at which a job goes down to the next queue, ascending",
       .fallback = "[1, 10]"},
      {.name = "promote",
       .kind = ParameterKind::quantity,
       .help = "a job that has waited this many times the run time it has been served goes back "
               "to the first queue; 0: never",
       .fallback = "0",
       .minimum = 0,
       .maximum = 1e6}};
}

std::vector<ParameterProblem> check_las(const Parameters& parameters) {
  const auto& thresholds = parameters.numbers("thresholds");
  const bool ascend = std::is_sorted(thresholds.begin(), thresholds.end(), std::less_equal<>());
  const bool in_range = std::all_of(thresholds.begin(), thresholds.end(),
                                    [](double hours) { return hours > 0 && hours <= kHoursMax; });
  if (!thresholds.empty() && ascend && in_range) return {};
  return {{"thresholds", "the thresholds do not ascend from above 0",
           "write accelerator-hours, e.g. `thresholds: [1, 10]`"}};
}

std::unique_ptr<SchedulePolicy> make_las(const Parameters& parameters) {
  std::vector<GangNumber> thresholds;
  for (const double hours : parameters.numbers("thresholds")) {
    thresholds.push_back(static_cast<GangNumber>(hours * kNanosecondsPerHour));
  }
  return std::make_unique<LeastAttainedService>(std::move(thresholds),
                                                parameters.number("promote"));
}

}  // namespace

Registered<ScheduleFactory> las_schedule() {
  return {.description =
              {.name = "las",
               .summary = "Least attained service first, in queues with thresholds, with "
                          "preemption; knows no run times.",
               .rule = "Optimises the mean time in the system where nobody knows how long jobs "
                       "run: what has had little is likely to need little. Attained service = "
                       "accelerators x run time served (with what suspensions undid). A job is "
                       "in queue k if it has reached k of the `thresholds`; order: queue, then "
                       "entry into the site's queue, then serial number. Gang: go through all "
                       "jobs, running ones too, in this order and choose each that fits into "
                       "what those before it leave; running jobs that are not chosen are "
                       "suspended, chosen ones that wait start. A running job goes down the "
                       "moment it reaches a threshold. With `promote` p a job of a lower queue "
                       "that has waited p x the run time it has been served counts as unserved "
                       "again.",
               .limits = "Needs no estimates. Without `promote` jobs of the last queue can "
                         "starve. The thresholds' defaults are an assumption of ours: they belong "
                         "between the small and the large jobs of a workload. Cost of a pass, r "
                         "jobs running and c different sizes waiting: O((r + starts) (log r + "
                         "c)); O(r) for a job that comes and is not chosen. Each promotion O(log "
                         "n).",
               .source = "Discretised two-dimensional LAS of Tiresias, Gu et al., NSDI 2019 "
                         "(there the knob is called PROMOTEKNOB); Rai et al., SIGMETRICS 2003.",
               .schema = las_schema(),
               .check = check_las},
          .make = make_las};
}

}  // namespace eastwest
