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

std::vector<AssembledWork::WorkloadLoad> AssembledWork::by_workload() const {
  std::vector<WorkloadLoad> loads;
  for (std::size_t i = 0; i < parts_.workloads.size(); ++i) {
    const Workload& workload = *parts_.workloads[i];
    WorkloadLoad load{.name = loaded_.scenario.workloads[i].name, .offered = 0, .means = {}};
    for (const double part : workload.offered_accelerators()) load.offered += part;
    const auto* generator = dynamic_cast<const KnownMeans*>(&workload);
    if (generator != nullptr) load.means = generator->means();
    loads.push_back(std::move(load));
  }
  return loads;
}

std::vector<ProvinceLoad> AssembledWork::by_province() const {
  return load_by_province(loaded_.world, parts_.workloads);
}

}  // namespace eastwest
