// A job while it is in the system: what observers and views read.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

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
  std::optional<Duration> estimate;  ///< what policies are told of the run time
  Date placed = kNever;              ///< the accepted decision
  Date matched = kNever;             ///< end of the matching delay
  Date staged = kNever;              ///< data there, entered the site's queue
  Date started = kNever;
  Date ended = kNever;     ///< accelerators freed
  Date finished = kNever;  ///< results at home, or rejected
  std::int32_t refusals = 0;
  bool chosen = false;  ///< by its site's scheduler, to start in the pass under way
  bool killed = false;  ///< stopped at its requested time
};

}  // namespace eastwest
