// Schedule `srsf`: least remaining service (accelerators x estimated time) first, with preemption.
#include "models/policy/schedule/gang_schedule.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class ShortestRemainingService final : public GangSchedule {
 private:
  [[nodiscard]] GangNumber value(const GangJob& job, Date now) const override {
    const auto remaining = job.remaining_at(now);
    if (!remaining) return GangRank::kLast;
    return GangNumber{job.job.accelerators} * remaining->count();
  }
};

}  // namespace

Registered<ScheduleFactory> srsf_schedule() {
  return {.description =
              {.name = "srsf",
               .summary = "Least remaining accelerators x estimated time first, with preemption.",
               .rule = "Optimises the mean time in the system where jobs differ in width as "
                       "well as in length: whoever needs least of the machine goes first. "
                       "Order: accelerators x (estimate - run time done and kept), then entry "
                       "into the queue, then serial number; jobs without an estimate come last. "
                       "Gang: go through all jobs, running ones too, in this order and choose "
                       "each that fits into what those before it leave; running jobs that are "
                       "not chosen are suspended, chosen ones that wait start.",
               .limits = "As good as the estimates: clairvoyant with `exact`, fcfs with `none`. "
                         "Large jobs can starve under load. Suspensions cost what the jobs say "
                         "(`preemption`); the order does not look at that. Cost of a pass, r jobs "
                         "running and c different sizes waiting: O((r + starts) (log r + c)); "
                         "O(r) for a job that comes and is not chosen.",
               .source = "Shortest remaining service first, the clairvoyant reference of Gu et "
                         "al., Tiresias, NSDI 2019.",
               .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
            return std::make_unique<ShortestRemainingService>();
          }};
}

}  // namespace eastwest
