// Score `nearest`: sites close to the job's home first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> nearest_score() {
  return {.description = {.name = "nearest",
                          .summary = "Prefers the site with the least latency from the job's home.",
                          .rule = "One-way optical latency of the shortest route, in seconds.",
                          .limits = "Knows nothing of the load on the route.",
                          .source = "Nearest-site dispatch, the usual baseline.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Score {
            return [](const Candidate& candidate) {
              return to_seconds(
                  candidate.view.topology().latency(candidate.job.home, candidate.details.node));
            };
          }};
}

}  // namespace eastwest
