// Implements sim/results/offered_load.hpp.
#include "sim/results/offered_load.hpp"

#include "sim/base/check.hpp"

namespace eastwest {

std::vector<double> offered_by_node(const World& world,
                                    const std::vector<std::unique_ptr<Workload>>& workloads) {
  std::vector<double> by_node(world.nodes.size(), 0);
  for (const auto& workload : workloads) {
    const std::vector<double> part = workload->offered_accelerators();
    EW_CHECK(part.size() == by_node.size(), "a workload offers {} entries for {} nodes",
             part.size(), by_node.size());
    for (std::size_t i = 0; i < part.size(); ++i) by_node[i] += part[i];
  }
  return by_node;
}

std::vector<double> offered_by_silo(const World& world, const PlatformRules& platform,
                                    const std::vector<std::unique_ptr<Workload>>& workloads) {
  const std::vector<double> by_node = offered_by_node(world, workloads);
  std::vector<double> result;
  for (const Silo& silo : platform.silos) {
    double offered = 0;
    for (const NodeId home : silo.homes) offered += by_node[home.index()];
    result.push_back(offered);
  }
  return result;
}

std::vector<ProvinceLoad> load_by_province(
    const World& world, const std::vector<std::unique_ptr<Workload>>& workloads) {
  constexpr double kFlopsPerEflops = 1e18;
  const std::vector<double> by_node = offered_by_node(world, workloads);
  const auto all = static_cast<double>(accelerators_total(world));
  std::vector<ProvinceLoad> loads;
  for (std::size_t i = 0; i < world.provinces.size(); ++i) {
    loads.push_back({.province = ProvinceId(i)});
    loads.back().by_demand = all * world.provinces[i].demand_weight;
  }
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const ProvinceId province = world.nodes[i].province;
    if (province.valid()) loads[province.index()].offered += by_node[i];
  }
  for (const Site& site : world.sites) {
    if (!site.province.valid()) continue;
    ProvinceLoad& load = loads[site.province.index()];
    const auto simulated = static_cast<double>(site.accelerators);
    load.allocated += simulated;
    const double claim = comparable_claim(site);
    load.claimed +=
        claim > 0 ? claim * kFlopsPerEflops / site.accelerator_speed.value() : simulated;
  }
  return loads;
}

std::int64_t silo_accelerators(const World& world, const Silo& silo) {
  std::int64_t total = 0;
  for (const SiteId site : silo.sites) total += world.sites[site.index()].accelerators;
  return total;
}

}  // namespace eastwest
