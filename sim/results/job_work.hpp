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

/// What it has held from its start (not before kStart) to `end`, in accelerator-nanoseconds.
[[nodiscard]] inline WideInteger held_until(const LiveJob& live, Date end) {
  const Date begin = std::max(live.started, kStart);
  return end > begin ? WideInteger{live.job.accelerators} * (end - begin).count() : 0;
}

}  // namespace eastwest
