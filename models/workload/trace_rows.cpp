// Sums over a trace.
#include "models/workload/trace_rows.hpp"

#include <algorithm>

namespace eastwest {

Duration Trace::span() const {
  const Duration last = rows.empty() ? Duration{0} : rows.back().submitted;
  return std::max<Duration>(last, std::chrono::seconds{1});
}

double Trace::mean_busy() const {
  double work = 0;
  for (const TraceRow& row : rows) work += row.accelerators * to_seconds(row.run_time);
  return work / to_seconds(span());
}

}  // namespace eastwest
