// A trace in memory, compact and sorted: what its copies are played from.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// One job of a trace.
struct TraceRow {
  Duration submitted{0};  ///< since the earliest submission of the trace
  Duration run_time{0};
  std::int32_t accelerators = 1;
  std::uint32_t group = 0;  ///< cluster, team or user that it came from, 0 <= group < Trace::groups
  std::uint32_t number = 0;  ///< data row in the file, from 1
};

struct Trace {
  std::vector<TraceRow> rows;  ///< in order of (submitted, number)
  std::uint32_t groups = 0;

  /// From the first to the last submission, at least a second: the period of cyclic shifts.
  [[nodiscard]] Duration span() const;
  /// Accelerators that the trace keeps busy over its span if no job waits.
  [[nodiscard]] double mean_busy() const;
};

}  // namespace eastwest
