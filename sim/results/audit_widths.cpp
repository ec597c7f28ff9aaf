// The second book of jobs whose width is not fixed: what they held, and the work that follows from
// their widths and dates.
#include <algorithm>

#include "sim/results/audit.hpp"
#include "sim/results/audit_promises.hpp"
#include "sim/results/job_work.hpp"

namespace eastwest {
using namespace audit;

namespace {

/// The speed by the job's terms; a width that it cannot have is a broken promise.
std::int64_t rate_at(const LiveJob& live, std::int64_t width) {
  const ElasticTerms::Width* found = live.job.elastic->find(width);
  if (found == nullptr) {
    broken(1, kCapacity, "job {} holds {} accelerators, which is none of its widths", live.job.id,
           width);
  }
  return found->rate;
}

}  // namespace

void Audit::take_wide(const LiveJob& live, Date date) {
  const auto [entry, is_new] = wide_.try_emplace(live.serial);
  Wide& wide = entry->second;
  if (is_new) wide.work = WideInteger{live.before.count()} * live.job.elastic->reference_rate;
  wide.width = wide.target = held_accelerators(live);
  static_cast<void>(rate_at(live, wide.width));
  wide.since = date;
  wide.works_since = date + live.restoring;
}

void Audit::pass_wide(Wide& wide, const LiveJob& live, Date date) {
  wide.area += WideInteger{wide.width} * (date - wide.since).count();
  const Date begin = std::max(wide.since, wide.works_since);
  if (date > begin) {
    wide.work += WideInteger{rate_at(live, wide.target)} * (date - begin).count();
  }
  wide.since = date;
}

void Audit::on_resizing(Date date, const LiveJob& live) {
  move(date, live, Phase::running, Phase::running);
  const auto found = wide_.find(live.serial);
  if (found == wide_.end() || live.job.elastic->kind != ElasticTerms::Kind::malleable) {
    broken(2, kOneState, "job {} cannot be resized", live.job.id);
  }
  Wide& wide = found->second;
  const bool has_worked = date > wide.works_since;
  pass_wide(wide, live, date);
  const ElasticTerms& terms = *live.job.elastic;
  wide.target = live.elastic->target;
  static_cast<void>(rate_at(live, wide.target));
  wide.works_since = date + (has_worked ? terms.checkpoint : Duration{0}) + terms.restart;
  if (++wide.resizes != live.elastic->resizes || wide.works_since != live.elastic->works_since) {
    broken(5, kNoPast, "job {} goes on from its resize at another date", live.job.id);
  }
}

void Audit::on_width_changed(Date date, const LiveJob& live, std::int64_t former) {
  move(date, live, Phase::running, Phase::running);
  const auto found = wide_.find(live.serial);
  if (found == wide_.end() || found->second.width != former ||
      found->second.target != live.elastic->width) {
    broken(1, kCapacity, "job {} goes from {} to {} accelerators", live.job.id, former,
           live.elastic->width);
  }
  Wide& wide = found->second;
  pass_wide(wide, live, date);
  wide.width = wide.target;
  SiteBook& site = touched(live.site);
  site.allocated += wide.width - former;
  if (site.allocated > site.accelerators) {
    broken(1, kCapacity, "site {} holds {} of {} accelerators", world_.sites[live.site.index()].id,
           site.allocated, site.accelerators);
  }
}

void Audit::stop_wide(const LiveJob& live, Date date) {
  Wide& wide = wide_.at(live.serial);
  pass_wide(wide, live, date);
  wide.works_since = kNever;
  // What it has lost is for the engine to say; it cannot keep more than it has done.
  const WideInteger lost = wide.work - live.elastic->work;
  if (lost < 0 || (lost > 0 && live.job.preemption.interval == Duration{0})) {
    broken(2, kOneState, "job {} has kept other work than it did", live.job.id);
  }
  wide.work = live.elastic->work;
}

void Audit::give_back_wide(const LiveJob& live, Date date) {
  Wide& wide = wide_.at(live.serial);
  pass_wide(wide, live, date);
  const AreaUse use = area_use(live, date);
  const bool negative = use.useful < 0 || use.overhead < 0 || use.lost < 0;
  if (wide.width != held_accelerators(live) || negative ||
      wide.area != use.useful + use.overhead + use.lost) {
    broken(2, kOneState, "job {} held {} accelerator-seconds, the engine counts {}", live.job.id,
           static_cast<double>(wide.area) / 1e9,
           static_cast<double>(use.useful + use.overhead + use.lost) / 1e9);
  }
}

void Audit::check_wide_end(const LiveJob& live) const {
  const Wide& wide = wide_.at(live.serial);
  const std::int64_t reference = live.job.elastic->reference_rate;
  const Duration whole = std::max(live.before, live.span);
  const WideInteger excess = wide.work - WideInteger{whole.count()} * reference;
  // The end is rounded up to a nanosecond.
  if (excess < 0 || excess >= rate_at(live, wide.target)) {
    broken(2, kOneState, "job {} ends with {} s of its work done, it has {}", live.job.id,
           static_cast<double>(wide.work) / static_cast<double>(reference) / 1e9,
           to_seconds(whole));
  }
}

}  // namespace eastwest
