// What a job is before anyone decides about it: size, time, data, home.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/failure_terms.hpp"
#include "sim/world/job_data.hpp"
#include "sim/world/mobility_terms.hpp"
#include "sim/world/placement_terms.hpp"
#include "sim/world/tenant_book.hpp"

namespace eastwest {

struct ElasticTerms;

/// What it costs to take a running job's accelerators away, and what it has kept then.
struct PreemptionTerms {
  /// Its state is written when it is suspended; so long it still holds its accelerators.
  Duration save{0};
  /// From getting accelerators again until it goes on, if it has kept any work.
  Duration restore{0};
  /// If set, nothing is written: it is stopped at once and has kept what it had done at the last
  /// whole multiple of this, or when it last got its accelerators if that is more.
  Duration interval{0};
};

struct SpreadTerms;

/// A job as its owner submits it; run times are on a reference accelerator of `reference_speed`.
struct Job {
  std::string id;          ///< the trace's own text, or workload name and number; copies add #k
  WorkloadId workload;     ///< which named workload it came from
  std::string class_name;  ///< size class within the workload, for tables
  NodeId home;             ///< where its owner and its data are
  Date submitted;
  std::int64_t accelerators = 1;  ///< 0 only of jobs that store
  Duration run_time{0};           ///< true time needed; policies never see it
  /// What the owner asked for; the job is killed when it is reached. 0 = no limit.
  Duration requested{0};
  Bytes input;                      ///< data set staged from home to the site before the start
  Bytes result;                     ///< returned to home after the end
  BitsPerSecond transfer_rate_cap;  ///< of its staging and return; 0 = none
  Duration circle{0};               ///< one-way latency allowed between home and site; 0 = no limit
  /// Already run when the simulation begins (jobs of the warm start); in no count.
  Duration elapsed{0};
  bool warm = false;
  bool expires = false;       ///< it is given up if it has not started by its deadline
  Date deadline = kNever;     ///< by which everything is to be over; kNever: none
  TenantId tenant;            ///< who pays for it; none: nobody said
  std::int32_t priority = 0;  ///< what its owner says it is worth; higher goes first
  /// How many jobs name this one in `after`.
  std::uint32_t followers = 0;
  /// Its life begins when these are done: numbers within its workload, in the order handed out.
  std::vector<std::uint64_t> after = {};
  PreemptionTerms preemption = {};
  /// If set, `accelerators` is only its reference width.
  std::shared_ptr<const ElasticTerms> elastic = {};
  /// What it asks of the nodes of a site; null: accelerators, wherever they are. Only with it may a
  /// job ask for none.
  std::shared_ptr<const PlacementTerms> placement = nullptr;
  /// Set if several sites compute it together.
  std::shared_ptr<const SpreadTerms> spread = nullptr;
  /// How it fails while it runs; null: it does not. Then its run time is work alone, to which
  /// checkpoints, restarts and what is done twice are added.
  std::shared_ptr<const FailureTerms> failures = {};
  std::shared_ptr<const MobilityTerms> mobility = nullptr;  ///< null: runs everywhere as it is
  /// Named data sets, or storing; null: neither.
  std::shared_ptr<const JobData> data = {};
};

/// The life of a job; it is in exactly one state at any date.
enum class JobState : std::uint8_t {
  waiting,     ///< known to its dispatcher, not placed (or deferred, or refused)
  matching,    ///< placed, the platform's matching delay runs
  staging,     ///< its data set travels to the site
  queued,      ///< in the site's queue
  running,     ///< holds its accelerators
  suspending,  ///< still holds them, while its state is written
  suspended,   ///< has been running and stands in its site's queue again
  returning,   ///< its results travel home
  done,        ///< over, also when killed at its requested time
  killed,
  rejected,   ///< can never run anywhere it may go, or a job that it comes after was not done
  expired,    ///< had not started by its deadline
  migrating,  ///< on its way from the queue of one site to that of another
};
inline constexpr int kJobStates = 13;
[[nodiscard]] const char* to_text(JobState state);

}  // namespace eastwest
