// Schedule `conservative`: every waiting job has a reservation, and nobody may delay one.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/policy/schedule/backlog.hpp"
#include "models/policy/schedule/free_profile.hpp"
#include "sim/base/check.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class Conservative final : public SchedulePolicy {
 public:
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) override {
    const Date now = view.now();
    if (!opened_) profile_ = FreeProfile(view.accelerators());
    opened_ = true;
    profile_.begin_at(now);
    bool early = release(changes, now);
    for (const QueuedJob& gone : changes.withdrawn) early = give_up(gone.slot) || early;
    const bool outlived = !running_.empty() && running_.begin()->first <= now;
    if (outlived || (!due_.empty() && due_.begin()->first < now)) {
      plan_anew(view.accelerators(), now);
    } else if (early) {
      compress(now);
    }
    start_due(now, decisions);
    for (const QueuedJob& job : changes.queued) arrive(BacklogJob(job), now, decisions);
  }

 private:
  struct Waiting {
    std::uint64_t number;  ///< in order of arrival
    BacklogJob job;
    Date begin = kNever;  ///< of its reservation; kNever: none is possible yet
    bool gone = false;
  };

  /// Takes back what ended jobs would have held; true if that changes the future.
  bool release(const SiteChanges& changes, Date now) {
    bool early = false;
    for (const EndedJob& ended : changes.ended) {
      const std::int64_t size = ended.job.accelerators;
      const Date end = BacklogJob(ended.job).expected_end(ended.started);
      const auto found = running_.find(end);
      if ((found->second -= size) == 0) running_.erase(found);
      if (end != now) early = true;
      profile_.change(now, end, size);
    }
    return early;
  }

  /// A job leaves the queue; true if it had a reservation.
  bool give_up(JobSlot slot) {
    const auto found = std::find_if(line_.begin(), line_.end(), [slot](const Waiting& each) {
      return !each.gone && each.job.slot == slot;
    });
    EW_CHECK(found != line_.end(), "slot {} leaves a queue where it is not", slot.value);
    found->gone = true;
    --waiting_;
    if (found->begin == kNever) return false;
    due_.erase({found->begin, found->number});
    profile_.change(found->begin, found->job.expected_end(found->begin), found->job.accelerators);
    return true;
  }

  /// In order of the queue, again and again until nobody can move: then every reservation begins
  /// where a job or a reservation ends, so that something happens at its beginning.
  void compress(Date now) {
    while (move_up(now)) {
    }
  }

  /// Everybody moves once to the earliest place that the others leave; true if anybody did.
  bool move_up(Date now) {
    bool moved = false;
    for (Waiting& waiting : line_) {
      if (waiting.gone) continue;
      const BacklogJob& job = waiting.job;
      const Date begin = profile_.earliest(job.accelerators, job.span(), now, waiting.begin);
      if (begin == kNever) continue;
      if (waiting.begin != kNever) {
        due_.erase({waiting.begin, waiting.number});
        profile_.change(waiting.begin, job.expected_end(waiting.begin), job.accelerators);
      }
      reserve(waiting, begin);
      moved = true;
    }
    return moved;
  }

  /// A job outlives its estimate and is expected to end at once: no reservation can be trusted.
  void plan_anew(std::int64_t accelerators, Date now) {
    profile_ = FreeProfile(accelerators);
    due_.clear();
    for (const auto& [end, size] : running_) {
      profile_.change(now, std::max(end, now + Duration{1}), -size);
    }
    for (Waiting& waiting : line_) {
      if (waiting.gone) continue;
      waiting.begin = kNever;
      const BacklogJob& job = waiting.job;
      const Date begin = profile_.earliest(job.accelerators, job.span(), now);
      if (begin != kNever) reserve(waiting, begin);
    }
  }

  void reserve(Waiting& waiting, Date begin) {
    const BacklogJob& job = waiting.job;
    waiting.begin = begin;
    profile_.change(begin, job.expected_end(begin), -job.accelerators);
    due_.emplace(begin, waiting.number);
  }

  void start_due(Date now, SiteDecisions& decisions) {
    while (!due_.empty() && due_.begin()->first <= now) {
      const auto found = std::lower_bound(
          line_.begin(), line_.end(), due_.begin()->second,
          [](const Waiting& each, std::uint64_t number) { return each.number < number; });
      found->gone = true;
      --waiting_;
      due_.erase(due_.begin());
      begin_run(found->job, now, decisions);
    }
  }

  void arrive(const BacklogJob& job, Date now, SiteDecisions& decisions) {
    const Date begin = profile_.earliest(job.accelerators, job.span(), now);
    if (begin == now) {
      profile_.change(now, job.expected_end(now), -job.accelerators);
      return begin_run(job, now, decisions);
    }
    if (line_.size() >= std::max(kLineMin, 2 * waiting_)) {
      std::erase_if(line_, [](const Waiting& each) { return each.gone; });
    }
    ++waiting_;
    line_.push_back({.number = next_number_++, .job = job});
    if (begin != kNever) reserve(line_.back(), begin);
  }

  /// Its reservation becomes what it holds.
  void begin_run(const BacklogJob& job, Date now, SiteDecisions& decisions) {
    running_[job.expected_end(now)] += job.accelerators;
    decisions.start(job.slot);
  }

  static constexpr std::size_t kLineMin = 64;

  FreeProfile profile_{0};  // running jobs and reservations, as expected
  bool opened_ = false;
  std::map<Date, std::int64_t> running_;          // accelerators by expected end
  std::vector<Waiting> line_;                     // in order of number; some are gone
  std::set<std::pair<Date, std::uint64_t>> due_;  // begins of reservations, with numbers
  std::size_t waiting_ = 0;
  std::uint64_t next_number_ = 0;
};

}  // namespace

Registered<ScheduleFactory> conservative_schedule() {
  return {
      .description =
          {.name = "conservative",
           .summary = "Conservative backfilling: every waiting job has a reservation; others may "
                      "overtake only if no reservation is delayed.",
           .rule = "Optimises the use of accelerators under a promise to every job, not only to "
                   "the head of the queue. A profile holds the accelerators expected free at every "
                   "later date: running jobs until start + estimate, waiting ones in their "
                   "reservations. A job that comes gets the earliest date from which as many as "
                   "it asks for stay free for its estimate; if that is now, it starts. When a job "
                   "ends before its expected end, the schedule is compressed: in order of the "
                   "queue (entry, serial number) each waiting job moves to the earliest date that "
                   "all others leave it, never to a later one, and again until nobody can move. A "
                   "job starts when its reservation begins.",
           .limits =
               "As good as the estimates; a job without one counts as endless. If a job outlives "
               "its estimate, the promises are void: all reservations are made anew in order of "
               "the queue at every pass until it ends. Cost, n jobs waiting: a job that comes or "
               "starts O(log n), and as much again for each gap that is wide enough but too "
               "short; a job that ends early at least n such searches, since the rule looks at "
               "every reservation.",
           .source = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001.",
           .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<SchedulePolicy> {
        return std::make_unique<Conservative>();
      }};
}

}  // namespace eastwest
