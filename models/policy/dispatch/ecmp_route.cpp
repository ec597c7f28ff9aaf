// Route rule `ecmp`: transfers are spread over the ways that are as short as the shortest, or
// nearly.
#include <algorithm>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<RouteFactory> ecmp_route() {
  Parameter within{.name = "within",
                   .kind = ParameterKind::quantity,
                   .help = "how much longer than the shortest a way may be; 0 %: equally long only",
                   .dimension = Dimension::fraction,
                   .fallback = "0 %",
                   .minimum = 0,
                   .maximum = 10};
  return {
      .description =
          {.name = "ecmp",
           .summary = "Each transfer takes one of the ways that are (nearly) as short as the "
                      "shortest, drawn by its number.",
           .rule = "Of the ways with latency <= (1 + within) x the least one: way number (random "
                   "bits of seed, job and direction) modulo their count.",
           .limits =
               "Needs network.routes above 1, and sees at most so many ways. Blind to load and "
               "capacity. Real lengths are hardly ever equal: in the national world give a "
               "`within`.",
           .source = "Equal-cost multi-path by flow hash: Hopps, RFC 2992, 2000.",
           .schema = {within}},
      .make = [](const Parameters& parameters) -> RouteRule {
        const double longest = 1 + parameters.number("within");
        return [longest](const WayChoice& choice) -> std::size_t {
          const Topology& topology = choice.view.topology();
          const double limit = longest * to_seconds(topology.route(choice.ways[0]).latency);
          const auto end = std::find_if(choice.ways.begin(), choice.ways.end(), [&](RouteId way) {
            return to_seconds(topology.route(way).latency) > limit;
          });
          const auto count = static_cast<std::uint64_t>(end - choice.ways.begin());
          // Rounding may put the shortest itself above a limit of 0 %.
          if (count < 2) return 0;
          const auto draw = static_cast<std::uint32_t>(choice.direction);
          return choice.view.random().bits(0, choice.job.serial, Purpose::route_choice, draw) %
                 count;
        };
      }};
}

}  // namespace eastwest
