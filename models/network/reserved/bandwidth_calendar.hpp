// How many waves of one link are reserved at every date to come: a step function, exact.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest::reserved {

/// A span of dates, the end not included.
struct Interval {
  Date begin;
  Date end;
  friend constexpr bool operator==(const Interval&, const Interval&) = default;
};

/// A sorted map of steps: each holds from its date to the next one's; neighbours differ. A question
/// costs a bisection and the steps of its interval; a change also moves the steps behind it. Links
/// have tens of steps, hardly ever thousands, and a flat list of them stays in the cache, which is
/// why it is no interval tree.
class BandwidthCalendar {
 public:
  /// Adds `waves` (less than 0: takes them away) all over the interval, which is not empty.
  void add(const Interval& interval, std::int64_t waves);
  [[nodiscard]] std::int64_t at(Date date) const;
  /// The most at any date of the interval.
  [[nodiscard]] std::int64_t most(const Interval& interval) const;
  /// The first span from `date` on with one number of waves that is more than `waves`.
  [[nodiscard]] std::optional<Interval> first_above(std::int64_t waves, Date date) const;
  /// The first date from `date` on after which there are at most `waves` for all of `span`.
  [[nodiscard]] Date first_room(std::int64_t waves, Duration span, Date date) const;
  /// Forgets what was before `date`; nobody may ask for it any more.
  void forget_before(Date date);
  [[nodiscard]] std::size_t size() const { return steps_.size(); }

 private:
  struct Step {
    Date from;
    std::int64_t waves = 0;
  };
  /// The step that holds at `date`, as an index; size() before the first.
  [[nodiscard]] std::size_t index_at(Date date) const;
  /// Makes a step begin at `date`.
  std::size_t split(Date date);

  std::vector<Step> steps_;  // none before the first, none reserved from the last on
};

}  // namespace eastwest::reserved
