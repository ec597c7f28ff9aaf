// Platform `nation`: one dispatcher sees every site and places the jobs of every city.
#include "models/policy/platform/platform_parameters.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<PlatformFactory> nation_platform() {
  return {
      .description = {.name = "nation",
                      .summary = "One dispatcher sees all sites and places all jobs.",
                      .rule = "One silo with every site and every node.",
                      .limits = "None.",
                      .source = "The unified national platform that the policy papers call for.",
                      .schema = platform_schema()},
      .make = [](const Parameters& parameters, const World& world) {
        Silo nation{.name = "nation", .sites = {}, .homes = {}};
        for (std::size_t i = 0; i < world.sites.size(); ++i) nation.sites.emplace_back(i);
        for (std::size_t i = 0; i < world.nodes.size(); ++i) nation.homes.emplace_back(i);
        return platform_rules(parameters, {std::move(nation)});
      }};
}

}  // namespace eastwest
