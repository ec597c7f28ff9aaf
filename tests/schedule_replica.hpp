// An independent replica of the backfilling rules: slow, plain, and sharing no code with the
// policies.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace eastwest::replica {

/// One job; whole seconds (or any other whole unit).
struct LogJob {
  std::string id;  ///< digits, zero-padded: text order = number order
  std::int64_t submit = 0;
  std::int64_t procs = 0;
  std::int64_t run_time = 0;
  std::int64_t walltime = 0;
};

enum class Rule { fcfs, easy, easy_nodes, conservative };

/// Start of every job by id; a job larger than the machine has none.
using Starts = std::map<std::string, std::int64_t>;

/// The schedule of a machine of `nodes` nodes. The rules, for all: a pass at each distinct time
/// after all completions and submissions; queue order (submit, id); real duration min(run_time,
/// walltime); estimate walltime, never corrected; larger than the machine: rejected.
[[nodiscard]] Starts schedule(std::vector<LogJob> jobs, std::int64_t nodes, Rule rule);

/// 10,000 jobs for a machine of 256 nodes, from fixed draws: powers of two and odd sizes, walltimes
/// that are reached, jobs submitted at one time, a few larger than the machine.
[[nodiscard]] std::vector<LogJob> own_log();

}  // namespace eastwest::replica
