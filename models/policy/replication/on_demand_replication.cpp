// Replication `on-demand`: what is moved for a job is kept at its site.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class OnDemandReplication final : public ReplicationPolicy {
 public:
  [[nodiscard]] bool keeps_what_is_staged() const override { return true; }
};

}  // namespace

Registered<ReplicationFactory> on_demand_replication() {
  return {.description = {.name = "on-demand",
                          .summary = "What is moved for a job stays in the hot pool of its site.",
                          .rule = "Kept where the pool has room or the cache policy makes some; "
                                  "streamed otherwise.",
                          .limits = "A set has to be waited for once at every site.",
                          .source = "Caching as in data grids (Ranganathan and Foster, GRID 2001).",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> std::unique_ptr<ReplicationPolicy> {
            return std::make_unique<OnDemandReplication>();
          }};
}

}  // namespace eastwest
