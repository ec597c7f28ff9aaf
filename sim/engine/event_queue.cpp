// The 4-ary heap: time is the only key, since the order inside a date is settled by applies_before.
#include "sim/engine/event_queue.hpp"

#include <algorithm>
#include <tuple>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {
constexpr std::size_t kChildren = 4;
}

bool applies_before(const Event& a, const Event& b) {
  return std::tie(a.event_class, a.entity, a.kind, a.index) <
         std::tie(b.event_class, b.entity, b.kind, b.index);
}

EventHandle EventQueue::schedule(Date date, const Event& event) {
  EW_CHECK(date != kNever, "an event needs a date");
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot].event = event;
  push_key({date.time_since_epoch().count(), slot, slots_[slot].generation});
  ++live_;
  return {slot, slots_[slot].generation};
}

bool EventQueue::cancel(EventHandle handle) {
  if (handle.slot >= slots_.size() || slots_[handle.slot].generation != handle.generation) {
    return false;
  }
  release(handle.slot);
  ++cancelled_;
  return true;
}

void EventQueue::pop_all(Date date, std::vector<Event>& batch) {
  batch.clear();
  const std::int64_t time = date.time_since_epoch().count();
  while (next_date() <= date) {
    EW_CHECK(heap_.front().time == time, "an event of {} ns was left behind at {} ns",
             heap_.front().time, time);
    const std::uint32_t slot = heap_.front().slot;
    batch.push_back(slots_[slot].event);
    release(slot);
    has_hole_ = true;
    if (!second_is_due(time)) break;
  }
  if (batch.size() > 1) std::sort(batch.begin(), batch.end(), applies_before);
}

void EventQueue::push_key(Key key) {
  if (has_hole_) {
    has_hole_ = false;
    return sink(key);
  }
  std::size_t hole = heap_.size();
  heap_.push_back(key);
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kChildren;
    if (heap_[parent].time <= key.time) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = key;
}

void EventQueue::pop_key() {
  const Key last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sink(last);
}

void EventQueue::close_hole() {
  has_hole_ = false;
  pop_key();
}

bool EventQueue::second_is_due(std::int64_t time) const {
  const std::size_t end = std::min(1 + kChildren, heap_.size());
  for (std::size_t child = 1; child < end; ++child) {
    if (heap_[child].time <= time) return true;
  }
  return false;
}

void EventQueue::sink(Key key) {
  const std::size_t count = heap_.size();
  std::size_t hole = 0;
  for (;;) {
    const std::size_t first = hole * kChildren + 1;
    if (first >= count) break;
    const std::size_t end = std::min(first + kChildren, count);
    std::size_t smallest = first;
    std::int64_t least = heap_[first].time;
    // Which child is the smallest cannot be foreseen: both are chosen without a branch.
    for (std::size_t child = first + 1; child < end; ++child) {
      const std::int64_t time = heap_[child].time;
      smallest = time < least ? child : smallest;
      least = std::min(time, least);
    }
    if (least >= key.time) break;
    heap_[hole] = heap_[smallest];
    hole = smallest;
  }
  heap_[hole] = key;
}

void EventQueue::drop_cancelled() {
  while (cancelled_ > 0 && !heap_.empty() &&
         slots_[heap_.front().slot].generation != heap_.front().generation) {
    pop_key();
    --cancelled_;
  }
}

void EventQueue::release(std::uint32_t slot) {
  ++slots_[slot].generation;
  free_.push_back(slot);
  --live_;
}

}  // namespace eastwest
