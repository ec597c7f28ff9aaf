// Estimates `requested`: policies are told what the job's owner asked for.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<EstimateFactory> requested_estimate() {
  return {
      .description = {.name = "requested",
                      .summary = "Policies are told the time that the job's owner asked for.",
                      .rule = "estimate = requested time; none for a job without a request",
                      .limits = "Owners ask for more than they need; many traces have no requests.",
                      .source = "Backfilling practice since EASY (Lifka 1995).",
                      .schema = {}},
      .make = [](const Parameters&) -> RuntimeEstimate {
        return [](const Job& job, std::uint64_t, const RandomSource&) -> std::optional<Duration> {
          if (job.requested <= Duration{0}) return std::nullopt;
          return job.requested;
        };
      }};
}

}  // namespace eastwest
