// Implements sim/results/offered_load.hpp.
#include "sim/results/offered_load.hpp"

#include "sim/base/check.hpp"

namespace eastwest {
std::vector<double> offered_by_silo(const World& world, const PlatformRules& platform,
                                    const std::vector<std::unique_ptr<Workload>>& workloads) {
  std::vector<double> by_node(world.nodes.size(), 0);
  for (const auto& workload : workloads) {
    const std::vector<double> part = workload->offered_accelerators();
    EW_CHECK(part.size() == by_node.size(), "a workload offers {} entries for {} nodes",
             part.size(), by_node.size());
    for (std::size_t i = 0; i < part.size(); ++i) by_node[i] += part[i];
  }
  std::vector<double> result;
  for (const Silo& silo : platform.silos) {
    double offered = 0;
    for (const NodeId home : silo.homes) offered += by_node[home.index()];
    result.push_back(offered);
  }
  return result;
}

std::int64_t silo_accelerators(const World& world, const Silo& silo) {
  std::int64_t total = 0;
  for (const SiteId site : silo.sites) total += world.sites[site.index()].accelerators;
  return total;
}

}  // namespace eastwest
