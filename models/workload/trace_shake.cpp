// Implements models/workload/trace_shake.hpp.
#include "models/workload/trace_shake.hpp"

#include <algorithm>

namespace eastwest {

namespace {

constexpr std::uint32_t kSubmissionDraw = 1;
constexpr std::uint32_t kDurationDraw = 2;
constexpr std::int64_t kMicrosecond = 1000;

Duration to_microseconds(double seconds) {
  const std::int64_t nanoseconds = from_seconds(std::max(0.0, seconds)).count();
  return Duration{(nanoseconds + kMicrosecond / 2) / kMicrosecond * kMicrosecond};
}

Duration stretched(Duration span, double factor) {
  if (span == Duration{0}) return span;
  return std::max(Duration{kMicrosecond}, to_microseconds(to_seconds(span) * factor));
}

}  // namespace

TraceShake::TraceShake(double strength, std::uint64_t seed, Duration mean_gap)
    : strength_(strength), mean_gap_seconds_(to_seconds(mean_gap)), random_(seed, 0) {}

void TraceShake::apply(TracedJob& job, std::uint32_t number) const {
  if (strength_ == 0) return;
  const auto swing = [&](std::uint32_t draw) {
    return strength_ * (2 * random_.uniform(0, number, Purpose::trace_shift, draw) - 1);
  };
  job.submitted =
      to_microseconds(to_seconds(job.submitted) + mean_gap_seconds_ * swing(kSubmissionDraw));
  const double factor = 1 + swing(kDurationDraw);
  job.run_time = stretched(job.run_time, factor);
  job.requested = stretched(job.requested, factor);
}

}  // namespace eastwest
