// Civil date and time in China Standard Time, and its count of seconds.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eastwest {

/// Civil date and time in China Standard Time (UTC+8, no daylight saving).
struct CivilTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  friend auto operator<=>(const CivilTime&, const CivilTime&) = default;
};
/// Reads `2025-07-07`, `2025-07-07 00:00` or `2025-07-07 00:00:00` (also with T); empty if it is
/// no date. Years 1 to 9999.
[[nodiscard]] std::optional<CivilTime> read_civil_time(std::string_view text);
/// Seconds from 1970-01-01 00:00 of the same clock (no time zone involved).
[[nodiscard]] std::int64_t to_epoch_seconds(const CivilTime& time);
[[nodiscard]] CivilTime from_epoch_seconds(std::int64_t seconds);
/// 0 = Monday … 6 = Sunday.
[[nodiscard]] int weekday(const CivilTime& time);
/// `2025-07-07 00:00`, with `:SS` where the seconds are not 0.
[[nodiscard]] std::string to_text(const CivilTime& time);

}  // namespace eastwest
