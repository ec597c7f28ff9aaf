// Civil date and time through std::chrono's calendar: no time zone, no locale.
#include "sim/base/civil_time.hpp"

#include <chrono>

#include <fmt/format.h>

namespace eastwest {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kSecondsPerDay = 86'400;

std::chrono::year_month_day calendar_day(const CivilTime& time) {
  return std::chrono::year{time.year} / std::chrono::month{static_cast<unsigned>(time.month)} /
         std::chrono::day{static_cast<unsigned>(time.day)};
}

/// Takes exactly `width` digits off the front of `text`; empty if they are not there.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// `separator` and two digits below `limit`, into `field`.
bool take_field(std::string_view& text, std::string_view separator, int limit, int& field) {
  if (!take(text, separator)) return false;
  const std::optional<int> value = take_digits(text, 2);
  if (!value || *value >= limit) return false;
  field = *value;
  return true;
}

}  // namespace

std::optional<CivilTime> read_civil_time(std::string_view text) {
  CivilTime time;
  const std::optional<int> year = take_digits(text, 4);
  if (!year || *year < 1) return std::nullopt;
  time.year = *year;
  if (!take_field(text, "-", 13, time.month) || !take_field(text, "-", 32, time.day) ||
      !calendar_day(time).ok()) {
    return std::nullopt;
  }
  if (text.empty()) return time;
  if (!take_field(text, " T", 24, time.hour) || !take_field(text, ":", 60, time.minute)) {
    return std::nullopt;
  }
  if (text.empty()) return time;
  if (!take_field(text, ":", 60, time.second) || !text.empty()) return std::nullopt;
  return time;
}

std::int64_t to_epoch_seconds(const CivilTime& time) {
  const std::int64_t day_count = sys_days{calendar_day(time)}.time_since_epoch().count();
  return day_count * kSecondsPerDay + time.hour * 3600 + time.minute * 60 + time.second;
}

CivilTime from_epoch_seconds(std::int64_t seconds) {
  std::int64_t day_count = seconds / kSecondsPerDay;
  if (seconds % kSecondsPerDay < 0) --day_count;
  const int rest = static_cast<int>(seconds - day_count * kSecondsPerDay);
  const std::chrono::year_month_day day{sys_days{days{static_cast<int>(day_count)}}};
  return {.year = static_cast<int>(day.year()),
          .month = static_cast<int>(static_cast<unsigned>(day.month())),
          .day = static_cast<int>(static_cast<unsigned>(day.day())),
          .hour = rest / 3600,
          .minute = rest / 60 % 60,
          .second = rest % 60};
}

int weekday(const CivilTime& time) {
  const std::chrono::weekday day{sys_days{calendar_day(time)}};
  return static_cast<int>(day.iso_encoding()) - 1;
}

std::string to_text(const CivilTime& time) {
  std::string text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", time.year, time.month, time.day,
                                 time.hour, time.minute);
  if (time.second != 0) text += fmt::format(":{:02}", time.second);
  return text;
}

}  // namespace eastwest
