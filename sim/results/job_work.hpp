// Which jobs a run counts, and how much work each of them is.
#pragma once

#include <algorithm>

#include "sim/engine/attempt.hpp"
#include "sim/engine/live_job.hpp"
#include "sim/engine/spread_life.hpp"
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

/// What the job asks for over a span, in accelerator-nanoseconds (rounded down where it asks for a
/// fraction of one).
[[nodiscard]] inline WideInteger asked_for(const Job& job, Duration span) {
  const WideInteger whole = WideInteger{job.accelerators} * span.count();
  return job.placement ? whole * job.placement->share / kWholeAccelerator : whole;
}

/// What it holds over a span; more than it asks for where it has whole nodes.
[[nodiscard]] inline WideInteger held_over(const LiveJob& live, Duration span) {
  if (live.hold == nullptr) return asked_for(live.job, span);
  return WideInteger{live.hold->thousandths} * span.count() / kWholeAccelerator;
}

/// The job's work in accelerator-nanoseconds.
[[nodiscard]] inline WideInteger work_of(const Job& job) {
  return asked_for(job, holding_time(job));
}

/// True while it holds accelerators.
[[nodiscard]] inline bool is_holding(const LiveJob& live) {
  const bool some = live.spread && live.spread->taken > 0 && live.state == JobState::queued;
  return some || live.state == JobState::running || live.state == JobState::suspending;
}

/// Calls call(site, accelerators) for the site of a placed job, or for that of each of its parts.
template <class Call>
void each_site(const LiveJob& live, Call&& call) {
  if (!live.spread) return call(live.site, live.job.accelerators);
  for (const JobPart& part : live.spread->parts) call(part.site, part.accelerators);
}

/// The books of a job whose width is not fixed, up to `end` if it holds accelerators then.
[[nodiscard]] inline ElasticLife elastic_until(const LiveJob& live, Date end) {
  ElasticLife life = *live.elastic;
  if (is_holding(live)) life.book(end);
  return life;
}

/// Calls call(site, accelerator-nanoseconds) with what a job holds there since it last got it (not
/// before kStart), up to `end`. Parts hold what they have from before their job starts.
template <class Call>
void each_held(const LiveJob& live, Date end, Call&& call) {
  if (live.elastic) return call(live.site, elastic_until(live, end).held);
  const auto span = [end](Date since) {
    return std::max(Duration{0}, end - std::max(since, kStart));
  };
  if (!live.spread) return call(live.site, held_over(live, span(live.held_since)));
  for (const JobPart& part : live.spread->parts) {
    if (part.held == kNever) continue;
    call(part.site, WideInteger{part.accelerators} * span(part.held).count());
  }
}

/// What it has held, since it last got its accelerators (not before kStart), up to `end`, in
/// accelerator-nanoseconds.
[[nodiscard]] inline WideInteger held_until(const LiveJob& live, Date end) {
  WideInteger sum = 0;
  each_held(live, end, [&sum](SiteId, WideInteger held) { sum += held; });
  return sum;
}

/// True of a job that an outage has sent back to its dispatcher, until it starts again.
[[nodiscard]] inline bool begins_again(const LiveJob& live) {
  return live.setbacks && live.setbacks->begins_again;
}

/// What is left to do of a job that has kept some of its work, in accelerator-nanoseconds.
[[nodiscard]] inline WideInteger work_left(const LiveJob& live) {
  return held_over(live, std::max(Duration{0}, live.span - live.kept));
}

/// What a job did with its accelerators; the three add up to the time that it held them.
struct TimeUse {
  Duration useful{0};    ///< work that it has kept, or has not lost yet
  Duration overhead{0};  ///< saving and restoring its state, restarting, standing
  Duration lost{0};      ///< work that suspensions, failures and outages have undone
};
/// The same as time_use() below: of a job that holds accelerators, whose
/// width is not fixed, or that has migrated.
[[nodiscard]] TimeUse changing_time_use(const LiveJob& live, Date date);
/// From its first start to `date`, for a job that is over, alive at that date, or suspended then.
[[nodiscard]] inline TimeUse time_use(const LiveJob& live, Date date) {
  if (live.elastic || live.journey || is_holding(live)) return changing_time_use(live, date);
  return {.useful = live.kept - live.before, .overhead = live.overhead, .lost = live.lost};
}

/// The same in accelerator-nanoseconds.
struct AreaUse {
  WideInteger useful = 0;
  WideInteger overhead = 0;
  WideInteger lost = 0;
};
[[nodiscard]] AreaUse area_use(const LiveJob& live, Date date);

/// True if the job has a deadline and it was, or will be, over later than that, or given up.
[[nodiscard]] inline bool is_late(const LiveJob& live, Date date) {
  if (live.job.deadline == kNever) return false;
  if (live.state == JobState::done) return live.finished > live.job.deadline;
  const bool over = live.state == JobState::killed || live.state == JobState::rejected ||
                    live.state == JobState::expired;
  return over || date > live.job.deadline;
}

}  // namespace eastwest
