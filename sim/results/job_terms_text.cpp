// Implements sim/results/job_terms_text.hpp.
#include "sim/results/job_terms_text.hpp"

#include <fmt/format.h>

#include "sim/results/summary_text.hpp"

namespace eastwest {

std::string job_terms_text(const JobLedger& jobs, const SetbackLedger& setbacks) {
  std::string text;
  const DeadlineSums& deadlines = jobs.deadlines();
  if (deadlines.jobs > 0) {
    text += fmt::format("  Deadlines: {} of {} missed, {} of them not started by then\n",
                        grouped(deadlines.missed), grouped(deadlines.jobs),
                        grouped(jobs.nation().expired));
  }
  text += to_text(jobs.elastic());
  const auto hours = [](WideInteger held) { return in_words(to_accelerator_hours(held)); };
  const SetbackSums& back = setbacks.sums();
  if (back.jobs > 0) {
    text += fmt::format(
        "  Failures: {} of {} jobs, {} hits by outages of sites; of the accelerator-hours held {} "
        "were useful ({}), {} lost\n",
        grouped(back.failures), grouped(back.jobs), grouped(back.hit), hours(back.useful),
        percent(back.goodput().value_or(0)), hours(back.lost));
  }
  const PreemptionSums& sums = jobs.preemption();
  if (sums.preemptions == 0) return text;
  return text + fmt::format(
                    "  Suspensions: {} of {} jobs; of the accelerator-hours held {} were useful, "
                    "{} overhead, {} lost\n",
                    grouped(sums.preemptions), grouped(sums.jobs), hours(sums.useful),
                    hours(sums.overhead), hours(sums.lost));
}

}  // namespace eastwest
