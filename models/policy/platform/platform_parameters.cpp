// Schema and reading of the keys that every platform has.
#include "models/policy/platform/platform_parameters.hpp"

#include <utility>

namespace eastwest {

namespace {

constexpr double kSecondsPerYear = 366.0 * 86400;

}  // namespace

Schema platform_schema() {
  return {{.name = "refresh",
           .kind = ParameterKind::quantity,
           .help = "time between two published pictures of the sites; `0 s`: always fresh",
           .dimension = Dimension::duration,
           .fallback = "5 min",
           .minimum = 0,
           .maximum = kSecondsPerYear},
          {.name = "matching_delay",
           .kind = ParameterKind::quantity,
           .help = "time from a dispatcher's decision to its effect",
           .dimension = Dimension::duration,
           .fallback = "0 s",
           .minimum = 0,
           .maximum = kSecondsPerYear},
          {.name = "remember_own",
           .kind = ParameterKind::boolean,
           .help = "dispatchers add their own decisions to the picture until the next one; without "
                   "it they send job after job to the same free site (herding)",
           .fallback = "true"}};
}

PlatformRules platform_rules(const Parameters& parameters, std::vector<Silo> silos) {
  return {.silos = std::move(silos),
          .refresh = parameters.duration("refresh"),
          .matching_delay = parameters.duration("matching_delay"),
          .remember_own = parameters.boolean("remember_own")};
}

}  // namespace eastwest
