// A scenario's work and platform without network and routes: what can be known before running.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/engine/known_means.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/experiment/run_assembly.hpp"
#include "sim/results/offered_load.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// Makes the models of a scenario, so that traces are read and checked; needs no network module.
class AssembledWork {
 public:
  /// Throws ScenarioError for mistakes that only a model can see, such as rows of a trace.
  AssembledWork(const LoadedScenario& loaded, const ModelRegistries& models);
  AssembledWork(const AssembledWork&) = delete;
  AssembledWork& operator=(const AssembledWork&) = delete;

  [[nodiscard]] const World& world() const { return loaded_.world; }
  [[nodiscard]] const PlatformRules& platform() const { return parts_.platform; }
  /// Mean accelerators that the jobs of each silo keep busy; index as platform().silos.
  [[nodiscard]] std::vector<double> offered() const;
  /// What each workload brings, in the scenario's order.
  struct WorkloadLoad {
    std::string name;
    double offered = 0;             ///< mean accelerators busy if no job waits
    std::optional<JobMeans> means;  ///< of a generator
  };
  [[nodiscard]] std::vector<WorkloadLoad> by_workload() const;
  /// What each province offers against three allocations; empty in a world without provinces.
  [[nodiscard]] std::vector<ProvinceLoad> by_province() const;

 private:
  LoadedScenario loaded_;
  Topology no_routes_;
  SimulationParts parts_;
};

}  // namespace eastwest
