// Estimates `none`: policies know nothing of run times.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<EstimateFactory> no_estimate() {
  return {
      .description = {.name = "none",
                      .summary = "Policies are told nothing about run times.",
                      .rule = "no estimate",
                      .limits = "Schedules that order by estimate fall back to order of arrival.",
                      .source = "Non-clairvoyant scheduling.",
                      .schema = {}},
      .make = [](const Parameters&) -> RuntimeEstimate {
        return [](const Job&, std::uint64_t, const RandomSource&) -> std::optional<Duration> {
          return std::nullopt;
        };
      }};
}

}  // namespace eastwest
