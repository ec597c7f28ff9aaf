// What a job is before anyone decides about it: size, time, data, home.
#pragma once

#include <cstdint>
#include <string>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// A job as its owner submits it; run times are on a reference accelerator of `reference_speed`.
struct Job {
  std::string id;          ///< the trace's own text, or workload name and number; copies add #k
  WorkloadId workload;     ///< which named workload it came from
  std::string class_name;  ///< size class within the workload, for tables
  NodeId home;             ///< where its owner and its data are
  Date submitted;
  std::int64_t accelerators = 1;
  Duration run_time{0};  ///< true time needed; policies never see it
  /// What the owner asked for; the job is killed when it is reached. 0 = no limit.
  Duration requested{0};
  Bytes input;                      ///< data set staged from home to the site before the start
  Bytes result;                     ///< returned to home after the end
  BitsPerSecond transfer_rate_cap;  ///< of its staging and return; 0 = none
  Duration circle{0};               ///< one-way latency allowed between home and site; 0 = no limit
  /// Already run when the simulation begins (jobs of the warm start); in no count.
  Duration elapsed{0};
  bool warm = false;
};

/// The life of a job; it is in exactly one state at any date.
enum class JobState : std::uint8_t {
  waiting,    ///< known to its dispatcher, not placed (or deferred, or refused)
  matching,   ///< placed, the platform's matching delay runs
  staging,    ///< its data set travels to the site
  queued,     ///< in the site's queue
  running,    ///< holds its accelerators
  returning,  ///< its results travel home
  done,       ///< over, also when killed at its requested time
  killed,
  rejected,  ///< can never run anywhere it may go
};
inline constexpr int kJobStates = 9;
[[nodiscard]] const char* to_text(JobState state);

}  // namespace eastwest
