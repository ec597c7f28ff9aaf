// Score `home`: the job's own province first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> home_score() {
  return {.description = {.name = "home",
                          .summary = "Prefers sites in the province where the job comes from.",
                          .rule = "0 in the home province, 1 elsewhere. A node without a province "
                                  "counts as a province of its own.",
                          .limits = "Says nothing about the order of the others: add `nearest`.",
                          .source = "Local-first rule of provincial platforms.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Score {
            return [](const Candidate& candidate) {
              const NodeId home = candidate.job.home;
              const ProvinceId province = candidate.view.world().nodes[home.index()].province;
              const bool same = province.valid() ? candidate.details.province == province
                                                 : candidate.details.node == home;
              return same ? 0.0 : 1.0;
            };
          }};
}

}  // namespace eastwest
