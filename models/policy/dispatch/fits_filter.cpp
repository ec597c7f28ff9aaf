// Filter `fits`: the published picture shows room for the job now.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<FilterFactory> fits_filter() {
  return {.description = {.name = "fits",
                          .summary = "The site has room for the job now, as far as is published.",
                          .rule = "accelerators - allocated - incoming - queued >= the job's "
                                  "accelerators, in the published picture; jobs without "
                                  "accelerators (they store) always pass.",
                          .limits = "As old as the picture.",
                          .source = "Admission test of every matchmaker.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Filter {
            return [](const Candidate& candidate) {
              return candidate.job.accelerators == 0 ||
                     candidate.site.uncommitted() >= candidate.job.accelerators;
            };
          }};
}

}  // namespace eastwest
