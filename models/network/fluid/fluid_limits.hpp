// How long each link of the network `fluid` was full and set the pace, exact at every solve.
#pragma once

#include <cstdint>
#include <vector>

#include "models/network/fluid/fluid_number.hpp"
#include "models/network/fluid/fluid_shares.hpp"
#include "sim/engine/network.hpp"

namespace eastwest::fluid {

/// Integrates what the solver says of the links over time. A solve costs one step for each link
/// that it has noticed; nothing is done for bundles or transfers.
class FluidLimits {
 public:
  explicit FluidLimits(std::size_t links) : links_(links) {}

  /// To be called after each solve, which holds from `now` on; `weight` is that of all transfers.
  void note(const FluidShares& shares, std::int64_t weight, Instant now);
  [[nodiscard]] LimitBook book(Instant now) const;

 private:
  /// A whole number over time, in units of 2^-32 ns.
  struct Integral {
    std::int64_t value = 0;
    Instant since;
    Wide sum = 0;

    [[nodiscard]] Wide at(Instant now) const;
    void change(std::int64_t new_value, Instant now);
  };
  struct OfLink {
    Integral saturated;  ///< 0 or 1
    Integral limited;    ///< weight
  };

  std::vector<OfLink> links_;
  Integral all_;  ///< weight of all transfers
};

}  // namespace eastwest::fluid
