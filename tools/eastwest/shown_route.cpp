// The shortest loopless ways between two places, and the one that shares no risk with the first.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/k_shortest_paths.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;
constexpr std::size_t kAlternatives = 3;
/// More equal ways than this are not counted.
constexpr std::size_t kEqualCounted = 64;

double to_ms(Duration span) {
  return static_cast<double>(span.count()) / kNanosecondsPerMillisecond;
}

/// A node by its id, or the node of the site of that id.
NodeId place_named(const World& world, const std::string& id) {
  std::vector<std::string> known;
  for (std::size_t node = 0; node < world.nodes.size(); ++node) {
    if (world.nodes[node].id == id) return NodeId(node);
    known.push_back(world.nodes[node].id);
  }
  for (const Site& site : world.sites) {
    if (site.id == id) return site.node;
    known.push_back(site.id);
  }
  throw ScenarioError("eastwest show", fmt::format("there is no node or site '{}'", id),
                      name_hint(id, known, "places"));
}

std::set<std::string> checked_groups(const World& world, const std::vector<std::string>& avoided) {
  std::set<std::string> known;
  for (const Trunk& trunk : world.trunks) known.insert(trunk.corridor);
  for (const std::string& name : avoided) {
    if (known.contains(name)) continue;
    throw ScenarioError("--avoid", fmt::format("there is no corridor '{}'", name),
                        name_hint(name, {known.begin(), known.end()}, "corridors"));
  }
  return {avoided.begin(), avoided.end()};
}

/// A way with what its cables say; the shortest cable of each corridor counts.
struct ShownWay {
  Duration latency{0};
  std::int64_t metres = 0;
  BitsPerSecond narrowest;  ///< capacity of all cables of a corridor together
  std::vector<NodeId> nodes;
  std::vector<std::vector<TrunkId>> cables;  ///< of each corridor
  std::set<std::string> groups;              ///< shared-risk groups of all its cables
};

ShownWay described(const World& world, const PathGraph& graph, NodeId from, const Path& path) {
  ShownWay way;
  way.latency = path.latency;
  way.nodes = nodes_of(graph, from, path);
  for (const std::int32_t step : path.corridors) {
    const Corridor& corridor = graph.corridors()[static_cast<std::size_t>(step)];
    Kilometres length = world.trunks[corridor.trunks.front().index()].length;
    BitsPerSecond capacity{0};
    for (const TrunkId id : corridor.trunks) {
      const Trunk& trunk = world.trunks[id.index()];
      length = std::min(length, trunk.length);
      capacity += trunk_capacity(world, trunk);
      way.groups.insert(trunk.corridor);
    }
    way.metres += to_metres(length);
    way.narrowest = way.cables.empty() ? capacity : std::min(way.narrowest, capacity);
    way.cables.push_back(corridor.trunks);
  }
  return way;
}

Json way_json(const World& world, const ShownWay& way, const ShownWay& first) {
  Json nodes = Json::array();
  for (const NodeId id : way.nodes) nodes.push_back(world.nodes[id.index()].id);
  Json hops = Json::array();
  for (const std::vector<TrunkId>& cables : way.cables) {
    Json hop = Json::array();
    for (const TrunkId id : cables) {
      const Trunk& trunk = world.trunks[id.index()];
      hop.push_back({{"trunk", trunk.id},
                     {"corridor", trunk.corridor},
                     {"km", trunk.length.value()},
                     {"one_way_ms", to_ms(trunk_delay(world, trunk))},
                     {"capacity_bps", trunk_capacity(world, trunk).value()}});
    }
    hops.push_back(std::move(hop));
  }
  Json shared = Json::array();
  for (const std::string& group : way.groups) {
    if (&way != &first && first.groups.contains(group)) shared.push_back(group);
  }
  Json json = {{"one_way_ms", to_ms(way.latency)},
               {"km", static_cast<double>(way.metres) / 1000},
               {"nodes", std::move(nodes)},
               {"cables_by_hop", std::move(hops)},
               {"corridors", Json(std::vector<std::string>(way.groups.begin(), way.groups.end()))},
               {"shared_with_shortest", std::move(shared)}};
  if (!way.cables.empty()) json["narrowest_bps"] = way.narrowest.value();
  return json;
}

std::vector<std::string> row_of(const World& world, const std::string& rank, const ShownWay& way,
                                const ShownWay& first) {
  std::vector<std::string> names;
  for (const NodeId id : way.nodes) names.push_back(world.nodes[id.index()].id);
  std::size_t shared = 0;
  for (const std::string& group : way.groups) shared += first.groups.contains(group) ? 1 : 0;
  return {rank,
          fmt::format("{:.3f}", to_ms(way.latency)),
          fmt::format("{:.1f}", static_cast<double>(way.metres) / 1000),
          way.cables.empty() ? "-" : to_text(way.narrowest),
          &way == &first ? "-" : fmt::format("{}", shared),
          fmt::format("{}", fmt::join(names, " - "))};
}

std::vector<std::string> csv_row_of(const World& world, const std::string& rank,
                                    const ShownWay& way) {
  std::vector<std::string> names;
  for (const NodeId id : way.nodes) names.push_back(world.nodes[id.index()].id);
  return {rank,
          reported_text(to_ms(way.latency)),
          reported_text(static_cast<double>(way.metres) / 1000),
          way.cables.empty() ? "" : fmt::format("{}", way.narrowest.value()),
          fmt::format("{}", fmt::join(names, ";")),
          fmt::format("{}", fmt::join(way.groups, ";"))};
}

/// "2 ways are equally short (ECMP)"
std::string equal_text(std::size_t count) {
  if (count <= 1) return "No other way is equally short (ECMP).\n";
  return fmt::format("{}{} ways are equally short (ECMP).\n",
                     count >= kEqualCounted ? "At least " : "", count);
}

}  // namespace

ShownTable shown_route(const World& world, const RouteRequest& request) {
  const NodeId from = place_named(world, request.from);
  const NodeId to = place_named(world, request.to);
  const std::set<std::string> avoided = checked_groups(world, request.avoided);
  const PathGraph graph(world.nodes.size(), corridors_of(world, avoided));
  const PathFinder finder(graph, to);
  const std::vector<Path> paths =
      finder.shortest(from, request.alternatives.value_or(kAlternatives));
  ShownTable table;
  table.header = {"way", "one-way ms", "km", "narrowest", "shared risks", "nodes"};
  table.csv_header = {"way", "one_way_ms", "length_km", "narrowest_bps", "nodes", "corridors"};
  table.json = {{"from", world.nodes[from.index()].id},
                {"to", world.nodes[to.index()].id},
                {"routes", Json::array()}};
  if (paths.empty()) {
    table.before = fmt::format("There is no way from {} to {}.\n", request.from, request.to);
    return table;
  }
  std::vector<ShownWay> ways;
  ways.reserve(paths.size());
  for (const Path& path : paths) ways.push_back(described(world, graph, from, path));
  for (std::size_t rank = 0; rank < ways.size(); ++rank) {
    table.json["routes"].push_back(way_json(world, ways[rank], ways.front()));
    const std::string name = fmt::format("{}", rank + 1);
    table.rows.push_back(row_of(world, name, ways[rank], ways.front()));
    table.csv_rows.push_back(csv_row_of(world, name, ways[rank]));
  }
  const std::size_t equal = finder.equal_cost(from, kEqualCounted).size();
  table.json["equally_short"] = equal;
  table.after = "\n" + equal_text(equal);
  std::set<std::string> without = avoided;
  without.insert(ways.front().groups.begin(), ways.front().groups.end());
  const PathGraph rest(world.nodes.size(), corridors_of(world, without));
  const std::vector<Path> apart = PathFinder(rest, to).shortest(from, 1);
  table.json["disjoint"] = nullptr;
  if (from == to) return table;
  if (apart.empty()) {
    table.after += "Every other way shares a corridor with the shortest one.\n";
    return table;
  }
  const ShownWay backup = described(world, rest, from, apart.front());
  table.json["disjoint"] = way_json(world, backup, ways.front());
  table.rows.push_back(row_of(world, "disjoint", backup, ways.front()));
  table.csv_rows.push_back(csv_row_of(world, "disjoint", backup));
  table.after += "disjoint: the shortest way that shares no corridor (risk) with way 1.\n";
  return table;
}

}  // namespace eastwest
