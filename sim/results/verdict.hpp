// Stable, backlogged or overloaded: whether the waits of a run mean anything.
#pragma once

#include <cstdint>
#include <optional>

namespace eastwest {

/// How a backlog moves, in accelerator-hours per day. Parts are empty where a run is too short.
struct BacklogGrowth {
  std::optional<double> per_day;  ///< least-squares slope over hourly means
  /// Two-sided 99 % interval of the slope over daily means; both or none.
  std::optional<double> low;
  std::optional<double> high;
};

enum class Verdict : std::uint8_t { stable, backlogged, overloaded };
[[nodiscard]] const char* to_text(Verdict verdict);

/// What is known about a scope or a site when the run is over.
struct LoadFacts {
  std::int64_t accelerators = 0;
  /// Mean accelerators that its jobs keep busy if every one ran at once; empty: not known.
  std::optional<double> offered_accelerators;
  /// Accelerator-hours of jobs that wait at the end.
  double backlog = 0;
  BacklogGrowth growth;
};

/// A backlog grows where the lower end of the interval is above this share of what the
/// accelerators can do in a day: less would take a hundred days to become a day's work.
inline constexpr double kGrowthFloor = 0.01;

/// Offered over installed accelerators; empty where the offer is not known or nothing is installed.
[[nodiscard]] std::optional<double> offered_share(const LoadFacts& facts);
[[nodiscard]] bool backlog_grows(const LoadFacts& facts);
/// overloaded: more is offered than installed, or the backlog grows; but where less is known to be
/// offered than installed, growth is no proof (a run of days has few independent means) and makes a
/// place backlogged only. backlogged: that, or more than a day's work waits at the end; else
/// stable.
[[nodiscard]] Verdict verdict_of(const LoadFacts& facts);

}  // namespace eastwest
