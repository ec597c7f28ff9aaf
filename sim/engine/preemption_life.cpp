// What makes a job's life longer than one run: it is suspended and resumed, it comes after others,
// or it expires.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// True if a running job must write down its state to be suspended at `now`: it has done work since
/// it got its accelerators, and saves itself at no other time.
bool must_save(const LiveJob& live, Date now) {
  const PreemptionTerms& terms = live.job.preemption;
  return terms.interval == Duration{0} && terms.save > Duration{0} &&
         now > live.held_since + live.restoring;
}

}  // namespace

std::string_view Simulation::Core::tenant_name(TenantId tenant) const {
  return parts_.tenants ? parts_.tenants->name(tenant) : std::string_view();
}

void Simulation::Core::ask_at(SiteDesk& desk, SiteId id, Date date) {
  if (desk.asked_for != kNever) queue_.cancel(desk.asking);
  desk.asked_for = date;
  if (date == kNever) return;
  desk.asking = queue_.schedule(date, {.entity = id.index(),
                                       .index = id.value,
                                       .event_class = EventClass::control,
                                       .kind = EventKind::ask});
}

QueueBook::Suspension Simulation::Core::choose_suspension(SiteId site, JobSlot slot) {
  if (!slot.valid() || slot.index() >= jobs_.size()) return {};
  LiveJob& live = jobs_[slot.index()];
  if (live.site != site || live.state != JobState::running || live.chosen) return {};
  live.chosen = true;
  if (must_save(live, now_)) return {.later = live.job.accelerators};
  return {.now = live.job.accelerators};
}

void Simulation::Core::suspend(JobSlot slot) {
  LiveJob& live = job(slot);
  const bool saves = must_save(live, now_);
  const Duration held = now_ - live.held_since;
  const Duration restored = std::min(held, live.restoring);
  const Duration work = live.kept + held - restored;
  const Duration interval = live.job.preemption.interval;
  if (interval > Duration{0}) live.kept = std::max(live.kept, work - work % interval);
  if (interval == Duration{0}) live.kept = work;
  live.lost += work - live.kept;
  live.overhead += restored;
  live.restoring = Duration{0};
  live.chosen = false;
  live.killed = false;
  live.stopped = now_;
  live.state = JobState::suspending;
  ++live.preemptions;
  EW_CHECK(queue_.cancel(run_ends_[slot.index()]), "job {} has no end to put off", live.job.id);
  tell([&](Observer& observer) { observer.on_preempted(now_, live); });
  if (!saves) return release(slot);
  queue_.schedule(now_ + live.job.preemption.save, {.entity = live.serial,
                                                    .index = slot.value,
                                                    .event_class = EventClass::finish,
                                                    .kind = EventKind::saved});
}

void Simulation::Core::release(JobSlot slot) {
  LiveJob& live = job(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  desk.book.allocated -= live.job.accelerators;
  desk.book.queued += live.job.accelerators;
  live.overhead += now_ - live.stopped;
  live.released = now_;
  live.state = JobState::suspended;
  desk.add_suspended(queued_job(slot));
  tell([&](Observer& observer) { observer.on_suspended(now_, live); });
  touch(live.site);
}

bool Simulation::Core::has_expired(const LiveJob& live) const {
  return live.job.expires && now_ >= live.job.deadline;
}

void Simulation::Core::expire(JobSlot slot) {
  LiveJob& live = job(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  desk.book.queued -= live.job.accelerators;
  if (live.job.data) release_data(slot);
  // For its scheduler it has started, and is over at once.
  desk.add_ended({.job = queued_job(slot), .started = now_});
  tell([&](Observer& observer) { observer.on_withdrawn(now_, live); });
  touch(live.site);
  site_changed(live.site);
  finish(slot, JobState::expired);
}

void Simulation::Core::begin_ordered(Job&& job, std::uint64_t serial,
                                     PrecedenceBook::Verdict verdict) {
  if (verdict == PrecedenceBook::Verdict::free) return submit(std::move(job), serial);
  const JobSlot slot = admit(std::move(job), serial);
  this->job(slot).rejection = Rejection::predecessor;
  finish(slot, JobState::rejected);
}

void Simulation::Core::tell_followers(const LiveJob& live) {
  std::vector<std::int32_t> ready;
  precedence_.over(live.job, live.serial, live.state, ready);
  for (const std::int32_t place : ready) {
    queue_.schedule(now_, {.entity = precedence_.serial(place),
                           .index = place,
                           .event_class = EventClass::arrival,
                           .kind = EventKind::ready});
  }
}

}  // namespace eastwest
