// The audit of migrations: a job leaves one site's book and stands in another's, and never in both.
#include "sim/results/audit.hpp"
#include "sim/results/audit_promises.hpp"

namespace eastwest {
using namespace audit;

void Audit::on_departed(Date date, const LiveJob& live) {
  const bool has_run = known(live).phase == Phase::suspended;
  move(date, live, has_run ? Phase::suspended : Phase::queued, Phase::departed);
  touched(live.site).queued -= live.job.accelerators;
  known(live).departed = date;
}

void Audit::on_migrating(Date date, const LiveJob& live) {
  pass(date);
  Known& job = known(live);
  const bool is_legal = job.phase == Phase::departed && live.state == JobState::migrating &&
                        live.site != job.site && job.departed == date;
  if (!is_legal) {
    broken(2, kOneState, "job {} migrates from site {} to {} after phase {}", live.job.id,
           job.site.value, live.site.value, static_cast<int>(job.phase));
  }
  job.phase = Phase::migrating;
  job.site = live.site;
  SiteBook& site = touched(live.site);
  site.incoming += live.job.accelerators;
  if (live.job.accelerators > site.accelerators) {
    broken(1, kCapacity, "job {} migrates to site {}, which has {} of {} accelerators", live.job.id,
           world_.sites[live.site.index()].id, site.accelerators, live.job.accelerators);
  }
}

void Audit::on_arrived(Date date, const LiveJob& live) {
  const bool has_run = live.started != kNever;
  move(date, live, Phase::migrating, has_run ? Phase::suspended : Phase::queued);
  const Known& job = known(live);
  if (live.journey->arrived != date || live.journey->left != job.departed) {
    broken(5, kNoPast, "job {} arrives at another date", live.job.id);
  }
  SiteBook& site = touched(live.site);
  site.incoming -= live.job.accelerators;
  site.queued += live.job.accelerators;
}

}  // namespace eastwest
