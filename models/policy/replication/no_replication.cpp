// Replication `none`: what is moved for a job is for that job alone.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class NoReplication final : public ReplicationPolicy {
 public:
  [[nodiscard]] bool keeps_what_is_staged() const override { return false; }
};

}  // namespace

Registered<ReplicationFactory> no_replication() {
  return {.description = {.name = "none",
                          .summary = "No copies are made: every job has its sets streamed.",
                          .rule = "What is staged is not kept; jobs that wait for the same set at "
                                  "the same site at the same time share its transfer.",
                          .limits = "Copies that stand at the start are used all the same.",
                          .source = "No caching, the baseline of every data grid.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> std::unique_ptr<ReplicationPolicy> {
            return std::make_unique<NoReplication>();
          }};
}

}  // namespace eastwest
