// The load that the workloads bring to each scope, before anything runs.
#pragma once

#include <memory>
#include <vector>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/workload.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Mean accelerators that the jobs at home in each silo keep busy if every one ran at once; index
/// as platform.silos.
[[nodiscard]] std::vector<double> offered_by_silo(
    const World& world, const PlatformRules& platform,
    const std::vector<std::unique_ptr<Workload>>& workloads);
/// Accelerators of the silo's sites.
[[nodiscard]] std::int64_t silo_accelerators(const World& world, const Silo& silo);

}  // namespace eastwest
