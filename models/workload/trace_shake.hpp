// Small random changes of a trace's submissions and durations: does a finding hold only for this
// very log?
#pragma once

#include <cstdint>

#include "models/workload/trace_intake.hpp"
#include "sim/base/random.hpp"

namespace eastwest {

/// Shaking (the idea: Tsafrir, Ouaknine, Feitelson, MASCOTS 2007). With strength s, of job i of the
/// file, u and v uniform in (0, 1):
///   submission -> submission + s x mean gap between submissions x (2u - 1), not before 0
///   run time, request -> the same x (1 + s x (2v - 1)), so who is stopped at the request stays so
/// to the microsecond; what is above 0 stays so. The draws are those of RandomSource(seed, 0) with
/// purpose trace_shift, entity i and draw numbers 1 (u) and 2 (v); no job shifts another's.
class TraceShake {
 public:
  /// 0 <= strength < 1; 0 changes nothing.
  TraceShake(double strength, std::uint64_t seed, Duration mean_gap);

  /// `submitted` counts from the trace's origin; `number` is the data row.
  void apply(TracedJob& job, std::uint32_t number) const;

 private:
  double strength_;
  double mean_gap_seconds_;
  RandomSource random_;
};

}  // namespace eastwest
