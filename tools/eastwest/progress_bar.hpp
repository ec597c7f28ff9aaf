// One line on the terminal that says how far a run is; nothing where stderr is no terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "sim/base/civil_time.hpp"
#include "sim/base/quantity.hpp"
#include "tools/eastwest/terminal.hpp"

namespace eastwest {

/// Percent, simulated date, rate and time left of a run, or the count of many runs. The line is
/// wiped out when the bar goes.
class ProgressBar {
 public:
  /// `start`: the civil time of the simulated date 0.
  ProgressBar(const Terminal& terminal, const CivilTime& start);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// The date a run has reached; horizon kNever: the end is not known.
  void run_reached(Date now, Date first, Date horizon);
  /// So many of all runs are over.
  void runs_done(std::size_t done, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] bool due();
  void show(const std::string& line);
  [[nodiscard]] double seconds_running() const;

  const Terminal& terminal_;
  CivilTime start_;
  bool active_;
  bool shown_ = false;
  Clock::time_point begun_ = Clock::now();
  std::optional<Clock::time_point> last_;
};

/// " 42 %  2025-07-09 13:00  2.1 d/s  3 s left" (tested without a terminal).
[[nodiscard]] std::string progress_line(Date now, Date first, Date horizon, const CivilTime& start,
                                        double seconds_running);

}  // namespace eastwest
