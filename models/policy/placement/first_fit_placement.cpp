// Placement `first-fit`: the first node of the site's list that can take the job.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class FirstFitPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& /*choice*/) override { return 0; }
};

}  // namespace

Registered<PlacementFactory> first_fit_placement() {
  return {.description = {.name = "first-fit",
                          .summary = "The first node of the site's list that can take the job.",
                          .rule = "Nodes in the order of the list. A fraction goes to the "
                                  "accelerator of the node with the least left that is enough.",
                          .limits = "Looks at nothing but whether it fits.",
                          .source = "First fit, the oldest rule of bin packing.",
                          .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<PlacementPolicy> {
            return std::make_unique<FirstFitPlacement>();
          }};
}

}  // namespace eastwest
