// The path of states, forwards from the first date and backwards from it.
#include "models/workload/rate_modulation.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/base/elementary.hpp"

namespace eastwest {

/// Draws of Purpose::interarrival that are not times between arrivals (those are draw 0).
enum class RateModulation::Draw : std::uint32_t {
  first_state = 1,
  sojourn = 2,
  next = 3,
  past_sojourn = 4,
  previous = 5
};

RateModulation::RateModulation(std::vector<double> rates, std::vector<double> sojourns,
                               const WorkloadContext& context)
    : factors_(std::move(rates)),
      sojourns_(std::move(sojourns)),
      random_(context.random),
      family_(static_cast<std::uint32_t>(context.id.index())) {
  EW_CHECK(factors_.size() >= 2 && factors_.size() == sojourns_.size(), "{} rates, {} sojourns",
           factors_.size(), sojourns_.size());
  const double cycle = std::accumulate(sojourns_.begin(), sojourns_.end(), 0.0);
  const double mean =
      std::inner_product(factors_.begin(), factors_.end(), sojourns_.begin(), 0.0) / cycle;
  EW_CHECK(mean > 0, "a modulation that allows no arrivals");
  for (double& factor : factors_) factor /= mean;
  maximum_ = *std::max_element(factors_.begin(), factors_.end());
  double left = uniform(0, Draw::first_state) * cycle;
  while (state_ + 1 < sojourns_.size() && left >= sojourns_[state_]) left -= sojourns_[state_++];
  first_state_ = state_;
  // An exponential sojourn has no memory: what is left of the one under way has its own law.
  until_ = context.first + sojourn(state_, uniform(0, Draw::sojourn));
}

void RateModulation::step() {
  state_ = other_than(state_, uniform(steps_, Draw::next));
  ++steps_;
  until_ += sojourn(state_, uniform(steps_, Draw::sojourn));
}

std::vector<double> RateModulation::before_first(const std::vector<Duration>& ages) const {
  std::vector<double> found(ages.size(), 1);
  if (factors_.empty()) return found;
  std::vector<std::size_t> order(ages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&ages](std::size_t a, std::size_t b) { return ages[a] < ages[b]; });
  std::size_t state = first_state_;
  std::uint64_t changes = 0;
  Duration reached = sojourn(state, uniform(0, Draw::past_sojourn));
  for (const std::size_t i : order) {
    while (ages[i] > reached) {
      state = other_than(state, uniform(changes, Draw::previous));
      ++changes;
      reached += sojourn(state, uniform(changes, Draw::past_sojourn));
    }
    found[i] = factors_[state];
  }
  return found;
}

double RateModulation::uniform(std::uint64_t number, Draw what) const {
  return random_.uniform(family_, number, Purpose::interarrival, static_cast<std::uint32_t>(what));
}

Duration RateModulation::sojourn(std::size_t state, double u) const {
  return std::max(Duration{1}, from_seconds_up(-portable_log(u) * sojourns_[state]));
}

std::size_t RateModulation::other_than(std::size_t state, double u) const {
  const std::size_t others = sojourns_.size() - 1;
  const auto drawn =
      std::min(others - 1, static_cast<std::size_t>(u * static_cast<double>(others)));
  return drawn < state ? drawn : drawn + 1;
}

}  // namespace eastwest
