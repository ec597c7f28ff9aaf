// Implements sim/results/job_terms_text.hpp.
#include "sim/results/job_terms_text.hpp"

#include <fmt/format.h>

#include "sim/results/summary_text.hpp"

namespace eastwest {

namespace {

std::string mobility_text(const MobilityLedger& mobility) {
  std::string text;
  if (mobility.migrations() > 0) {
    const Json part = mobility.migration_part();
    text += fmt::format("  Migrations: {} of {} jobs; {} GB left with them\n",
                        grouped(mobility.migrations()), grouped(part["jobs"].get<std::int64_t>()),
                        in_words(part["bytes"].get<double>() / 1e9));
  }
  if (mobility.elsewhere() > 0) {
    const Json part = mobility.porting_part();
    text += fmt::format(
        "  On another family of accelerators than their program's: {} jobs; {} accelerator-hours "
        "for porting\n",
        grouped(mobility.elsewhere()), in_words(part["accelerator_hours"].get<double>()));
  }
  return text;
}

std::string tenants_text(const TenantLedger& tenants) {
  const auto jain = tenants.jain_share();
  if (tenants.frame().book == nullptr || !jain) return {};
  return fmt::format("  Tenants: {}; Jain's index of their weighted shares {:.3f}\n",
                     grouped(std::ssize(tenants.tenants())), *jain);
}

}  // namespace

std::string job_terms_text(const RunResults& results) {
  const JobLedger& jobs = results.jobs();
  std::string text = tenants_text(results.tenants()) + mobility_text(results.mobility());
  const DeadlineSums& deadlines = jobs.deadlines();
  if (deadlines.jobs > 0) {
    text += fmt::format("  Deadlines: {} of {} missed, {} of them not started by then\n",
                        grouped(deadlines.missed), grouped(deadlines.jobs),
                        grouped(jobs.nation().expired));
  }
  text += to_text(jobs.elastic());
  const auto hours = [](WideInteger held) { return in_words(to_accelerator_hours(held)); };
  const SetbackSums& back = results.setbacks().sums();
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
