// Implements sim/experiment/scenario_concerns.hpp.
#include "sim/experiment/scenario_concerns.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "sim/experiment/run_assembly.hpp"
#include "sim/world/span.hpp"

namespace eastwest {
namespace {

/// The most that each span ever leaves to transfers in one direction, by SpanId.
std::vector<BitsPerSecond> best_capacities(const LoadedScenario& loaded) {
  const World& world = loaded.world;
  std::vector<BitsPerSecond> best;
  for (std::size_t index = 0; index < span_count(world); ++index) {
    const SpanId span(index);
    std::int64_t waves = waves_of(world, span);
    for (const Upgrade& upgrade : loaded.scenario.network_plan.upgrades) {
      if (upgrade.span == span) waves = std::max(waves, upgrade.waves);
    }
    BitsPerSecond most{0};
    for (int hour = 0; hour < 24; ++hour) {
      most = std::max(most, capacity_of(world, span, waves, std::chrono::hours{hour}));
    }
    best.push_back(most);
  }
  return best;
}

void warn(const LoadedScenario& loaded, const std::string& key, std::string message,
          std::string hint, Diagnostics& diagnostics) {
  const YamlNode* node = &loaded.document;
  if (const YamlNode* network = node->find("network")) {
    node = network;
    if (const YamlNode* value = network->find(key)) node = value;
  }
  add_warning(diagnostics, *node, "network." + key, std::move(message), std::move(hint));
}

}  // namespace

Diagnostics scenario_concerns(const LoadedScenario& loaded, const ModelRegistries& registries) {
  Diagnostics diagnostics;
  const Scenario& scenario = loaded.scenario;
  const auto dispatch = registries.dispatches.at(scenario.dispatch.name)
                            .make(scenario.dispatch.parameters, registries, loaded.world);
  if (ways_max_of(scenario) > 1 && !dispatch->chooses_ways()) {
    warn(loaded, "routes",
         "no transfer takes any way but the first: the dispatch's route rule is `shortest`",
         "write dispatch: {route: widest} or {route: ecmp}, or leave `routes` out", diagnostics);
  }
  const auto concerns = registries.network_concerns.find(scenario.network.name);
  if (concerns == registries.network_concerns.end()) return diagnostics;
  const std::vector<BitsPerSecond> best = best_capacities(loaded);
  for (ParameterProblem& one : concerns->second(scenario.network.parameters, loaded.world, best)) {
    warn(loaded, one.key, std::move(one.message), std::move(one.hint), diagnostics);
  }
  return diagnostics;
}

std::string all_warnings(const LoadedScenario& loaded, const ModelRegistries& registries) {
  const std::string more = scenario_concerns(loaded, registries).text();
  return loaded.warnings + (loaded.warnings.empty() || more.empty() ? "" : "\n") + more;
}

}  // namespace eastwest
