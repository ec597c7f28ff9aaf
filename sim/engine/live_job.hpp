// A job while it is in the system: what observers and views read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/elastic_life.hpp"
#include "sim/engine/node_hold.hpp"
#include "sim/engine/setbacks.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

/// Why a dispatcher gave a job up for good: how far the sites of its scope come that come furthest.
/// Judged by the engine from sites as they are when all of them are open, not by the policy.
enum class Rejection : std::uint8_t {
  no_site_fits,  ///< none has so many accelerators
  unreachable,   ///< none that has them can be reached from the home, or sends results there
  circle,        ///< none of these lies inside the job's own circle
  policy,        ///< the policy (its filters) would take none of the others
  predecessor,   ///< no dispatcher's: a job that it comes after was not done
  incompatible,  ///< it runs on the accelerators of none of those that have enough
};
inline constexpr int kRejections = 6;
[[nodiscard]] const char* to_text(Rejection rejection);

struct SpreadLife;
/// What migrations have done to a job.
struct Journey {
  SiteId to;                        ///< where it is bound for; none: nowhere
  std::int32_t migrations = 0;      ///< departures
  Date left = kNever;               ///< the last departure
  Date arrived = kNever;            ///< the last arrival: it stood in the queue there
  Duration travelled{0};            ///< between the two, on all journeys that are over
  Bytes carries;                    ///< its state and its data set, on the last journey
  std::int64_t carried = 0;         ///< bytes, on all of them
  Duration useful{0};               ///< work kept that it did at former sites, in their time
  Duration restore{0};              ///< of the estimate that its scheduler there was told
  bool is_suspended_there = false;  ///< its scheduler has asked for the same suspension
};

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
  Date started = kNever;             ///< the first time
  Date ended = kNever;               ///< accelerators freed
  Date finished = kNever;            ///< results at home, or rejected
  std::int32_t refusals = 0;
  std::optional<Rejection> rejection;  ///< of a job that was rejected
  std::int32_t preemptions = 0;
  Date held_since = kNever;  ///< its accelerators, without a break
  Duration restoring{0};     ///< of that time, from its beginning: until it went on
  Date stopped = kNever;     ///< the last suspension: it did no more work
  Date released = kNever;    ///< and had freed its accelerators
  Duration span{0};      ///< of all its work where it is placed, cut at its request; from its start
  Duration before{0};    ///< of that, done before the run (warm jobs)
  Duration kept{0};      ///< work with which it went on, or will go on; of a run that is over: all
  Duration overhead{0};  ///< held without work so far: saving and restoring that is over
  Duration lost{0};      ///< work that suspensions, failures and outages have undone
  Duration stood{0};     ///< suspended so far, accelerators freed
  bool chosen = false;   ///< by its site's scheduler, to start or be suspended in this pass
  bool killed = false;   ///< stopped at its requested time
  /// Of a placed job whose width is not fixed; null for all others. Shared by copies, which only
  /// tests make, of jobs that are over.
  std::shared_ptr<ElasticLife> elastic = {};
  /// Where it runs, or ran last, at a site with nodes.
  std::shared_ptr<NodeHold> hold = nullptr;
  /// Of a job across sites, once it is placed: `site` is then that of its first part, and
  /// `restoring` what it has waited for exchanges.
  std::shared_ptr<SpreadLife> spread;
  /// Of a job that may fail, from its first start, and of one that an outage has hit; else null.
  std::shared_ptr<Setbacks> setbacks = {};
  /// Of `restoring`, when it next gets its accelerators: until its program runs on this family.
  Duration porting{0};
  Duration ported{0};                          ///< held for that so far
  std::int16_t ported_family = -1;             ///< for which that has been done
  std::shared_ptr<Journey> journey = nullptr;  ///< null: never told to migrate
  Bytes fetched;  ///< of its named data sets, what had to be moved for it
};

/// Accelerators that a job holds, or held last.
[[nodiscard]] inline std::int64_t held_accelerators(const LiveJob& live) {
  return live.elastic ? live.elastic->width : live.job.accelerators;
}

}  // namespace eastwest
