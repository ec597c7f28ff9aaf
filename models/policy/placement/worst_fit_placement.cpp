// Placement `worst-fit`: the node with the most free, so that load is spread.
#include <algorithm>

#include "models/policy/placement/fit_score.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class WorstFitPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& choice) override {
    return least_candidate(choice,
                           [&](const NodeState& state) { return -free_score(state, choice.most); });
  }
  [[nodiscard]] std::size_t accelerator(const NodeState& node,
                                        std::span<const std::int32_t> fitting,
                                        double /*draw*/) override {
    const auto left = [&](std::int32_t number) {
      return node.free[static_cast<std::size_t>(number)];
    };
    const auto loosest =
        std::max_element(fitting.begin(), fitting.end(),
                         [&](std::int32_t a, std::int32_t b) { return left(a) < left(b); });
    return static_cast<std::size_t>(loosest - fitting.begin());
  }
};

}  // namespace

Registered<PlacementFactory> worst_fit_placement() {
  return {.description = {.name = "worst-fit",
                          .summary = "The node with the most free: load is spread.",
                          .rule = "Most free accelerators / most of a node + free CPU / most of a "
                                  "node, of the nodes that can take the job; ties go to the "
                                  "earlier node. A fraction goes to the accelerator of the node "
                                  "with the most left.",
                          .limits = "Leaves no whole node for jobs that need one.",
                          .source = "Worst fit, the rule of load balancing.",
                          .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<PlacementPolicy> {
            return std::make_unique<WorstFitPlacement>();
          }};
}

}  // namespace eastwest
