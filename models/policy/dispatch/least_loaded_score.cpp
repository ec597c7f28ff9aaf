// Score `least-loaded`: the site with the smallest committed share first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> least_loaded_score() {
  return {
      .description = {.name = "least-loaded",
                      .summary = "Prefers the site with the smallest share of its accelerators "
                                 "taken or promised.",
                      .rule = "(allocated + incoming + queued) / accelerators, in the published "
                              "picture.",
                      .limits = "As old as the picture; small sites fill as fast as large ones.",
                      .source = "Join-the-least-loaded, weighted by size.",
                      .schema = {}},
      .make = [](const Parameters&, const World&) -> Score {
        return [](const Candidate& candidate) {
          const SitePicture& site = candidate.site;
          return static_cast<double>(site.allocated + site.incoming + site.queued) /
                 static_cast<double>(site.accelerators);
        };
      }};
}

}  // namespace eastwest
