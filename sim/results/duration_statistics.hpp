// Waits and other spans of many jobs in bounded memory: exact mean and maximum, close quantiles.
#pragma once

#include "sim/base/histogram.hpp"
#include "sim/base/quantity.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// Spans of at least 0. The sum is kept in whole nanoseconds, so the mean does not drift.
class DurationStatistics {
 public:
  void add(Duration span);
  [[nodiscard]] std::uint64_t count() const { return seconds_.count(); }
  /// Seconds; 0 when empty.
  [[nodiscard]] double mean() const;
  [[nodiscard]] double maximum() const { return seconds_.maximum(); }
  /// Seconds, off by at most LogHistogram::kRelativeError of the value.
  [[nodiscard]] double quantile(double q) const { return seconds_.quantile(q); }

 private:
  LogHistogram seconds_;
  WideInteger sum_ = 0;
};

/// {mean, p50, p95, p99, max, count}; null when empty.
[[nodiscard]] Json to_json(const DurationStatistics& statistics);
[[nodiscard]] Json to_json(const LogHistogram& histogram);

}  // namespace eastwest
