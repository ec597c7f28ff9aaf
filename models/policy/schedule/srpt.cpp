// Schedule `srpt`: shortest remaining estimated time first, with preemption.
#include "models/policy/schedule/gang_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class ShortestRemainingTime final : public GangSchedule {
 private:
  [[nodiscard]] GangNumber value(const GangJob& job, Date now) const override {
    const auto remaining = job.remaining_at(now);
    return remaining ? GangNumber{remaining->count()} : GangRank::kLast;
  }
};

}  // namespace

Registered<ScheduleFactory> srpt_schedule() {
  return {.description =
              {.name = "srpt",
               .summary = "Shortest remaining estimated time first, with preemption.",
               .rule = "Optimises the mean time in the system where jobs are alike in width: on "
                       "one machine, with exact estimates and free suspensions, no schedule has "
                       "a lower mean. Order: remaining = estimate - run time done and kept (0 "
                       "for a job that outlives its estimate), then entry into the queue, then "
                       "serial number; jobs without an estimate come last. Gang: go through all "
                       "jobs, running ones too, in this order and choose each that fits into "
                       "what those before it leave; running jobs that are not chosen are "
                       "suspended, chosen ones that wait start.",
               .limits = "As good as the estimates: clairvoyant with `exact`, fcfs with `none`. "
                         "Long jobs can starve under load. Suspensions cost what the jobs say "
                         "(`preemption`); the order does not look at that. Cost of a pass, r jobs "
                         "running and c different sizes waiting: O((r + starts) (log r + c)); "
                         "O(r) for a job that comes and is not chosen.",
               .source = "Schrage, A proof of the optimality of the shortest remaining processing "
                         "time discipline, Operations Research 16(3), 1968; gang-greedy form for "
                         "jobs of several accelerators.",
               .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
            return std::make_unique<ShortestRemainingTime>();
          }};
}

}  // namespace eastwest
