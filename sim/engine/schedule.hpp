// The second level of decision: who starts next at one site, from its exact state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/tenant_book.hpp"

namespace eastwest {

struct ElasticTerms;

/// A job in a site's queue as its scheduler sees it.
struct QueuedJob {
  JobSlot slot;
  std::uint64_t serial = 0;
  std::int64_t accelerators = 0;
  std::optional<Duration> estimate;  ///< of the run time; empty if estimates are switched off
  Date submitted;
  Date queued;  ///< the first time
  std::int32_t priority = 0;
  TenantId tenant;
  Date deadline = kNever;
  /// Work that a suspended job has kept: the estimate speaks of the whole job.
  Duration attained{0};
  /// From its start until it goes on with that work.
  Duration restore{0};
  /// What other widths it may have; null if none. `accelerators` is then its reference width, of
  /// which the estimate and `attained` speak. Valid until the job is over; null in EndedJob.
  const ElasticTerms* elastic = nullptr;
  /// Jobs of one shape ask the same of the nodes of this site; 0 where it has none.
  std::int32_t shape = 0;
};

/// A job that is over and freed its accelerators, as its scheduler knew it when it started it.
/// (One that had expired is over at once.)
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
  /// True if the job could be started now: so many accelerators are free and, at a site with nodes,
  /// they are where it can use them. There, free() counts those that nobody holds any part of.
  [[nodiscard]] virtual bool fits(const QueuedJob& job) const { return job.accelerators <= free(); }
  /// Accelerators of this site are those of nodes.
  [[nodiscard]] virtual bool has_nodes() const { return false; }
  /// Empty for no tenant.
  [[nodiscard]] virtual std::string_view tenant_name(TenantId) const { return {}; }
};

/// What happened at the site since its scheduler was last asked.
struct SiteChanges {
  /// Jobs that entered the queue, in order of (date, serial).
  std::span<const QueuedJob> queued;
  /// Jobs that ended and freed their accelerators. Take these out first: a slot that ended may
  /// stand again in `queued`, for another job.
  std::span<const EndedJob> ended;
  /// Jobs that this scheduler has suspended and that have freed their accelerators: they stand in
  /// the queue again, with what they have kept. In order of (date of entry, serial).
  std::span<const QueuedJob> suspended = {};
  /// Jobs that were told to run on fewer accelerators and have freed the others, at the date when
  /// their state was written; not those that freed them at once.
  std::span<const JobSlot> resized = {};
  /// Jobs that their dispatcher has taken out of the queue, for another site. After `suspended` and
  /// before `queued`: such a slot may stand in both. Only for schedules that give up jobs.
  std::span<const QueuedJob> withdrawn = {};
};

/// Where a site scheduler writes what it wants.
class SiteDecisions {
 public:
  virtual ~SiteDecisions() = default;
  /// Starts a queued job now. One that does not fit is a policy error.
  virtual void start(JobSlot job) = 0;
  /// Starts a queued job on so many accelerators, one of its widths; a mouldable job that has been
  /// suspended goes on at the width that it had. start(job) means its reference width.
  virtual void start(JobSlot job, std::int64_t accelerators) = 0;
  /// A running malleable job goes on with another of its widths. It stops, its state is written
  /// (unless it has done nothing since the last time), and after that it restarts. A wider one
  /// takes what is missing at once, from free(); a narrower one frees the rest when its state is
  /// written: at once, in this call, or at a later date, when the scheduler is asked again and
  /// finds it in `resized`; until then it can be neither resized nor suspended.
  virtual void resize(JobSlot job, std::int64_t accelerators) = 0;
  /// Takes a running job's accelerators away; asking for another job is a policy error. If its
  /// state need not be written they are free at once, in this call; else at a later date, when the
  /// scheduler is asked again. Either way the job comes back in `suspended`.
  virtual void suspend(JobSlot job) = 0;
  /// The scheduler is asked again at this date (after now), whether or not anything has changed.
  /// Holds until it is asked for any reason.
  virtual void ask_again(Date date) = 0;
};

/// What a schedule grants to tenants, at each site by itself.
struct TenantGrants {
  enum class Kind : std::uint8_t {
    none,
    quotas,   ///< shares of the accelerators
    weights,  ///< what they may have in proportion to each other
  };
  Kind kind = Kind::none;
  std::map<std::string, double, std::less<>> by_name = {};
  double others = 1;  ///< of every tenant without an entry
  [[nodiscard]] double of(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? others : found->second;
  }
};

/// One site's scheduler; keeps its own order of the queue from `changes`, so that a pass
/// costs what changed and not the length of the queue.
class SchedulePolicy {
 public:
  virtual ~SchedulePolicy() = default;
  /// True if it may suspend jobs: then results tell what that did to each.
  [[nodiscard]] virtual bool preempts() const { return false; }
  /// True if it asks fits() and never counts what others leave: only then may sites have nodes.
  [[nodiscard]] virtual bool knows_nodes() const { return false; }
  /// True if it takes note of `withdrawn`: then its site's jobs can be migrated.
  [[nodiscard]] virtual bool gives_up_jobs() const { return false; }
  [[nodiscard]] virtual TenantGrants grants() const { return {}; }
  virtual void decide(const SiteView& view, const SiteChanges& changes,
                      SiteDecisions& decisions) = 0;
};

}  // namespace eastwest
