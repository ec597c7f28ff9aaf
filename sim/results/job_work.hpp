// Which jobs a run counts, and how much work each of them is.
#pragma once

#include <algorithm>

#include "sim/engine/live_job.hpp"
#include "sim/results/step_integral.hpp"

namespace eastwest {

/// Submitted in [start, end of the run] and not one of the warm start: only these are in counts,
/// rows and waits. All others still fill sites, queues and trunks.
[[nodiscard]] inline bool is_counted(const Job& job) {
  return !job.warm && job.submitted >= kStart;
}

/// How long the job holds its accelerators once started: its true run time, cut at what it
/// asked for, less what a warm job has already run.
[[nodiscard]] inline Duration holding_time(const Job& job) {
  Duration span = job.run_time;
  if (job.requested > Duration{0}) span = std::min(span, job.requested);
  return std::max(Duration{0}, span - job.elapsed);
}

/// The job's work in accelerator-nanoseconds.
[[nodiscard]] inline WideInteger work_of(const Job& job) {
  return WideInteger{job.accelerators} * holding_time(job).count();
}

/// True while it holds accelerators.
[[nodiscard]] inline bool is_holding(const LiveJob& live) {
  return live.state == JobState::running || live.state == JobState::suspending;
}

/// What it has held, since it last got its accelerators (not before kStart), up to `end`, in
/// accelerator-nanoseconds.
[[nodiscard]] inline WideInteger held_until(const LiveJob& live, Date end) {
  const Date begin = std::max(live.held_since, kStart);
  return end > begin ? WideInteger{live.job.accelerators} * (end - begin).count() : 0;
}

/// What is left to do of a job that has kept some of its work, in accelerator-nanoseconds.
[[nodiscard]] inline WideInteger work_left(const LiveJob& live) {
  return WideInteger{live.job.accelerators} * std::max(Duration{0}, live.span - live.kept).count();
}

/// What a job did with its accelerators; the three add up to the time that it held them.
struct TimeUse {
  Duration useful{0};    ///< work that it has kept, or has not lost yet
  Duration overhead{0};  ///< saving and restoring its state
  Duration lost{0};      ///< work that suspensions have undone
};
/// From its first start to `date`, for a job that is over, alive at that date, or suspended then.
[[nodiscard]] inline TimeUse time_use(const LiveJob& live, Date date) {
  TimeUse use{.useful = live.kept - live.before, .overhead = live.overhead, .lost = live.lost};
  if (live.journey) use.useful += live.journey->useful;
  if (live.state == JobState::running) {
    const Duration held = date - live.held_since;
    const Duration restored = std::min(held, live.restoring);
    use.overhead += restored;
    use.useful += held - restored;
  } else if (live.state == JobState::suspending) {
    use.overhead += date - live.stopped;
  }
  return use;
}

/// True if the job has a deadline and it was, or will be, over later than that, or given up.
[[nodiscard]] inline bool is_late(const LiveJob& live, Date date) {
  if (live.job.deadline == kNever) return false;
  if (live.state == JobState::done) return live.finished > live.job.deadline;
  const bool over = live.state == JobState::killed || live.state == JobState::rejected ||
                    live.state == JobState::expired;
  return over || date > live.job.deadline;
}

}  // namespace eastwest
