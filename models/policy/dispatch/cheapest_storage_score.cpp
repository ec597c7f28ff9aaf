// Score `cheapest-storage`: sites whose cold pool costs least come first, for jobs that store.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> cheapest_storage_score() {
  return {.description = {.name = "cheapest-storage",
                          .summary = "Prefers the site with the cheapest cold pool, for jobs that "
                                     "store.",
                          .rule = "CNY per GB and 30 days of the cold pool; 0 for all other jobs.",
                          .limits = "The price of storage alone: no transfer, no retrieval.",
                          .source = "The cost argument of \"East Data, West Storage\".",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Score {
            return [](const Candidate& candidate) {
              const DataView* data = candidate.view.data();
              if (data == nullptr || candidate.job.data == nullptr || !candidate.job.data->stores) {
                return 0.0;
              }
              return data->plan().pool(candidate.site.site, PoolKind::cold).monthly_price;
            };
          }};
}

}  // namespace eastwest
