// How many accelerators will be free at every later date: a step function that is searched and
// changed in O(log n).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Free accelerators from a first date to the end of time, as expected. A balanced tree over the
/// steps knows the least and the greatest number below each of its branches.
class FreeProfile {
 public:
  /// `free` from the beginning of time on.
  explicit FreeProfile(std::int64_t free);

  /// Forgets what lies before `now`.
  void begin_at(Date now);
  /// Adds `delta` (negative: takes) from `begin` up to, not including, `end`; nothing if begin is
  /// not before end. kNever is the end of time.
  void change(Date begin, Date end, std::int64_t delta);
  /// The earliest date, not before `from`, from which `size` accelerators stay free for `span`
  /// (Duration::max(): for ever). kNever if there is none before `before`; where `before` is a
  /// date, everything from there on counts as free.
  [[nodiscard]] Date earliest(std::int64_t size, Duration span, Date from,
                              Date before = kNever) const;
  [[nodiscard]] std::int64_t free_at(Date date) const;
  /// Steps kept.
  [[nodiscard]] std::size_t steps() const { return nodes_.size() - unused_.size() - 1; }

 private:
  using Index = std::uint32_t;
  static constexpr Index kNil = 0;
  struct Node {
    Date begin;
    std::int64_t free = 0;   // from here to the next step, without the additions above
    std::int64_t added = 0;  // to this node and all below, not yet handed down
    std::int64_t least = 0;  // of this node and all below, `added` included
    std::int64_t greatest = 0;
    std::uint64_t priority = 0;
    Index left = kNil;
    Index right = kNil;
  };
  enum class Sought { enough, less };

  Index make(Date begin, std::int64_t free);
  void discard(Index at);
  void add(Index at, std::int64_t delta);
  void hand_down(Index at);
  void sum_up(Index at);
  Index merge(Index left, Index right);
  /// Steps that begin before `date`, and the others.
  void split(Index at, Date date, Index& before, Index& after);
  /// Makes sure that a step begins at `date`.
  void cut(Date date);
  /// Drops the step that begins at `date` if nothing changes there.
  void join(Date date);
  /// The first step that begins after `after` with at least `size` free, or with less; kNever.
  [[nodiscard]] Date first_step(Index at, std::int64_t size, Sought sought, Date after) const;

  std::vector<Node> nodes_;  // the first stands for none
  std::vector<Index> unused_;
  std::uint64_t made_ = 0;
  Index root_ = kNil;
};

}  // namespace eastwest
