// The load that the workloads bring to each scope, before anything runs.
#pragma once

#include <memory>
#include <vector>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/workload.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Mean accelerators that the jobs at home at each node keep busy if every one ran at once.
[[nodiscard]] std::vector<double> offered_by_node(
    const World& world, const std::vector<std::unique_ptr<Workload>>& workloads);
/// Mean accelerators that the jobs at home in each silo keep busy if every one ran at once; index
/// as platform.silos.
[[nodiscard]] std::vector<double> offered_by_silo(
    const World& world, const PlatformRules& platform,
    const std::vector<std::unique_ptr<Workload>>& workloads);
/// What a province offers against its accelerators by three allocations of the nation's computing.
struct ProvinceLoad {
  ProvinceId province;
  double offered = 0;    ///< accelerators, as offered_by_node
  double allocated = 0;  ///< accelerators of its sites, as simulated
  double claimed = 0;    ///< the same, with the local claim in place of each site that has one
  double by_demand = 0;  ///< its demand share of all accelerators
};
/// All provinces in the world's order.
[[nodiscard]] std::vector<ProvinceLoad> load_by_province(
    const World& world, const std::vector<std::unique_ptr<Workload>>& workloads);
/// Accelerators of the silo's sites.
[[nodiscard]] std::int64_t silo_accelerators(const World& world, const Silo& silo);

}  // namespace eastwest
