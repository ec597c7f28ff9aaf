// Schedule `priority`: highest priority first, which grows while a job waits.
#include "models/policy/schedule/gang_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class HighestPriority final : public GangSchedule {
 public:
  HighestPriority(Mode mode, Duration step) : GangSchedule(mode), step_(step) {}

 private:
  /// priority + (now - entry) / step, of all jobs at once: what they have in common is left out.
  [[nodiscard]] GangNumber value(const GangJob& job, Date) const override {
    const GangNumber priority = job.job.priority;
    if (step_ == Duration{0}) return -priority;
    return GangNumber{job.job.queued.time_since_epoch().count()} - priority * step_.count();
  }

  Duration step_;
};

Parameter ageing_parameter() {
  return {.name = "ageing",
          .kind = ParameterKind::quantity,
          .help =
              "time since the entry into the queue that is worth one step of priority; 0 s: no "
              "ageing",
          .dimension = Dimension::duration,
          .fallback = "1 h",
          .minimum = 0,
          .maximum = 366.0 * 86400};
}

}  // namespace

Registered<ScheduleFactory> priority_schedule() {
  return {.description =
              {.name = "priority",
               .summary = "Highest priority first, growing with age; with preemption unless "
                          "switched off.",
               .rule = "Optimises the wait of jobs that their owners say are worth more. Order: "
                       "priority + time since the entry into the queue / `ageing`, highest "
                       "first (without ageing: priority), then entry, then serial number. A job "
                       "ages whether it waits or runs, so the order of two jobs never turns. "
                       "Gang: go through all jobs, running ones too, in this order and choose "
                       "each that fits into what those before it leave; running jobs that are "
                       "not chosen are suspended, chosen ones that wait start. With `preempt: "
                       "false` nobody is suspended, and starts stop at the first job that does "
                       "not fit.",
               .limits = "Needs no estimates. With ageing nobody starves: only jobs that enter "
                         "within (difference of priorities) x `ageing` after a job can come "
                         "before it. Without ageing low priorities can. Cost of a pass, r jobs "
                         "running and c different sizes waiting: O((r + starts) (log r + c)); "
                         "O(r) for a job that comes and is not chosen.",
               .source = "Priority with ageing as in operating systems and batch systems (the age "
                         "factor of Slurm's multifactor plugin).",
               .schema = {ageing_parameter(), gang_preempt_parameter()}},
          .make = [](const Parameters& parameters) -> std::unique_ptr<SchedulePolicy> {
            return std::make_unique<HighestPriority>(gang_mode(parameters),
                                                     parameters.duration("ageing"));
          }};
}

}  // namespace eastwest
