// What a job lives through that fails while it runs: attempts, roll-backs to the last finished
// checkpoint, restarts. One event a running job: its end, or the failure that comes before.
#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"
#include "sim/engine/attempt.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

namespace {

/// Holding accelerators from one failure of the job to the next. The draw depends on the job and on
/// the number of failures before it, so that the job fails at the same points of what it holds
/// under every strategy.
Duration next_failure(const LiveJob& live, const RandomSource& random) {
  const double rate = live.job.failures->rate(live.job.accelerators);
  if (!(rate > 0)) return Duration::max();
  const auto family = static_cast<std::uint32_t>(live.job.workload.index());
  const double u = random.uniform(family, live.serial, Purpose::job_failure,
                                  static_cast<std::uint32_t>(live.setbacks->failures));
  return std::max(Duration{1},
                  from_seconds_up(std::min(-portable_log(u) / rate, FailureTerms::kSecondsMax)));
}

}  // namespace

Setbacks& Simulation::Core::setbacks_of(LiveJob& live) {
  if (live.setbacks) return *live.setbacks;
  live.setbacks = std::make_shared<Setbacks>();
  live.setbacks->since = live.held_since;
  if (const FailureTerms* terms = live.job.failures.get()) {
    live.setbacks->interval = terms->interval_of(live.job.accelerators);
    live.setbacks->stall = terms->stall;
    live.setbacks->until_failure = next_failure(live, parts_.random);
  }
  return *live.setbacks;
}

std::optional<Duration> Simulation::Core::estimate_of(const Job& job, std::uint64_t serial) const {
  if (!job.failures) return parts_.estimate(job, serial, parts_.random);
  Job there = job;
  there.run_time = job.failures->expected(job.run_time, job.accelerators);
  return parts_.estimate(there, serial, parts_.random);
}

Duration Simulation::Core::restart_time(const LiveJob& live) {
  if (live.job.failures) return live.job.failures->restart;
  return live.kept > Duration{0} ? live.job.preemption.restore : Duration{0};
}

void Simulation::Core::begin_attempt(JobSlot slot) {
  LiveJob& live = job(slot);
  Setbacks& setbacks = setbacks_of(live);
  setbacks.since = now_;
  setbacks.beginning = Setbacks::Beginning::work;
  if (std::exchange(setbacks.restarts, false)) {
    setbacks.beginning = Setbacks::Beginning::restart;
    live.restoring = restart_time(live);
  }
  const Pieces pieces(setbacks, std::max(Duration{0}, live.span - live.kept));
  const Duration length = live.restoring + pieces.length(live.killed);
  if (slot.index() >= run_ends_.size()) run_ends_.resize(jobs_.size());
  const bool fails = setbacks.until_failure < length;
  run_ends_[slot.index()] =
      queue_.schedule(now_ + (fails ? setbacks.until_failure : length),
                      {.entity = live.serial,
                       .index = slot.value,
                       .event_class = fails ? EventClass::failure : EventClass::finish,
                       .kind = fails ? EventKind::job_failure : EventKind::run_end});
}

void Simulation::Core::end_attempt(LiveJob& live, const Attempt& attempt, Duration kept) {
  live.overhead += attempt.restored + attempt.stalled;
  live.lost += live.kept + attempt.work - kept;
  live.kept = kept;
  const Duration restoring = std::exchange(live.restoring, Duration{0});
  if (!live.setbacks) return;
  Setbacks& setbacks = *live.setbacks;
  setbacks.checkpointing += attempt.stalled;
  using Beginning = Setbacks::Beginning;
  if (setbacks.beginning == Beginning::restart) {
    setbacks.restarting += attempt.restored;
    // What is cut short begins anew.
    setbacks.restarts = attempt.restored < restoring;
  }
  if (setbacks.beginning == Beginning::stand) setbacks.standing += attempt.restored;
  const Duration held = now_ - setbacks.since;
  const bool runs = setbacks.beginning != Beginning::stand;
  if (runs && setbacks.until_failure != Duration::max()) {
    setbacks.until_failure -= std::min(setbacks.until_failure, held);
  }
  setbacks.since = now_;
}

void Simulation::Core::stop_attempt(LiveJob& live) {
  const Attempt attempt = attempt_of(live, now_);
  const Duration work = live.kept + attempt.work;
  const Duration interval = live.job.preemption.interval;
  Duration kept = work;
  if (interval > Duration{0}) {
    // Checkpoints for the sake of failures come at dates of their own.
    const bool has_own = live.setbacks && live.setbacks->interval > Duration{0};
    kept = has_own ? live.kept + attempt.saved : std::max(live.kept, work - work % interval);
  }
  end_attempt(live, attempt, kept);
}

void Simulation::Core::complete(LiveJob& live) {
  const Attempt attempt = attempt_of(live, now_);
  end_attempt(live, attempt, live.kept + attempt.work);
}

void Simulation::Core::roll_back(LiveJob& live, Keep keep) {
  const Attempt attempt = attempt_of(live, now_);
  const Duration work = live.kept + attempt.work;
  const Duration interval = live.job.preemption.interval;
  Duration kept = live.kept + attempt.saved;
  const bool saves_free = interval > Duration{0} && setbacks_of(live).interval == Duration{0};
  if (saves_free) kept = std::max(kept, work - work % interval);
  if (keep == Keep::nothing) kept = live.before;
  Setbacks& setbacks = setbacks_of(live);
  setbacks.last_undone = work - kept;
  setbacks.undone += setbacks.last_undone;
  end_attempt(live, attempt, kept);
  setbacks.restarts = keep == Keep::saved;
}

void Simulation::Core::fail(JobSlot slot) {
  LiveJob& live = job(slot);
  // An outage of the same date has come first.
  const bool runs =
      live.state == JobState::running && live.setbacks->beginning != Setbacks::Beginning::stand;
  if (!runs) return;
  const EndedJob known{.job = queued_job(slot), .started = live.held_since};
  roll_back(live, Keep::saved);
  Setbacks& setbacks = *live.setbacks;
  ++setbacks.failures;
  setbacks.until_failure = next_failure(live, parts_.random);
  const bool requeues = live.job.failures->after_failure == AfterFailure::requeue;
  if (requeues) live.state = JobState::suspending;
  tell([&](Observer& observer) { observer.on_failed(now_, live, std::nullopt); });
  if (!requeues) return begin_attempt(slot);
  give_back(slot, known);
  sites_[live.site.index()]->add_queued(queued_job(slot));
}

void Simulation::Core::give_back(JobSlot slot, const EndedJob& known) {
  LiveJob& live = job(slot);
  SiteDesk& desk = *sites_[live.site.index()];
  give_back_accelerators(desk, live);
  desk.book.queued += live.job.accelerators;
  live.killed = false;
  live.stopped = live.released = now_;
  live.state = JobState::suspended;
  desk.add_ended(known);
  tell([&](Observer& observer) { observer.on_suspended(now_, live); });
  touch(live.site);
  site_changed(live.site);
}

}  // namespace eastwest
