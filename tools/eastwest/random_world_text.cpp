// One line for each node, site and trunk.
#include "tools/eastwest/random_world_text.hpp"

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"

namespace eastwest {

std::string random_world_text(const RandomWorldRequest& request) {
  const World world = random_world(request);
  std::string text = fmt::format(
      "# A random world: {} cities, {} cables (the shortest tree, then the shortest pairs), {} "
      "sites;\n"
      "# eastwest new … --random-nodes {} --random-trunks {} --random-sites {} --random-seed {}\n"
      "world:\n  name: {}\n  nodes:\n",
      request.nodes, request.trunks, request.sites, request.nodes, request.trunks, request.sites,
      request.seed, world.name);
  for (const Node& node : world.nodes) {
    // Its people are the weight of a city's demand.
    text += fmt::format(
        "    {}: {{lon: {}, lat: {}, population: {:.0f}, gdp: {:.0f}, demand: {:.0f}}}\n", node.id,
        shortest(node.longitude), shortest(node.latitude), node.population, node.gdp_cny,
        node.population);
  }
  text += "  sites:\n";
  for (const Site& site : world.sites) {
    text += fmt::format(
        "    {}: {{node: {}, accelerators: {}, uplink: {}, pue: {}, electricity_price: {} "
        "CNY/kWh}}\n",
        site.id, world.nodes[site.node.index()].id, site.accelerators, site.uplink_ports,
        shortest(site.pue.value()), shortest(site.electricity_price.value()));
  }
  text += "  trunks:\n";
  for (const Trunk& trunk : world.trunks) {
    text +=
        fmt::format("    {}: {{from: {}, to: {}, waves: {}}}\n", trunk.id,
                    world.nodes[trunk.a.index()].id, world.nodes[trunk.b.index()].id, trunk.waves);
  }
  return text;
}

}  // namespace eastwest
