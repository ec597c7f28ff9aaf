// A job while it is in the system: what observers and views read.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

/// Why a dispatcher gave a job up for good: how far the sites of its scope come that come furthest.
/// Judged by the engine from sites as they are when all of them are open, not by the policy.
enum class Rejection : std::uint8_t {
  no_site_fits,  ///< none has so many accelerators
  unreachable,   ///< none that has them can be reached from the home, or sends results there
  circle,        ///< none of these lies inside the job's own circle
  policy,        ///< the policy (its filters) would take none of the others
};
inline constexpr int kRejections = 4;
[[nodiscard]] const char* to_text(Rejection rejection);

/// A job with its state and the dates of its life; kNever where a phase has not been reached.
struct LiveJob {
  Job job;
  /// (workload, number within the workload): orders simultaneous jobs, names random draws.
  std::uint64_t serial = 0;
  JobState state = JobState::waiting;
  DispatcherId dispatcher;
  SiteId site;
  RouteId stage_route;   ///< none: nothing to stage
  RouteId return_route;  ///< none: nothing to return
  TransferSlot transfer;
  Duration run_time{0};              ///< true time needed where it is placed; before: job.run_time
  std::optional<Duration> estimate;  ///< what policies are told of the run time
  Date placed = kNever;              ///< the accepted decision
  Date matched = kNever;             ///< end of the matching delay
  Date staged = kNever;              ///< data there, entered the site's queue
  Date started = kNever;
  Date ended = kNever;     ///< accelerators freed
  Date finished = kNever;  ///< results at home, or rejected
  std::int32_t refusals = 0;
  std::optional<Rejection> rejection;  ///< of a job that was rejected
  bool chosen = false;                 ///< by its site's scheduler, to start in the pass under way
  bool killed = false;                 ///< stopped at its requested time
};

}  // namespace eastwest
