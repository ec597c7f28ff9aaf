// Failures of a job that holds many nodes, and the time that it is expected to take with them.
#pragma once

#include <cstdint>
#include <optional>

#include "models/training/utilisation.hpp"
#include "sim/world/failure_terms.hpp"

namespace eastwest {

/// Mean time between failures of a job on so many nodes: each fails by itself, as a Poisson
/// process, and any failure stops the job, so that the job's failures are one Poisson process with
/// the sum of the rates.
[[nodiscard]] Seconds between_failures(std::int64_t nodes, double per_node_day);

/// What a job does beside computing.
struct Interruptions {
  Seconds interval{0};  ///< computing between two checkpoints; 0 = none are written
  Seconds stall{0};     ///< computing stands still while one is written
  Seconds restart{0};   ///< from a failure to computing again
  /// None: nothing fails.
  std::optional<Seconds> between_failures;
};

/// Expected time to compute for `productive` seconds. With failures: Daly's exact expectation
/// M e^(R/M) (e^((tau + C)/M) - 1) for each of the segments of tau; the last one may be shorter
/// and ends with a checkpoint, too. Failures also come while checkpoints are written and while the
/// job restarts. Infinite if that is beyond the largest number.
[[nodiscard]] Seconds expected_time(Seconds productive, const Interruptions& interruptions);

/// (1 - C/tau) (1 - (tau/2 + R)/M): the first-order share, valid where tau + R is far below M.
/// Throws Defect where it would be below 0.
[[nodiscard]] Goodput first_order_goodput(const Interruptions& interruptions);

}  // namespace eastwest
