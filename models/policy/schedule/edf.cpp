// Schedule `edf`: earliest deadline first, with or without preemption.
#include "models/policy/schedule/gang_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class EarliestDeadline final : public GangSchedule {
 public:
  using GangSchedule::GangSchedule;

 private:
  [[nodiscard]] GangNumber value(const GangJob& job, Date) const override {
    if (job.job.deadline == kNever) return GangRank::kLast;
    return GangNumber{job.job.deadline.time_since_epoch().count()};
  }
};

}  // namespace

Registered<ScheduleFactory> edf_schedule() {
  return {
      .description = {.name = "edf",
                      .summary = "Earliest deadline first, with preemption unless switched off.",
                      .rule =
                          "Optimises how many deadlines are met while all can be: on one machine "
                          "with free suspensions, if any schedule meets all deadlines, this one "
                          "does. Order: deadline, then entry into the queue, then serial number; "
                          "jobs without a deadline come last. Gang: go through all jobs, running "
                          "ones too, in this order and choose each that fits into what those "
                          "before it leave; running jobs that are not chosen are suspended, chosen "
                          "ones that wait start. With `preempt: false` nobody is suspended, and "
                          "starts stop at the first job that does not fit.",
                      .limits =
                          "Needs no estimates. Under overload it gives accelerators to jobs that "
                          "will be late all the same: `past_deadline: expire` of a workload gives "
                          "up those that have not started by then. Jobs without a deadline can "
                          "starve. Cost of a pass, r jobs running and c different sizes waiting: "
                          "O((r + starts) (log r + c)); O(r) for a job that comes and is not "
                          "chosen.",
                      .source = "Liu and Layland, JACM 20(1), 1973; Dertouzos 1974.",
                      .schema = {gang_preempt_parameter()}},
      .make = [](const Parameters& parameters) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<EarliestDeadline>(gang_mode(parameters));
      }};
}

}  // namespace eastwest
