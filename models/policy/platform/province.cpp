// Platform `province`: every province keeps to itself, its jobs run on its own sites or nowhere.
#include "models/policy/platform/platform_parameters.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

/// Silos in the world's order: provinces that have a node or a site, then the nodes without a
/// province, each of which counts as a province of its own.
std::vector<Silo> province_silos(const World& world) {
  std::vector<Silo> by_province(world.provinces.size());
  std::vector<Silo> by_node(world.nodes.size());
  const auto silo_of = [&](ProvinceId province, NodeId node) -> Silo& {
    return province.valid() ? by_province[province.index()] : by_node[node.index()];
  };
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const NodeId node(i);
    silo_of(world.nodes[i].province, node).homes.push_back(node);
  }
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    const Site& site = world.sites[i];
    silo_of(site.province, site.node).sites.emplace_back(i);
  }
  std::vector<Silo> silos;
  const auto keep = [&silos](Silo& silo, const std::string& name) {
    if (silo.homes.empty() && silo.sites.empty()) return;
    silo.name = name;
    silos.push_back(std::move(silo));
  };
  for (std::size_t i = 0; i < by_province.size(); ++i) keep(by_province[i], world.provinces[i].id);
  for (std::size_t i = 0; i < by_node.size(); ++i) keep(by_node[i], world.nodes[i].id);
  return silos;
}

}  // namespace

Registered<PlatformFactory> province_platform() {
  return {
      .description =
          {.name = "province",
           .summary = "Each province has a dispatcher of its own that sees only its own sites.",
           .rule = "One silo per province: its nodes' jobs go to its sites only. A node without "
                   "a province counts as a province of its own. Where a silo has no site that "
                   "could ever hold a job, the job is rejected.",
           .limits = "Nothing is shared, lent or sold between provinces.",
           .source = "Provincial computing platforms as they stand; the opposite of `nation`.",
           .schema = platform_schema()},
      .make = [](const Parameters& parameters, const World& world) {
        return platform_rules(parameters, province_silos(world));
      }};
}

}  // namespace eastwest
