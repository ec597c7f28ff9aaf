// What makes a job's life longer than one run: it is suspended and resumed, it comes after others,
// or it expires.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/engine/attempt.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// True if a running job must write down its state to be suspended at `now`: it has done work since
/// it got its accelerators, and saves itself at no other time.
bool must_save(const LiveJob& live, Date now) {
  const PreemptionTerms& terms = live.job.preemption;
  return terms.interval == Duration{0} && terms.save > Duration{0} &&
         (live.elastic ? now > live.elastic->works_since
                       : attempt_of(live, now).work > Duration{0});
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
  if (live.site == site && live.state == JobState::suspending && live.journey &&
      live.journey->to.valid() && !live.journey->is_suspended_there) {
    live.journey->is_suspended_there = true;
    return {.later = live.job.accelerators};
  }
  if (live.site != site || live.state != JobState::running || live.chosen) return {};
  if (live.elastic && live.elastic->is_writing(now_)) return {};
  live.chosen = true;
  if (must_save(live, now_)) return {.later = held_accelerators(live)};
  if (NodeBooks* nodes = sites_[site.index()]->nodes()) nodes->give_back(*live.hold);
  return {.now = held_accelerators(live)};
}

void Simulation::Core::suspend(JobSlot slot) {
  LiveJob& live = job(slot);
  if (live.state == JobState::suspending) return;  // its dispatcher has done so before
  const bool saves = must_save(live, now_);
  const Duration held = now_ - live.held_since;
  const bool is_ported = held >= live.restoring;
  if (live.elastic) {
    book_stop(live);
    live.restoring = Duration{0};
  } else {
    stop_attempt(live);
  }
  live.ported += std::min(held, live.porting);
  if (live.porting > Duration{0} && is_ported) {
    live.ported_family = live.job.mobility->at(live.site).family;
    live.porting = Duration{0};
  }
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
  give_back_accelerators(desk, live);
  desk.book.queued += live.job.accelerators;
  live.overhead += now_ - live.stopped;
  if (live.elastic) live.elastic->book(now_);
  live.released = now_;
  live.state = JobState::suspended;
  const bool leaves = live.journey && live.journey->to.valid();
  if (leaves && !live.journey->is_suspended_there) {
    // For its scheduler, which knows nothing of it, it is over.
    desk.add_ended({.job = queued_job(slot), .started = live.held_since});
  } else {
    desk.add_suspended(queued_job(slot));
  }
  tell([&](Observer& observer) { observer.on_suspended(now_, live); });
  touch(live.site);
  if (!leaves) return;
  if (live.journey->is_suspended_there) desk.withdraw(queued_job(slot));
  depart(slot);
}

bool Simulation::Core::has_expired(const LiveJob& live) const {
  return live.job.expires && live.started == kNever && now_ >= live.job.deadline;
}

void Simulation::Core::expire(JobSlot slot) {
  LiveJob& live = job(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  desk.book.queued -= live.job.accelerators;
  if (live.hold) {
    give_back_accelerators(desk, live);
    live.hold.reset();
  }
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
