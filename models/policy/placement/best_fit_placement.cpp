// Placement `best-fit`: the node that the job leaves with the least free.
#include "models/policy/placement/fit_score.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class BestFitPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& choice) override {
    return least_candidate(choice,
                           [&](const NodeState& state) { return free_score(state, choice.most); });
  }
};

}  // namespace

Registered<PlacementFactory> best_fit_placement() {
  return {.description = {.name = "best-fit",
                          .summary = "The node that the job leaves with the least free.",
                          .rule = "Least free accelerators / most of a node + free CPU / most of a "
                                  "node, of the nodes that can take the job; ties go to the "
                                  "earlier node. A fraction goes to the accelerator of the node "
                                  "with the least left that is enough.",
                          .limits = "Sums what cannot be exchanged: a node with much CPU and no "
                                    "accelerators left looks empty. Memory is not looked at, but "
                                    "for whether the job fits.",
                          .source = "Best fit over two resources with equal weights, as in Weng et "
                                    "al., USENIX ATC 2023 (there the sum is cut to whole "
                                    "hundredths before it is compared).",
                          .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<PlacementPolicy> {
            return std::make_unique<BestFitPlacement>();
          }};
}

}  // namespace eastwest
