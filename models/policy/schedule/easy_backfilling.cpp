// A pass costs what changed: without a job that ended, the reservation stands and only newcomers
// are looked at.
#include "models/policy/schedule/easy_backfilling.hpp"

namespace eastwest {

void EasyBackfilling::decide(const SiteView& view, const SiteChanges& changes,
                             SiteDecisions& decisions) {
  if (!opened_) open(view.accelerators());
  opened_ = true;
  for (const EndedJob& job : changes.ended) release(job);
  for (const QueuedJob& gone : changes.withdrawn) backlog_.drop(gone.slot);
  // Who was the head may be gone.
  const bool same_room =
      changes.ended.empty() && changes.withdrawn.empty() && room_.free == view.free();
  if (!backlog_.empty() && same_room) {
    // Whoever could not overtake then cannot now: the room is the same and the span shorter.
    room_.span = span_until_reserved(view.now());
  } else if (!backlog_.empty()) {
    start_heads(view, decisions);
  }
  for (const QueuedJob& job : changes.queued) arrive(BacklogJob(job), view, decisions);
}

void EasyBackfilling::start_heads(const SiteView& view, SiteDecisions& decisions) {
  while (!backlog_.empty() && backlog_.head().accelerators <= view.free()) {
    const BacklogJob head = backlog_.head();
    backlog_.pop_head();
    occupy(head, view.now());
    decisions.start(head.slot);
  }
  if (backlog_.empty()) return;
  room_ = reserve(backlog_.head(), view.free(), view.now());
  if (room_.free == 0) return;
  backlog_.backfill(room_, [&](const BacklogJob& job, Room& room) {
    overtake(job, view.now(), room);
    decisions.start(job.slot);
  });
}

void EasyBackfilling::arrive(const BacklogJob& job, const SiteView& view,
                             SiteDecisions& decisions) {
  if (backlog_.empty()) {
    if (job.accelerators <= view.free()) {
      occupy(job, view.now());
      return decisions.start(job.slot);
    }
    backlog_.push(job);
    room_ = reserve(job, view.free(), view.now());
    return;
  }
  if (!room_.admits(job)) return backlog_.push(job);
  overtake(job, view.now(), room_);
  decisions.start(job.slot);
}

}  // namespace eastwest
