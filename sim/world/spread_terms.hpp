// On which terms one training run is computed by several sites at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/job.hpp"

namespace eastwest {

/// What the sites exchange.
enum class SpreadMethod : std::uint8_t {
  data,         ///< gradients after every step, round a ring
  pipeline,     ///< activations of every micro-batch, along a chain, both ways
  local_steps,  ///< changes of the weights after some steps, round a ring
};

/// A run across sites. Its run time is the computing alone; what it waits for is simulated.
struct SpreadTerms {
  SpreadMethod method = SpreadMethod::data;
  /// Accelerators of each part, two or more, in the order of the sites' ids.
  std::vector<std::int64_t> parts;
  /// The sites, ascending, if the job names them; else a dispatcher chooses.
  std::vector<SiteId> sites;
  Duration latency{0};     ///< one way, allowed between any two of its sites; 0: no limit
  std::int64_t steps = 1;  ///< of the whole run
  /// Steps from one exchange to the next; the last one may come earlier.
  double steps_per_exchange = 1;
  /// Of one exchange, over each edge of the ring, or over each of the chain's both ways.
  double bytes_per_exchange = 0;
  /// So many steps' time of each exchange hides behind computing.
  double hidden_steps = 0;
  std::int64_t micro_batches = 1;        ///< pipeline: of a step
  std::int64_t micro_batches_ahead = 1;  ///< pipeline: that a stage may have under way
  BitsPerSecond rate_per_accelerator;    ///< the most that a part sends for each; 0: no cap
  /// Simulated as one: so many exchanges travel together.
  std::int64_t exchanges_per_block = 1;
};

/// The accelerators that a job asks of one site, at most.
[[nodiscard]] inline std::int64_t most_of_one_site(const Job& job) {
  if (!job.spread) return job.accelerators;
  return *std::max_element(job.spread->parts.begin(), job.spread->parts.end());
}

}  // namespace eastwest
