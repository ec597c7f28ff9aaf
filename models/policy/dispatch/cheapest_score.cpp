// Score `cheapest`: sites where an hour of computing costs least electricity first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<ScoreFactory> cheapest_score() {
  return {
      .description = {.name = "cheapest",
                      .summary = "Prefers the site with the cheapest electricity for the IT load.",
                      .rule = "Electricity price x PUE: CNY per kWh that reaches the computers.",
                      .limits = "The site's mean price and PUE; the same power for an accelerator "
                                "everywhere, no tariff by the hour, no price of the network.",
                      .source = "The cost argument of \"East Data, West Computing\".",
                      .schema = {}},
      .make = [](const Parameters&, const World&) -> Score {
        return [](const Candidate& candidate) {
          return candidate.details.electricity_price.value() * candidate.details.pue.value();
        };
      }};
}

}  // namespace eastwest
