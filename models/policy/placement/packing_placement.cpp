// Placement `packing`: what is broken up already is filled first, what is whole is kept whole.
#include <algorithm>
#include <cstdint>
#include <tuple>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class PackingPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& choice) override {
    const NodeDemand& demand = choice.demand;
    const bool is_fraction = demand.accelerators > 0 && demand.share < kWholeAccelerator;
    return least_candidate(choice, [&](const NodeState& state) {
      const std::int32_t tightest = is_fraction ? tightest_share(state, demand.share) : 0;
      // A job without accelerators goes where there are none to block.
      const bool wakes = state.jobs == 0;
      const bool breaks = tightest == kWholeAccelerator;
      const std::int64_t blocks = demand.accelerators == 0 ? state.free_thousandths : 0;
      return std::tuple(blocks, breaks, wakes, tightest, state.whole_free, state.free_thousandths);
    });
  }

 private:
  [[nodiscard]] static std::int32_t tightest_share(const NodeState& state, std::int32_t share) {
    std::int32_t tightest = kWholeAccelerator;
    for (const std::int32_t left : state.free) {
      if (left >= share) tightest = std::min(tightest, left);
    }
    return tightest;
  }
};

}  // namespace

Registered<PlacementFactory> packing_placement() {
  return {
      .description =
          {.name = "packing",
           .summary = "What is broken up already is filled first, what is whole is kept whole.",
           .rule = "Of the nodes that can take the job, in this order: for a job without "
                   "accelerators the one with the fewest of them free; for a fraction one with an "
                   "accelerator that is in use and has enough left; one that is in use; for a "
                   "fraction the one whose accelerator has the least left; the fewest whole "
                   "accelerators free; the fewest thousandths free; the earlier one.",
           .limits = "Knows nothing of the jobs to come. CPU and memory are not looked at, but for "
                     "whether the job fits: it can leave accelerators without CPU.",
           .source = "Own rule, after the packing baseline of Weng et al., USENIX ATC 2023.",
           .schema = {}},
      .make = [](const Parameters&) -> std::unique_ptr<PlacementPolicy> {
        return std::make_unique<PackingPlacement>();
      }};
}

}  // namespace eastwest
