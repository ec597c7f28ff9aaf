// The clock of the host is used here and nowhere near a result.
#include "tools/eastwest/progress_bar.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"

namespace eastwest {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(200);
constexpr double kSecondsBeforeRates = 0.5;

std::string left_text(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(seconds));
  if (whole < 100) return fmt::format("{} s left", whole);
  if (whole < 6000) return fmt::format("{} min left", (whole + 59) / 60);
  return fmt::format("{} h left", (whole + 3599) / 3600);
}

}  // namespace

std::string progress_line(Date now, Date first, Date horizon, const CivilTime& start,
                          double seconds_running) {
  const auto since_start = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  const std::string date =
      to_text(from_epoch_seconds(to_epoch_seconds(start) + (since_start / 60) * 60));
  std::string line;
  const double done = to_seconds(now - first);
  const bool known = horizon != kNever && horizon > first;
  const double share = known ? std::clamp(done / to_seconds(horizon - first), 0.0, 1.0) : 0;
  if (known) line += fmt::format("{:3.0f} %  ", std::floor(100 * share));
  line += date;
  if (seconds_running >= kSecondsBeforeRates && done > 0) {
    line += fmt::format("  {}/s", to_text(from_seconds(done / seconds_running)));
    if (share > 0) line += "  " + left_text(seconds_running * (1 - share) / share);
  }
  return line;
}

ProgressBar::ProgressBar(const Terminal& terminal, const CivilTime& start)
    : terminal_(terminal),
      start_(start),
      active_(!terminal.quiet() && terminal.error_stream_is_terminal()) {}

ProgressBar::~ProgressBar() {
  if (shown_) terminal_.write_error_stream("\r\033[K");
}

void ProgressBar::run_reached(Date now, Date first, Date horizon) {
  if (due()) show(progress_line(now, first, horizon, start_, seconds_running()));
}

void ProgressBar::runs_done(std::size_t done, std::size_t all) {
  if (!active_) return;
  std::string line = fmt::format("{} of {} runs done", done, all);
  if (done > 0 && done < all) {
    const auto remaining = static_cast<double>(all - done);
    line += "  " + left_text(seconds_running() * remaining / static_cast<double>(done));
  }
  show(line);
}

bool ProgressBar::due() {
  if (!active_) return false;
  const auto now = Clock::now();
  if (last_ && now - *last_ < kInterval) return false;
  last_ = now;
  return true;
}

void ProgressBar::show(const std::string& line) {
  const auto width = static_cast<std::size_t>(std::max(1, terminal_.columns() - 1));
  terminal_.write_error_stream("\r\033[K" + line.substr(0, width));
  shown_ = true;
}

double ProgressBar::seconds_running() const {
  return std::chrono::duration<double>(Clock::now() - begun_).count();
}

}  // namespace eastwest
