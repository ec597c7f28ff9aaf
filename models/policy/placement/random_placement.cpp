// Placement `random`: every node that can take the job has the same chance.
#include <algorithm>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class RandomPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& choice) override {
    return drawn(choice.draw, choice.candidates.size());
  }
  [[nodiscard]] std::size_t accelerator(const NodeState& /*node*/,
                                        std::span<const std::int32_t> fitting,
                                        double draw) override {
    return drawn(draw, fitting.size());
  }

 private:
  [[nodiscard]] static std::size_t drawn(double draw, std::size_t count) {
    return std::min(count - 1, static_cast<std::size_t>(draw * static_cast<double>(count)));
  }
};

}  // namespace

Registered<PlacementFactory> random_placement() {
  return {.description = {.name = "random",
                          .summary = "Every node that can take the job has the same chance.",
                          .rule = "A uniform draw among the nodes that can take it; of a fraction, "
                                  "another among the accelerators of that node with enough left. "
                                  "Draws depend on seed, replication and job only.",
                          .limits = "The baseline to beat: it spreads, and so breaks up nodes.",
                          .source = "Random, as in Weng et al., USENIX ATC 2023.",
                          .schema = {}},
          .make = [](const Parameters&) -> std::unique_ptr<PlacementPolicy> {
            return std::make_unique<RandomPlacement>();
          }};
}

}  // namespace eastwest
