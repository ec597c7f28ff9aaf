// Filter `circle`: the site lies within a latency circle around the job's home.
#include <optional>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<FilterFactory> circle_filter() {
  Parameter limit{.name = "limit",
                  .kind = ParameterKind::quantity,
                  .help = "circle of every job, in addition to the job's own if it has one",
                  .dimension = Dimension::duration,
                  .minimum = 0,
                  .maximum = 3600};
  Parameter factor{.name = "latency_factor",
                   .kind = ParameterKind::quantity,
                   .help =
                       "measured latency over optical latency; 1 = light in fibre, no equipment "
                       "or protocol on top",
                   .fallback = "1",
                   .minimum = 1,
                   .maximum = 100};
  return {
      .description = {.name = "circle",
                      .summary = "The site is within the job's latency circle around its home.",
                      .rule = "latency_factor x one-way optical latency from home to site <= the "
                              "job's own circle (where it has one), and <= limit (where given).",
                      .limits = "Optical layer of the shortest route: no queueing, no load. With "
                                "a factor of 1 the job's own circle is respected by `scored` "
                                "even without this filter.",
                      .source = "Circles of 5, 10 and 20 ms in the national planning papers.",
                      .schema = {limit, factor}},
      .make = [](const Parameters& parameters, const World&) -> Filter {
        std::optional<double> limit_seconds;
        if (parameters.has("limit")) limit_seconds = parameters.number("limit");
        const double latency_factor = parameters.number("latency_factor");
        return [limit_seconds, latency_factor](const Candidate& candidate) {
          const Duration latency =
              candidate.view.topology().latency(candidate.job.home, candidate.details.node);
          if (latency == Topology::kUnreachable) return false;
          const double seconds = latency_factor * to_seconds(latency);
          const Duration own = candidate.job.circle;
          if (own > Duration{0} && seconds > to_seconds(own)) return false;
          return !limit_seconds || seconds <= *limit_seconds;
        };
      }};
}

}  // namespace eastwest
