// The life of a job whose width is not fixed, beside the dates that all jobs have.
#pragma once

#include <cstdint>

#include "sim/world/elastic_terms.hpp"

namespace eastwest {

/// Exact books of one job: what it held, and what it did with it. Everything is booked up to a
/// date; book() goes on from there. Areas are accelerators x nanoseconds.
struct ElasticLife {
  std::int64_t width = 0;        ///< accelerators that it holds, or held last; 0 before the start
  std::int64_t target = 0;       ///< with which it works, or will after a resize or a start
  std::int64_t start_width = 0;  ///< of its first start; 0 before that
  std::int64_t rate = 0;         ///< at the target
  Date works_since = kNever;     ///< goes on, or went on, with its work; kNever: it does not
  Date written = kNever;         ///< of its last resize: its state
  bool is_resizing = false;      ///< what it holds without work is for a resize
  std::int32_t resizes = 0;

  Date booked = kNever;       ///< what follows is told up to here
  WideCount work = 0;         ///< done and kept, as ElasticTerms counts it
  WideCount work_before = 0;  ///< of it, when it last went on
  WideCount held = 0;         ///< area since it last got accelerators, from kStart on
  Duration useful{0};         ///< time of work that it has kept, or not yet lost
  Duration overhead{0};       ///< saving, restoring and resizing
  Duration resizing{0};       ///< of it, resizing
  Duration lost{0};           ///< time of work that suspensions have undone
  WideCount useful_area = 0;
  WideCount overhead_area = 0;
  WideCount resizing_area = 0;
  WideCount lost_area = 0;

  [[nodiscard]] bool is_writing(Date now) const { return is_resizing && now < written; }
  /// It gets `target` accelerators at `now` and goes on with its work at `goes_on`.
  void take(Date now, Date goes_on);
  /// Nothing has changed up to `now`.
  void book(Date now);
  /// A change to the target at `now`; goes on with its work at `goes_on`.
  void begin_resize(Date now, Date state_written, Date goes_on);
  /// It does no more work from `now` on and keeps `kept` of what is booked.
  void stop(Date now, WideCount kept);
  /// Nanoseconds until all of `whole` is done, from works_since on, rounded up.
  [[nodiscard]] Duration left(WideCount whole) const;
};

}  // namespace eastwest
