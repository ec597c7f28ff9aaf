// Score `random`: no preference; the draw depends on job and site only.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> random_score() {
  return {.description = {.name = "random",
                          .summary = "Prefers nothing: every candidate has the same chance.",
                          .rule = "A uniform draw for (job, site), the same whenever it is asked.",
                          .limits = "Every site alike, whatever its size.",
                          .source = "Random dispatch, the baseline to beat.",
                          .schema = {}},
          .make = [](const Parameters&, const World&) -> Score {
            return [](const Candidate& candidate) {
              return candidate.view.random().uniform(
                  0, candidate.job.serial, Purpose::dispatch_score,
                  static_cast<std::uint32_t>(candidate.site.site.value));
            };
          }};
}

}  // namespace eastwest
