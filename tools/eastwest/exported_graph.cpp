// GeoJSON and DOT.
#include "tools/eastwest/exported_graph.hpp"

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/json.hpp"

namespace eastwest {
namespace {

Json place_of(const Node& node) { return Json::array({node.longitude, node.latitude}); }

Json point(const Node& node) {
  if (!node.has_coordinates) return nullptr;
  return {{"type", "Point"}, {"coordinates", place_of(node)}};
}

Json feature(Json geometry, Json properties) {
  return {{"type", "Feature"},
          {"geometry", std::move(geometry)},
          {"properties", std::move(properties)}};
}

std::string province_of(const World& world, ProvinceId id) {
  return id.valid() ? world.provinces[id.index()].id : "none";
}

/// A text of DOT in quotes.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') result += '\\';
    result += byte;
  }
  return result + "\"";
}

}  // namespace

std::string geojson_of(const World& world) {
  Json features = Json::array();
  for (const Node& node : world.nodes) {
    features.push_back(feature(point(node), {{"kind", "node"},
                                             {"id", node.id},
                                             {"name", node.name},
                                             {"province", province_of(world, node.province)},
                                             {"population", node.population},
                                             {"gdp_cny", node.gdp_cny},
                                             {"demand_share", node.demand_weight}}));
  }
  for (const Site& site : world.sites) {
    const Node& node = world.nodes[site.node.index()];
    features.push_back(
        feature(point(node), {{"kind", "site"},
                              {"id", site.id},
                              {"name", site.name},
                              {"node", node.id},
                              {"hub", site.hub},
                              {"accelerators", site.accelerators},
                              {"accelerator_flops", site.accelerator_speed.value()},
                              {"racks", site.racks},
                              {"pue", site.pue.value()},
                              {"uplink_bps", uplink_capacity(world, site).value()}}));
  }
  for (const Trunk& trunk : world.trunks) {
    const Node& a = world.nodes[trunk.a.index()];
    const Node& b = world.nodes[trunk.b.index()];
    Json line = nullptr;
    if (a.has_coordinates && b.has_coordinates) {
      line = {{"type", "LineString"}, {"coordinates", Json::array({place_of(a), place_of(b)})}};
    }
    features.push_back(
        feature(std::move(line), {{"kind", "trunk"},
                                  {"id", trunk.id},
                                  {"name", trunk.name},
                                  {"from", a.id},
                                  {"to", b.id},
                                  {"length_km", trunk.length.value()},
                                  {"capacity_bps", trunk_capacity(world, trunk).value()},
                                  {"corridor", trunk.corridor},
                                  {"operator", trunk.operator_name}}));
  }
  return to_pretty(Json{{"type", "FeatureCollection"},
                        {"name", world.name},
                        {"as_of", world.as_of},
                        {"features", std::move(features)}});
}

std::string dot_of(const World& world) {
  std::string text = fmt::format("graph {} {{\n  node [shape=point, width=0.08];\n",
                                 quoted(world.name.empty() ? "world" : world.name));
  std::vector<std::int64_t> accelerators(world.nodes.size(), 0);
  for (const Site& site : world.sites) accelerators[site.node.index()] += site.accelerators;
  constexpr double kPointsPerDegree = 20;
  for (std::size_t at = 0; at < world.nodes.size(); ++at) {
    const Node& node = world.nodes[at];
    text += fmt::format("  {} [xlabel={}", quoted(node.id), quoted(node.name));
    if (node.has_coordinates) {
      text += fmt::format(", pos=\"{},{}\"", shortest(node.longitude * kPointsPerDegree),
                          shortest(node.latitude * kPointsPerDegree));
    }
    if (accelerators[at] > 0) {
      text += fmt::format(", shape=circle, label=\"\", accelerators={}", accelerators[at]);
    }
    text += "];\n";
  }
  for (const Trunk& trunk : world.trunks) {
    text += fmt::format("  {} -- {} [id={}, km={}, capacity_bps={}, corridor={}];\n",
                        quoted(world.nodes[trunk.a.index()].id),
                        quoted(world.nodes[trunk.b.index()].id), quoted(trunk.id),
                        shortest(trunk.length.value()), trunk_capacity(world, trunk).value(),
                        quoted(trunk.corridor));
  }
  return text + "}\n";
}

}  // namespace eastwest
