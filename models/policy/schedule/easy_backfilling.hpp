// What both definitions of EASY share: one reservation, for the head of the queue, in each pass.
#pragma once

#include "models/policy/schedule/backlog.hpp"
#include "sim/engine/schedule.hpp"

namespace eastwest {

/// The pass of EASY backfilling. What a reservation holds back (counts or node sets) is the
/// definition's own.
class EasyBackfilling : public SchedulePolicy {
 public:
  [[nodiscard]] bool gives_up_jobs() const final { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) final;

 private:
  /// Before anything else of the run; `accelerators` of the site.
  virtual void open(std::int64_t accelerators) = 0;
  /// A job has freed its accelerators.
  virtual void release(const EndedJob& job) = 0;
  /// A job starts because nobody waits before it.
  virtual void occupy(const BacklogJob& job, Date now) = 0;
  /// The reservation of the head, and what others may take beside it.
  virtual Room reserve(const BacklogJob& head, std::int64_t free, Date now) = 0;
  /// A job overtakes the head; takes from the room what it took.
  virtual void overtake(const BacklogJob& job, Date now, Room& room) = 0;
  /// The span until the reservation begins, at a later pass that has not changed it.
  [[nodiscard]] virtual std::int64_t span_until_reserved(Date now) const = 0;

  void start_heads(const SiteView& view, SiteDecisions& decisions);
  void arrive(const BacklogJob& job, const SiteView& view, SiteDecisions& decisions);

  Backlog backlog_;
  Room room_;  ///< beside the head's reservation; holds while the backlog is not empty
  bool opened_ = false;
};

}  // namespace eastwest
