// The first level of decision: which site, which route, now or later; from a published, ageing
// picture.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/data_view.hpp"
#include "sim/engine/waiting_jobs.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// One site as the platform published it; a dispatcher sees nothing newer.
struct SitePicture {
  SiteId site;
  std::int64_t accelerators = 0;  ///< installed
  std::int64_t allocated = 0;     ///< held by running jobs
  std::int64_t incoming = 0;      ///< promised to jobs that are being matched or staged
  std::int64_t queued = 0;        ///< asked for by jobs in the site's queue
  /// Accelerators that nobody holds or has been promised; negative when a queue waits.
  [[nodiscard]] std::int64_t uncommitted() const {
    return accelerators - allocated - incoming - queued;
  }
};

/// A job that this dispatcher has sent to a site, as the platform published it.
struct PlacedJob {
  enum class Phase : std::uint8_t { queued, running, suspended };
  WaitingJob job;  ///< what the dispatcher knew of it; the estimate is that of its site
  SiteId site;
  Phase phase = Phase::queued;
  Date since;                   ///< in the site's queue, or holding its accelerators
  std::int32_t migrations = 0;  ///< so far
};

/// What a dispatch policy may know. References are valid during the call only.
class DispatchView {
 public:
  virtual ~DispatchView() = default;
  [[nodiscard]] virtual Date now() const = 0;
  /// When the pictures below were taken.
  [[nodiscard]] virtual Date published() const = 0;
  /// The sites of this dispatcher's scope, in order of id.
  [[nodiscard]] virtual std::span<const SitePicture> sites() const = 0;
  /// Waiting jobs in order of (submission, serial).
  [[nodiscard]] virtual const WaitingJobs& waiting() const = 0;
  [[nodiscard]] virtual const World& world() const = 0;
  [[nodiscard]] virtual const Topology& topology() const = 0;
  /// Draws that depend on job and site only; use Purpose::dispatch_score.
  [[nodiscard]] virtual const RandomSource& random() const = 0;
  /// For policies that migrate: their jobs that stood in a queue or ran when the pictures were
  /// taken, in order of (site, since, serial).
  [[nodiscard]] virtual std::span<const PlacedJob> placed() const { return {}; }
  /// Where data sets stand and what storage is free, as published; null in a run without either.
  [[nodiscard]] virtual const DataView* data() const { return nullptr; }
};

/// What happened since this dispatcher was last asked.
struct DispatchChanges {
  /// Jobs that are new in waiting(): submissions at its end, jobs that come back at their place.
  std::int64_t arrived = 0;
  bool refreshed = false;  ///< the pictures are new
  bool review = false;     ///< it is time to look at placed()
};

/// Where a dispatcher writes what it wants; checked by the engine, then applied or refused.
class DispatchDecisions {
 public:
  virtual ~DispatchDecisions() = default;
  /// Claims that the site has room now: refused as `stale` if, in truth, it has not.
  /// If the platform remembers own decisions, sites() shows the job as incoming at once.
  virtual void place_now(JobSlot job, SiteId site) = 0;
  /// Sends the job to the site's queue whether or not it has room now.
  virtual void place_in_queue(JobSlot job, SiteId site) = 0;
  /// The job can never run in this scope.
  virtual void reject(JobSlot job) = 0;
  /// The ways that the data of a job take which this call has placed, and its results back; without
  /// this, the shortest. Both must join the job's home and the site.
  virtual void take_ways(JobSlot job, RouteId there, RouteId back) = 0;
  /// What place_now and place_in_queue are for a job that runs across sites: one site for each of
  /// its parts, ascending. All of them must have room, or none.
  enum class Claim : std::uint8_t { room_now, queue };
  virtual void place_across(JobSlot job, std::span<const SiteId> sites, Claim claim) = 0;
  /// Takes a job of placed() from its site to the queue of another one; a running job is suspended
  /// first. Refused as `stale` if it does not stand or run there any more, or has been seen in the
  /// queue and runs now; void if it is over.
  virtual void migrate(const PlacedJob& job, SiteId to) = 0;
};

/// One dispatcher's mind. Jobs it does not mention stay waiting; it is asked again when
/// a job arrives, a refused job comes back, or the picture is refreshed while jobs wait.
class DispatchPolicy {
 public:
  virtual ~DispatchPolicy() = default;
  /// True if it chooses among the ways that the network has: then there must be several.
  [[nodiscard]] virtual bool chooses_ways() const { return false; }
  /// How often it wants to look at placed() (with pictures that age, at refreshes only); 0: it
  /// never migrates a job.
  [[nodiscard]] virtual Duration review_interval() const { return Duration{0}; }
  virtual void decide(const DispatchView& view, const DispatchChanges& changes,
                      DispatchDecisions& decisions) = 0;
};

/// Who may see what: sites and homes grouped under dispatchers, and how the picture ages.
struct Silo {
  std::string name;
  std::vector<SiteId> sites;  ///< in order of id
  std::vector<NodeId> homes;  ///< jobs from here belong to this silo
};
struct PlatformRules {
  std::vector<Silo> silos;     ///< every node is home in exactly one
  Duration refresh{0};         ///< 0: always fresh
  Duration matching_delay{0};  ///< from a decision to its effect
  bool remember_own = true;    ///< pictures include own decisions since the last refresh
};

}  // namespace eastwest
