// Assembles with the network that needs no library of others; loads do not depend on it.
#include "tools/eastwest/assembled_work.hpp"

#include <utility>

#include "sim/results/offered_load.hpp"

namespace eastwest {
namespace {

LoadedScenario without_network(LoadedScenario loaded) {
  loaded.scenario.network = {.name = "uncontended", .parameters = {}};
  return loaded;
}

}  // namespace

AssembledWork::AssembledWork(const LoadedScenario& loaded, const ModelRegistries& models)
    : loaded_(without_network(loaded)),
      no_routes_(World{}, ways_max_of(loaded.scenario)),
      parts_(assemble_parts(loaded_, models, no_routes_)) {}

std::vector<double> AssembledWork::offered() const {
  return offered_by_silo(loaded_.world, parts_.platform, parts_.workloads);
}

std::vector<ProvinceLoad> AssembledWork::by_province() const {
  return load_by_province(loaded_.world, parts_.workloads);
}

}  // namespace eastwest
