// How far a running job is: what it has done with its accelerators since its attempt began, in
// closed form.
#pragma once

#include <algorithm>

#include "sim/engine/live_job.hpp"

namespace eastwest {

/// The parts of an attempt up to a date: restored + stalled + work.
struct Attempt {
  Duration restored{0};  ///< restoring its state, restarting, or standing
  Duration stalled{0};   ///< writing checkpoints
  Duration work{0};
  Duration saved{0};  ///< of the work, in checkpoints that are finished
};

/// Pieces of an attempt: checkpoints come after every interval of work, the last one after the
/// rest; a job that is to be killed writes none at its end.
struct Pieces {
  Duration interval{0};  ///< work of a whole piece
  Duration stall{0};     ///< after it
  std::int64_t whole = 0;
  Duration rest{0};  ///< work after them

  Pieces(const Setbacks& setbacks, Duration work)
      : interval(setbacks.interval), stall(setbacks.stall) {
    if (interval == Duration{0}) {
      rest = work;
      stall = Duration{0};
    } else {
      whole = work / interval;
      rest = work % interval;
    }
  }
  /// From the beginning of the work to the end.
  [[nodiscard]] Duration length(bool killed) const {
    const bool has_last = rest > Duration{0};
    const Duration all = whole * (interval + stall) + (has_last ? rest + stall : Duration{0});
    return killed && (has_last || whole > 0) ? all - stall : all;
  }
  /// What has been done when `run` has passed since the work began.
  void pass(Duration run, Attempt& attempt) const {
    const Duration period = interval + stall;
    const std::int64_t done = interval > Duration{0} ? std::min(whole, run / period) : 0;
    const Duration left = run - done * period;
    const Duration piece = done < whole ? interval : rest;
    attempt.saved = done * interval;
    attempt.work = attempt.saved + std::min(left, piece);
    attempt.stalled = run - attempt.work;
  }
};

/// Of a job that runs, since its attempt began (not since it got its accelerators).
[[nodiscard]] inline Attempt attempt_of(const LiveJob& live, Date date) {
  Attempt attempt;
  const Setbacks* setbacks = live.setbacks.get();
  const Duration held = date - (setbacks == nullptr ? live.held_since : setbacks->since);
  attempt.restored = std::min(held, live.restoring);
  const Duration run = held - attempt.restored;
  if (setbacks == nullptr) {
    attempt.work = run;
  } else {
    Pieces(*setbacks, std::max(Duration{0}, live.span - live.kept)).pass(run, attempt);
  }
  return attempt;
}

}  // namespace eastwest
