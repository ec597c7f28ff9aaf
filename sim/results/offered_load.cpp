// Implements sim/results/offered_load.hpp.
#include "sim/results/offered_load.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

/// The entry of Workload::offered_accelerators() that a node's jobs are in; none for a city
/// outside the provinces.
std::optional<std::size_t> entry_of(const World& world, NodeId node) {
  if (world.provinces.empty()) return 0;
  const ProvinceId province = world.nodes[node.index()].province;
  return province.valid() ? std::optional<std::size_t>(province.index()) : std::nullopt;
}

/// Demand weight of each node; 1 where its whole entry has none.
std::vector<double> weights_of(const World& world, std::size_t entries) {
  std::vector<double> total(entries, 0);
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const auto entry = entry_of(world, NodeId(i));
    if (entry) total[*entry] += world.nodes[i].demand_weight;
  }
  std::vector<double> weights;
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const auto entry = entry_of(world, NodeId(i));
    weights.push_back(entry && total[*entry] > 0 ? world.nodes[i].demand_weight : 1);
  }
  return weights;
}

}  // namespace

std::vector<double> offered_by_silo(const World& world, const PlatformRules& platform,
                                    const std::vector<std::unique_ptr<Workload>>& workloads) {
  const std::size_t entries = std::max<std::size_t>(1, world.provinces.size());
  std::vector<double> offered(entries, 0);
  for (const auto& workload : workloads) {
    const std::vector<double> part = workload->offered_accelerators();
    EW_CHECK(part.size() == entries, "a workload offers {} entries for {} provinces", part.size(),
             world.provinces.size());
    for (std::size_t i = 0; i < entries; ++i) offered[i] += part[i];
  }
  const std::vector<double> weights = weights_of(world, entries);
  std::vector<double> total(entries, 0);
  std::vector<std::vector<double>> shares(platform.silos.size(), std::vector<double>(entries, 0));
  for (std::size_t silo = 0; silo < platform.silos.size(); ++silo) {
    for (const NodeId home : platform.silos[silo].homes) {
      const auto entry = entry_of(world, home);
      if (!entry) continue;
      shares[silo][*entry] += weights[home.index()];
      total[*entry] += weights[home.index()];
    }
  }
  std::vector<double> result(platform.silos.size(), 0);
  for (std::size_t silo = 0; silo < result.size(); ++silo) {
    for (std::size_t entry = 0; entry < entries; ++entry) {
      if (!(shares[silo][entry] > 0)) continue;
      // A province that is whole in one silo must not be rounded.
      const bool whole = shares[silo][entry] == total[entry];
      result[silo] +=
          whole ? offered[entry] : offered[entry] * (shares[silo][entry] / total[entry]);
    }
  }
  return result;
}

std::int64_t silo_accelerators(const World& world, const Silo& silo) {
  std::int64_t total = 0;
  for (const SiteId site : silo.sites) total += world.sites[site.index()].accelerators;
  return total;
}

}  // namespace eastwest
