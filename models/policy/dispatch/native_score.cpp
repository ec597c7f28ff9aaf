// Score `native`: sites where the job's program runs as it is come first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> native_score() {
  return {.description = {.name = "native",
                          .summary = "Prefers sites for whose family of accelerators the job's "
                                     "program was developed.",
                          .rule = "0 there, 1 where it would have to be ported (`chips` of its "
                                  "workload).",
                          .limits = "Does not weigh how long porting takes against the wait.",
                          .source = "Soft affinity, as in cluster managers.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Score {
            return [](const Candidate& candidate) {
              const MobilityTerms* terms = candidate.job.mobility;
              if (terms == nullptr) return 0.0;
              const MobilityTerms::Fit fit = terms->at(candidate.site.site).fit;
              return fit == MobilityTerms::Fit::own ? 0.0 : 1.0;
            };
          }};
}

}  // namespace eastwest
