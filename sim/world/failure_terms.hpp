// How often the nodes of a job fail, what it writes to go on from, and what that is expected to
// cost: the terms behind failures that happen as events, and the formulas held against them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Failures of nodes as somebody published them.
struct ReliabilityPreset {
  std::string name;
  double per_node_day;  ///< failures that end a job
  std::string source;
};
[[nodiscard]] const std::vector<ReliabilityPreset>& reliability_presets();
/// Failures per node-day of the preset; a defect if there is none of that name.
[[nodiscard]] double preset_rate(const std::string& name);

/// Young's interval between checkpoints, seconds of work, that take `stall` seconds where
/// `between` pass from failure to failure on average: sqrt(2 C M).
[[nodiscard]] double young_seconds(double stall, double between);
/// Daly's: sqrt(2 C M) (1 + sqrt(C / 2M) / 3 + C / 18M) - C for C < 2 M, else M.
[[nodiscard]] double daly_seconds(double stall, double between);

/// One job's course in seconds.
struct CheckpointCourse {
  double interval = 0;            ///< work between two checkpoints; 0: none are written
  double stall = 0;               ///< work stands still while one is written
  double restart = 0;             ///< from a failure to working again
  std::optional<double> between;  ///< mean time between failures; none: nothing fails
};
/// Expected seconds to do `work` seconds of work. With failures: Daly's exact expectation
/// M e^(R/M) (e^((tau + C)/M) - 1) for each of the segments of tau; the last one may be shorter
/// and ends with a checkpoint, too. Failures also come while checkpoints are written and while the
/// job restarts. Infinite if that is beyond the largest number.
[[nodiscard]] double expected_seconds(double work, const CheckpointCourse& course);

/// What a job does when one of its nodes has failed.
enum class AfterFailure : std::uint8_t {
  restart,  ///< it goes on with spare nodes, on the accelerators that it holds
  requeue,  ///< it gives its accelerators back and stands in its site's queue again
};
/// Which formula gives the interval between checkpoints where it is not declared.
enum class IntervalRule : std::uint8_t { daly, young };

/// On which terms jobs fail while they run. Each node fails by itself, as a Poisson process, and
/// any failure stops the job, so that its failures are one Poisson process with the sum of the
/// rates.
struct FailureTerms {
  /// The longest expected time: 200 years.
  static constexpr double kSecondsMax = 200.0 * 366 * 86400;

  double per_node_second = 0;  ///< failures of one node; 0: none
  std::int64_t accelerators_per_node = 8;
  bool checkpoints = false;  ///< whether any are written
  Duration interval{0};      ///< of work; 0: by the rule
  IntervalRule rule = IntervalRule::daly;
  Duration stall{0};
  Duration restart{0};
  AfterFailure after_failure = AfterFailure::restart;

  /// Failures per second of a job on so many accelerators.
  [[nodiscard]] double rate(std::int64_t accelerators) const;
  /// Work between two checkpoints of such a job, at least a nanosecond; 0: none are written.
  [[nodiscard]] Duration interval_of(std::int64_t accelerators) const;
  /// Expected time from the start to the end of a job of so much work that is never taken off its
  /// accelerators; at most 200 years.
  [[nodiscard]] Duration expected(Duration work, std::int64_t accelerators) const;
};

}  // namespace eastwest
