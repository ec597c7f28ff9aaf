// Implements models/network/reserved/bandwidth_calendar.hpp.
#include "models/network/reserved/bandwidth_calendar.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest::reserved {

std::size_t BandwidthCalendar::index_at(Date date) const {
  const auto after =
      std::upper_bound(steps_.begin(), steps_.end(), date,
                       [](Date wanted, const Step& step) { return wanted < step.from; });
  if (after == steps_.begin()) return steps_.size();
  return static_cast<std::size_t>(after - steps_.begin()) - 1;
}

std::size_t BandwidthCalendar::split(Date date) {
  const std::size_t index = index_at(date);
  const bool is_before = index == steps_.size();
  if (!is_before && steps_[index].from == date) return index;
  const std::size_t place = is_before ? 0 : index + 1;
  const std::int64_t waves = is_before ? 0 : steps_[index].waves;
  steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(place), {date, waves});
  return place;
}

void BandwidthCalendar::add(const Interval& interval, std::int64_t waves) {
  EW_CHECK(interval.begin < interval.end, "an empty interval at {} ns",
           interval.begin.time_since_epoch().count());
  const std::size_t begin = split(interval.begin);
  const std::size_t end = split(interval.end);
  for (std::size_t i = begin; i < end; ++i) {
    steps_[i].waves += waves;
    EW_CHECK(steps_[i].waves >= 0, "{} waves are reserved", steps_[i].waves);
  }
  // Only the two ends may have become equal to what is before them; the later one goes first.
  for (const std::size_t place : {end, begin}) {
    const std::int64_t before = place == 0 ? 0 : steps_[place - 1].waves;
    if (steps_[place].waves == before) {
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
}

std::int64_t BandwidthCalendar::at(Date date) const {
  const std::size_t index = index_at(date);
  return index == steps_.size() ? 0 : steps_[index].waves;
}

std::int64_t BandwidthCalendar::most(const Interval& interval) const {
  const std::size_t first = index_at(interval.begin);
  std::int64_t most = 0;
  for (std::size_t i = first == steps_.size() ? 0 : first;
       i < steps_.size() && steps_[i].from < interval.end; ++i) {
    most = std::max(most, steps_[i].waves);
  }
  return most;
}

std::optional<Interval> BandwidthCalendar::first_above(std::int64_t waves, Date date) const {
  const std::size_t first = index_at(date);
  for (std::size_t i = first == steps_.size() ? 0 : first; i < steps_.size(); ++i) {
    if (steps_[i].waves <= waves) continue;
    return Interval{std::max(date, steps_[i].from), steps_[i + 1].from};
  }
  return std::nullopt;
}

Date BandwidthCalendar::first_room(std::int64_t waves, Duration span, Date date) const {
  const std::size_t first = index_at(date);
  Date room = date;
  for (std::size_t i = first == steps_.size() ? 0 : first;
       i < steps_.size() && steps_[i].from < room + span; ++i) {
    // Behind the last step nothing is reserved, so there is a next one.
    if (steps_[i].waves > waves) room = steps_[i + 1].from;
  }
  return room;
}

void BandwidthCalendar::forget_before(Date date) {
  const std::size_t index = index_at(date);
  if (index == steps_.size()) return;
  // A first step without waves says nothing.
  const std::size_t forgotten = index + (steps_[index].waves == 0 ? 1 : 0);
  steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(forgotten));
}

}  // namespace eastwest::reserved
