// Shares accelerators out among elastic jobs by marginal gain, and weighs what resizes cost.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/elastic_terms.hpp"

namespace eastwest {

/// A job that takes part: it waits and has been admitted, or runs and may be resized.
struct WidthShare {
  const ElasticTerms* terms = nullptr;
  double remaining = 0;      ///< seconds at the reference width
  std::int64_t current = 0;  ///< accelerators that it holds; 0: it waits
  double cost = 0;           ///< seconds without work that a resize costs it now
  std::int64_t target = 0;   ///< the plan: accelerators that it is to have

  /// Seconds that it takes from now on so many accelerators.
  [[nodiscard]] double time_on(std::int64_t accelerators) const;
  [[nodiscard]] bool is_resized() const { return current > 0 && target != current; }
};

/// Sets the targets. `room`: accelerators that they have together, what runs holds included; at
/// least the sum of all least widths. A plan is better than another if the sum of remaining times
/// is smaller by more than `payback` times what it costs more.
///   spread: all begin at their least width; the next step goes to whoever gains most time per
///     accelerator, while anybody gains and it fits (Optimus). Resizes that do not pay for
///     themselves are then left out.
///   keep: whoever runs keeps what it has, less what the waiting ones need for their least widths
///     (from whoever loses least per accelerator); what is free is given as above, to running jobs
///     if it pays.
/// The better of the two is taken. Cost: O((jobs + steps) log jobs), a step from one width to the
/// next.
void plan_widths(std::vector<WidthShare>& shares, std::int64_t room, double payback);

}  // namespace eastwest
