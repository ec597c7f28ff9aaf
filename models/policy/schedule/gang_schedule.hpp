// What preemptive schedules share: jobs by rank take the accelerators, all of a job's or none, and
// whoever runs without being among them is suspended.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/engine/schedule.hpp"

namespace eastwest {

/// Accelerators times nanoseconds, and what is longer than every estimate.
__extension__ typedef __int128 GangNumber;

/// A job's place among all others; the least goes first.
struct GangRank {
  /// The value of whoever comes last.
  static constexpr GangNumber kLast = GangNumber{1} << 120;
  GangNumber value = 0;
  Date queued;
  std::uint64_t serial = 0;
  friend auto operator<=>(const GangRank&, const GangRank&) = default;
};

/// A job that the schedule knows, waiting, running, or freeing its accelerators.
struct GangJob {
  QueuedJob job;
  Date started = kNever;  ///< kNever: it waits
  Date since = kNever;    ///< a waiting one: it stands in the queue
  Duration served{0};     ///< run time before that, also what a suspension has undone
  /// Run time done by `now`, without what a suspension has undone.
  [[nodiscard]] Duration attained_at(Date now) const;
  /// The same with it; from 0 again where the job was promoted.
  [[nodiscard]] Duration served_at(Date now) const;
  /// The estimate less what it has attained, not below 0; none without an estimate.
  [[nodiscard]] std::optional<Duration> remaining_at(Date now) const;
};

/// The rule: go through all jobs in the order of their ranks and choose each that fits into what
/// those before have left. Running jobs that are not chosen are suspended, chosen ones that wait
/// start as soon as their accelerators are free. Cost of a pass, r jobs running, c different sizes
/// among the waiting: O((r + starts) x (log r + c)); where jobs only came and none of them is
/// chosen, O(r) for each; where all that wait fit into what is free, O(log n) for each.
class GangSchedule : public SchedulePolicy {
 public:
  enum class Mode : std::uint8_t {
    preempt,  ///< the rule above
    wait,     ///< nobody is suspended; starts in order of rank, up to the first that does not fit
  };
  explicit GangSchedule(Mode mode = Mode::preempt) : mode_(mode) {}
  [[nodiscard]] bool preempts() const final { return mode_ == Mode::preempt; }
  [[nodiscard]] bool gives_up_jobs() const final { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& decisions) final;

 protected:
  /// What comes first in its rank at `now`: the least goes first, ties go by entry into the queue
  /// and serial number. While a job waits it stands, unless improves() gives a date.
  [[nodiscard]] virtual GangNumber value(const GangJob& job, Date now) const = 0;
  /// When a running job's rank gets worse by itself; kNever.
  [[nodiscard]] virtual Date worsens(const GangJob&, Date) const { return kNever; }
  /// When a waiting job is promoted: it counts as if it had not been served yet. kNever.
  [[nodiscard]] virtual Date improves(const GangJob&) const { return kNever; }

 private:
  using Waiting = std::map<GangRank, GangJob>;
  struct Ranked {
    GangRank rank;
    const GangJob* job = nullptr;
    bool leaves = false;
    bool chosen = false;
  };
  struct Cursor {
    const Waiting* jobs = nullptr;
    Waiting::const_iterator next;
    std::int64_t accelerators = 0;
  };

  [[nodiscard]] GangRank rank(const GangJob& job, Date now) const;
  void wait(const GangJob& job, Date now);
  /// A job leaves the queue; O(jobs waiting of its size).
  void give_up(const QueuedJob& job);
  void promote(Date now);
  [[nodiscard]] bool may_be_chosen(const QueuedJob& job, const SiteView& view) const;
  void plan(const SiteView& view, SiteDecisions& decisions);
  /// Those who hold accelerators, in order of rank.
  [[nodiscard]] std::vector<Ranked> holders(Date now) const;
  /// Marks the holders chosen; the chosen ones that wait, in order of rank.
  std::vector<GangRank> choose(std::vector<Ranked>& holders, std::int64_t room);
  void start(const GangRank& place, const SiteView& view, SiteDecisions& decisions);
  void start_in_order(const SiteView& view, SiteDecisions& decisions);
  void ask_again(const SiteView& view, SiteDecisions& decisions);

  Mode mode_;
  std::map<std::int64_t, Waiting> waiting_;          // by accelerators; none empty
  std::map<GangRank, std::int64_t> sizes_;           // of waiting jobs
  std::int64_t asked_for_ = 0;                       // by all of them
  std::map<Date, std::vector<GangRank>> improving_;  // waiting jobs, by the date of it
  std::map<JobSlot, GangJob> running_;
  std::map<JobSlot, GangJob> leaving_;  // told to be suspended, not back in the queue
  Date wake_ = kNever;
  std::int64_t accelerators_ = 0;  // of the site, at the last pass
};

/// The key `preempt` of schedules that can do without.
[[nodiscard]] Parameter gang_preempt_parameter();
[[nodiscard]] GangSchedule::Mode gang_mode(const Parameters& parameters);

}  // namespace eastwest
