// A treap by date; its priorities are a fixed scramble of a counter, so every run builds the same.
#include "models/policy/schedule/free_profile.hpp"

#include <algorithm>
#include <limits>

namespace eastwest {

namespace {

/// The bijection of SplitMix64.
std::uint64_t scrambled(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

constexpr Date kBeginning = Date::min();

}  // namespace

FreeProfile::FreeProfile(std::int64_t free) : nodes_(1) {
  nodes_[kNil].least = std::numeric_limits<std::int64_t>::max();
  nodes_[kNil].greatest = std::numeric_limits<std::int64_t>::min();
  root_ = make(kBeginning, free);
}

FreeProfile::Index FreeProfile::make(Date begin, std::int64_t free) {
  Index at = 0;
  if (unused_.empty()) {
    at = static_cast<Index>(nodes_.size());
    nodes_.emplace_back();
  } else {
    at = unused_.back();
    unused_.pop_back();
  }
  nodes_[at] = {.begin = begin,
                .free = free,
                .least = free,
                .greatest = free,
                .priority = scrambled(made_++)};
  return at;
}

void FreeProfile::discard(Index at) {
  if (at == kNil) return;
  discard(nodes_[at].left);
  discard(nodes_[at].right);
  unused_.push_back(at);
}

void FreeProfile::add(Index at, std::int64_t delta) {
  if (at == kNil) return;
  nodes_[at].free += delta;
  nodes_[at].added += delta;
  nodes_[at].least += delta;
  nodes_[at].greatest += delta;
}

void FreeProfile::hand_down(Index at) {
  if (nodes_[at].added == 0) return;
  add(nodes_[at].left, nodes_[at].added);
  add(nodes_[at].right, nodes_[at].added);
  nodes_[at].added = 0;
}

void FreeProfile::sum_up(Index at) {
  Node& node = nodes_[at];
  const Node& left = nodes_[node.left];
  const Node& right = nodes_[node.right];
  node.least = std::min({node.free, left.least, right.least});
  node.greatest = std::max({node.free, left.greatest, right.greatest});
}

FreeProfile::Index FreeProfile::merge(Index left, Index right) {
  if (left == kNil) return right;
  if (right == kNil) return left;
  const Index top = nodes_[left].priority > nodes_[right].priority ? left : right;
  hand_down(top);
  if (top == left) {
    nodes_[top].right = merge(nodes_[top].right, right);
  } else {
    nodes_[top].left = merge(left, nodes_[top].left);
  }
  sum_up(top);
  return top;
}

void FreeProfile::split(Index at, Date date, Index& before, Index& after) {
  if (at == kNil) {
    before = after = kNil;
    return;
  }
  hand_down(at);
  if (nodes_[at].begin < date) {
    before = at;
    split(nodes_[at].right, date, nodes_[at].right, after);
  } else {
    after = at;
    split(nodes_[at].left, date, before, nodes_[at].left);
  }
  sum_up(at);
}

std::int64_t FreeProfile::free_at(Date date) const {
  std::int64_t free = 0;
  std::int64_t added = 0;
  for (Index at = root_; at != kNil;) {
    const Node& node = nodes_[at];
    const bool begun = node.begin <= date;
    if (begun) free = node.free + added;
    added += node.added;
    at = begun ? node.right : node.left;
  }
  return free;
}

void FreeProfile::cut(Date date) {
  Index before = kNil;
  Index after = kNil;
  const std::int64_t free = free_at(date);
  split(root_, date, before, after);
  Index first = after;
  while (first != kNil && nodes_[first].left != kNil) first = nodes_[first].left;
  if (first == kNil || nodes_[first].begin != date) before = merge(before, make(date, free));
  root_ = merge(before, after);
}

void FreeProfile::join(Date date) {
  if (free_at(date) != free_at(date - Duration{1})) return;
  Index before = kNil;
  Index step = kNil;
  Index after = kNil;
  split(root_, date, before, after);
  split(after, date + Duration{1}, step, after);
  discard(step);
  root_ = merge(before, after);
}

void FreeProfile::begin_at(Date now) {
  constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::min() / 2;
  if (first_step(root_, kAny, Sought::enough, kBeginning) > now) return;
  const std::int64_t free = free_at(now);
  Index before = kNil;
  Index after = kNil;
  split(root_, now + Duration{1}, before, after);
  discard(before);
  root_ = merge(make(kBeginning, free), after);
}

void FreeProfile::change(Date begin, Date end, std::int64_t delta) {
  if (begin >= end || delta == 0) return;
  cut(begin);
  if (end != kNever) cut(end);
  Index before = kNil;
  Index middle = kNil;
  Index after = kNil;
  split(root_, begin, before, middle);
  if (end != kNever) split(middle, end, middle, after);
  add(middle, delta);
  root_ = merge(merge(before, middle), after);
  join(begin);
  if (end != kNever) join(end);
}

Date FreeProfile::first_step(Index at, std::int64_t size, Sought sought, Date after) const {
  // Down to the left-most step that begins after `after` and is sought; `added` is handed down by
  // changing what is sought. Branches that lie wholly before are skipped by their date.
  if (at == kNil) return kNever;
  const Node& node = nodes_[at];
  const bool possible = sought == Sought::enough ? node.greatest >= size : node.least < size;
  if (!possible) return kNever;
  const std::int64_t below = size - node.added;
  if (node.begin > after) {
    const Date left = first_step(node.left, below, sought, after);
    if (left != kNever) return left;
    if ((node.free >= size) == (sought == Sought::enough)) return node.begin;
  }
  return first_step(node.right, below, sought, after);
}

Date FreeProfile::earliest(std::int64_t size, Duration span, Date from, Date before) const {
  Date begin = from;
  if (free_at(begin) < size) begin = first_step(root_, size, Sought::enough, begin);
  while (begin < before) {
    const Date end = first_step(root_, size, Sought::less, begin);
    if (end >= before || (span != Duration::max() && end - begin >= span)) return begin;
    begin = first_step(root_, size, Sought::enough, end);
  }
  return kNever;
}

}  // namespace eastwest
