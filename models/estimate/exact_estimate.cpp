// Estimates `exact`: policies are told the true run time.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<EstimateFactory> exact_estimate() {
  return {
      .description = {.name = "exact",
                      .summary = "Policies are told the true run time (clairvoyant).",
                      .rule = "estimate = run time",
                      .limits = "Clairvoyant: what no system can do; an upper end for comparison.",
                      .source = "Clairvoyant scheduling.",
                      .schema = {}},
      .make = [](const Parameters&) -> RuntimeEstimate {
        return [](const Job& job, std::uint64_t, const RandomSource&) -> std::optional<Duration> {
          return job.run_time;
        };
      }};
}

}  // namespace eastwest
