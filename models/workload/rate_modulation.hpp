// Random switching between rates: the environment of a Markov-modulated Poisson process.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// A factor with mean 1 that stays exponentially long in each of n states and then goes to any
/// other with the same probability. In the long run state i has the share sojourn_i / sum of
/// sojourns, and the path looks the same backwards, so it can be followed in both directions.
class RateModulation {
 public:
  /// None: the factor is 1 for ever.
  RateModulation() = default;
  /// Relative rates and mean sojourns (seconds) of at least two states; some rate is positive. At
  /// `context.first` the state is drawn from its stationary law.
  RateModulation(std::vector<double> rates, std::vector<double> sojourns,
                 const WorkloadContext& context);

  /// The factor from now to `until()`; now is `context.first` until the first step.
  [[nodiscard]] double factor() const { return factors_.empty() ? 1 : factors_[state_]; }
  [[nodiscard]] Date until() const { return until_; }
  /// Goes on to the next state, at `until()`.
  void step();
  [[nodiscard]] double maximum() const { return maximum_; }
  /// The factor so long before `context.first`; one entry for each age (at least 0, any order).
  [[nodiscard]] std::vector<double> before_first(const std::vector<Duration>& ages) const;

 private:
  enum class Draw : std::uint32_t;
  [[nodiscard]] double uniform(std::uint64_t number, Draw what) const;
  [[nodiscard]] Duration sojourn(std::size_t state, double u) const;
  [[nodiscard]] std::size_t other_than(std::size_t state, double u) const;

  std::vector<double> factors_;   // by state; empty: no modulation
  std::vector<double> sojourns_;  // seconds, by state
  RandomSource random_{0, 0};
  std::uint32_t family_ = 0;
  double maximum_ = 1;
  std::size_t first_state_ = 0;
  std::size_t state_ = 0;
  std::uint64_t steps_ = 0;
  Date until_ = kNever;
};

}  // namespace eastwest
