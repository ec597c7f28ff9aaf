// A figure that is known at some dates: on a straight line between them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace eastwest {

/// Days are counted from any one day; the same for all calls.
class DatedSeries {
 public:
  /// Later calls for the same day replace the value.
  void set(std::int64_t day, double value) { values_[day] = value; }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  /// The first and last day with a value; call only if not empty.
  [[nodiscard]] std::int64_t first_day() const { return values_.begin()->first; }
  [[nodiscard]] std::int64_t last_day() const { return values_.rbegin()->first; }
  /// The value of a day: as set, or on the line between its neighbours; after the last one, on the
  /// line through the last two (the last value, if it is the only one). Nothing before the first.
  [[nodiscard]] std::optional<double> at(std::int64_t day) const;

 private:
  std::map<std::int64_t, double> values_;
};

}  // namespace eastwest
