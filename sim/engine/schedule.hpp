// The second level of decision: who starts next at one site, from its exact state.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// A job in a site's queue as its scheduler sees it.
struct QueuedJob {
  JobSlot slot;
  std::uint64_t serial = 0;
  std::int64_t accelerators = 0;
  std::optional<Duration> estimate;  ///< of the run time; empty if estimates are switched off
  Date submitted;
  Date queued;
};

/// A job that freed its accelerators, as its scheduler knew it when it started it.
struct EndedJob {
  QueuedJob job;
  Date started;
};

/// What a site scheduler may know. References are valid during the call only.
class SiteView {
 public:
  virtual ~SiteView() = default;
  [[nodiscard]] virtual Date now() const = 0;
  [[nodiscard]] virtual SiteId site() const = 0;
  [[nodiscard]] virtual std::int64_t accelerators() const = 0;
  /// Not held by any running job, after the starts asked for in this call.
  [[nodiscard]] virtual std::int64_t free() const = 0;
};

/// What happened at the site since its scheduler was last asked.
struct SiteChanges {
  /// Jobs that entered the queue, in order of (date, serial).
  std::span<const QueuedJob> queued;
  /// Jobs that ended and freed their accelerators. Take these out first: a slot that ended may
  /// stand again in `queued`, for another job.
  std::span<const EndedJob> ended;
};

/// Where a site scheduler writes what it wants.
class SiteDecisions {
 public:
  virtual ~SiteDecisions() = default;
  /// Starts a queued job now. Asking for more than free() is a policy error.
  virtual void start(JobSlot job) = 0;
};

/// One site's scheduler; keeps its own order of the queue from `changes`, so that a pass
/// costs what changed and not the length of the queue.
class SchedulePolicy {
 public:
  virtual ~SchedulePolicy() = default;
  virtual void decide(const SiteView& view, const SiteChanges& changes,
                      SiteDecisions& decisions) = 0;
};

}  // namespace eastwest
