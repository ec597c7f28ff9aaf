// The calendar of a run: an implicit 4-ary heap of 16-byte keys over slots of plain events.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Order in which the events of one date are applied (ARCHITECTURE: finish before arrival…).
enum class EventClass : std::uint8_t { finish, failure, repair, arrival, calendar, control };

/// What an event means to the simulation.
enum class EventKind : std::uint8_t {
  run_end,      ///< index = job slot
  staged,       ///< index = transfer slot; the last byte and its latency have passed
  returned,     ///< index = transfer slot
  matched,      ///< index = job slot
  arrival,      ///< index = workload
  answer,       ///< index = job slot; a refused job comes back
  refresh,      ///< the platform publishes its picture
  outage,       ///< index = outage of the calendar; it begins
  repair,       ///< index = outage of the calendar; it ends
  upgrade,      ///< index = upgrade of the calendar
  hour,         ///< background traffic changes
  site,         ///< index = site change; it opens or closes
  resume,       ///< index = transfer slot; its new way is set up
  saved,        ///< index = job slot; the state of a suspended job is written
  ready,        ///< index = held job; those that it comes after are over
  ask,          ///< index = site; its scheduler wants to be asked
  job_failure,  ///< index = job slot; one of its nodes fails
  site_outage,  ///< index = outage of the sites' calendar; it begins
  resized,      ///< index = job slot; its state is written, and it frees accelerators
  block,        ///< index = job slot; steps of a job across sites and their exchange are over
  site_repair,  ///< index = outage of the sites' calendar; it ends
  drop,         ///< index = stored object; its time is over
  copies,       ///< copies of data sets are decided about
};

/// Plain data; (event_class, entity, kind) orders simultaneous events and never depends on
/// the order in which they were scheduled.
struct Event {
  std::uint64_t entity = 0;
  std::int32_t index = 0;
  EventClass event_class = EventClass::finish;
  EventKind kind = EventKind::run_end;
};
[[nodiscard]] bool applies_before(const Event& a, const Event& b);

/// Names a scheduled event; stale after it was popped or cancelled.
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
};

class EventQueue {
 public:
  EventHandle schedule(Date date, const Event& event);
  /// False if the event is already gone.
  bool cancel(EventHandle handle);
  /// Date of the earliest event, kNever if there is none.
  [[nodiscard]] Date next_date() {
    if (has_hole_) close_hole();
    if (cancelled_ > 0) drop_cancelled();
    return heap_.empty() ? kNever : Date{Duration{heap_.front().time}};
  }
  /// Moves all events dated `date` to `batch` (cleared first), in the order they apply.
  /// Requires that none is earlier.
  void pop_all(Date date, std::vector<Event>& batch);
  [[nodiscard]] std::size_t size() const { return live_; }

 private:
  struct Key {
    std::int64_t time;
    std::uint32_t slot;
    std::uint32_t generation;
  };
  struct Slot {
    Event event;
    std::uint32_t generation = 0;
  };
  void push_key(Key key);
  void pop_key();
  /// Whether the least of the keys but the first is due by `time`.
  [[nodiscard]] bool second_is_due(std::int64_t time) const;
  /// Puts `key` at the first place or below, where it belongs; all others are in order.
  void sink(Key key);
  void close_hole();
  void drop_cancelled();
  void release(std::uint32_t slot);

  std::vector<Key> heap_;
  // The first key was taken and not yet replaced: what comes next most often takes its place.
  bool has_hole_ = false;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t live_ = 0;
  std::size_t cancelled_ = 0;  // keys in the heap whose events are gone
};

}  // namespace eastwest
