// The part of the audit that follows the parts of jobs across sites.
#include "sim/results/audit.hpp"
#include "sim/results/audit_promises.hpp"
#include "sim/results/job_work.hpp"

namespace eastwest {

using namespace audit;

void Audit::on_part_queued(Date date, const LiveJob& live, const JobPart& part) {
  pass(date);
  Known& job = known(live);
  if (job.phase != Phase::queued || ++job.parts_waiting > 1 || part.queued != date) {
    broken(2, kOneState, "a part of job {} is queued in phase {}, {} of them wait", live.job.id,
           static_cast<int>(job.phase), job.parts_waiting);
  }
  SiteBook& site = touched(part.site);
  site.incoming -= part.accelerators;
  site.queued += part.accelerators;
}

void Audit::on_part_held(Date date, const LiveJob& live, const JobPart& part) {
  pass(date);
  Known& job = known(live);
  if (job.phase != Phase::queued || --job.parts_waiting != 0 || part.held != date) {
    broken(2, kOneState, "a part of job {} gets accelerators in phase {}", live.job.id,
           static_cast<int>(job.phase));
  }
  job.held_by_parts += part.accelerators;
  take_at(part.site, part.accelerators);
}

void Audit::on_part_freed(Date date, const LiveJob& live, const JobPart& part) {
  pass(date);
  Known& job = known(live);
  if (job.phase != Phase::running) {
    broken(2, kOneState, "a part of job {} frees accelerators in phase {}", live.job.id,
           static_cast<int>(job.phase));
  }
  job.held_by_parts -= part.accelerators;
  touched(part.site).allocated -= part.accelerators;
}

}  // namespace eastwest
