// Names, places and speeds of a graph become those of a world; what is missing is assumed aloud.
#include "sim/scenario/world_graph.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/user_text.hpp"
#include "sim/world/geography.hpp"

namespace eastwest {
namespace {

constexpr BitsPerSecond kAssumedSpeed{400'000'000'000};
constexpr double kKilometresMax = 50'000;
constexpr double kCountMax = 500'000;
constexpr double kPeopleMax = 1e18;
/// Our own names of what GraphML has no names for.
constexpr const char* kOwnId = "eastwest_id";

/// A label as an id: forbidden characters become one hyphen; empty if nothing is left.
std::string id_from(const std::string& label) {
  constexpr std::size_t kLabelBytesMax = 80;
  std::string id;
  for (const char byte : label) {
    const std::string one(1, byte);
    const bool is_letter =
        (static_cast<unsigned char>(byte) & 0x80U) != 0 || problem_of_id(one).empty();
    if (is_letter) {
      id += byte;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  id = std::string(utf8_prefix(id, kLabelBytesMax));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

/// Turns one graph into the entities of a draft.
class GraphWorld {
 public:
  GraphWorld(std::string file, GraphFile graph, WorldDraft& draft, Diagnostics& diagnostics)
      : file_(std::move(file)),
        graph_(std::move(graph)),
        draft_(draft),
        diagnostics_(diagnostics) {}

  void fill() {
    draft_.general.name =
        graph_.name.empty() ? std::filesystem::path(file_).stem().string() : graph_.name;
    read_general();
    name_nodes();
    place_nodes();
    for (std::size_t at = 0; at < graph_.nodes.size(); ++at) add_node(at);
    for (const GraphEdge& edge : graph_.edges) add_trunk(edge);
    tell_assumptions();
  }

 private:
  void warn(std::string message, std::string hint = {}) {
    diagnostics_.warning({file_, 0, 0}, {}, std::move(message), std::move(hint));
  }

  /// A number that we wrote ourselves, or somebody edited.
  std::optional<double> number(const std::map<std::string, std::string>& data, const char* name,
                               double minimum, double maximum, const Position& position) {
    const auto found = data.find(name);
    if (found == data.end() || found->second.empty()) return std::nullopt;
    const std::string& text = found->second;
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, problem] = std::from_chars(text.data(), end, value);
    if (problem == std::errc{} && rest == end && value >= minimum && value <= maximum) return value;
    diagnostics_.error(position, name, fmt::format("{} is no number here", quoted_excerpt(text)),
                       fmt::format("from {:g} to {:g}", minimum, maximum));
    return std::nullopt;
  }

  void read_general() {
    const Position place{file_, 0, 0};
    World& general = draft_.general;
    const auto background = number(graph_.data, "background_share", 0, 0.99, place);
    if (background) general.background_share = *background;
    const auto fibre = number(graph_.data, "microseconds_per_km", 0, 1000, place);
    if (fibre) general.delay_us_per_km = *fibre;
    const auto equipment = number(graph_.data, "microseconds_per_cable", 0, 1e6, place);
    if (equipment) general.delay_us_per_hop = *equipment;
    const auto rate = number(graph_.data, "line_rate_bps", 1, 1e13, place);
    if (rate) general.port_rate = BitsPerSecond(static_cast<std::int64_t>(*rate));
  }

  /// An id for every node: ours, or from its label; labels that repeat are numbered.
  void name_nodes() {
    std::set<std::string> taken;
    std::set<std::string> repeated;
    ids_.resize(graph_.nodes.size());
    for (std::size_t at = 0; at < graph_.nodes.size(); ++at) {
      const GraphNode& node = graph_.nodes[at];
      const auto own = node.data.find(kOwnId);
      std::string wanted = own != node.data.end() ? own->second : id_from(node.label);
      if (own != node.data.end()) {
        if (const std::string problem = problem_of_id(wanted); !problem.empty()) {
          diagnostics_.error(node.position, kOwnId, problem);
          wanted.clear();
        }
      }
      if (wanted.empty() || wanted == "none" || wanted == "None")
        wanted = "node-" + id_from(node.id);
      std::string id = wanted;
      for (int number = 2; !taken.insert(id).second; ++number) {
        id = fmt::format("{}-{}", wanted, number);
      }
      if (id != wanted) repeated.insert(wanted);
      ids_[at] = std::move(id);
    }
    if (repeated.empty()) return;
    const std::string& first = *repeated.begin();
    warn(fmt::format("{} at several nodes ('{}'): the others are called '{}-2' and so on",
                     counted(repeated.size(), "label stands", "labels stand"), first, first));
  }

  static std::string counted(std::size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  }

  /// Nodes without a place get the mean of their neighbours' places, in rounds, until nothing more
  /// is known.
  void place_nodes() {
    std::vector<std::vector<std::size_t>> neighbours(graph_.nodes.size());
    for (const GraphEdge& edge : graph_.edges) {
      neighbours[edge.from].push_back(edge.to);
      neighbours[edge.to].push_back(edge.from);
    }
    std::vector<std::size_t> unknown;
    for (std::size_t at = 0; at < graph_.nodes.size(); ++at) {
      if (!is_placed(graph_.nodes[at])) unknown.push_back(at);
    }
    const std::size_t missing = unknown.size();
    while (!unknown.empty()) {
      std::vector<std::pair<std::size_t, std::pair<double, double>>> found;
      for (const std::size_t at : unknown) {
        if (const auto mean = mean_place(neighbours[at])) found.emplace_back(at, *mean);
      }
      if (found.empty()) break;
      for (const auto& [at, place] : found) {
        graph_.nodes[at].longitude = place.first;
        graph_.nodes[at].latitude = place.second;
      }
      std::erase_if(unknown, [&](std::size_t at) { return is_placed(graph_.nodes[at]); });
    }
    if (missing > unknown.size()) {
      warn(fmt::format("{} no coordinates: the mean of the neighbours is assumed",
                       counted(missing - unknown.size(), "node has", "nodes have")));
    }
    unplaced_ = unknown.size();
  }

  static bool is_placed(const GraphNode& node) { return node.longitude && node.latitude; }

  [[nodiscard]] std::optional<std::pair<double, double>> mean_place(
      const std::vector<std::size_t>& neighbours) const {
    double longitudes = 0;
    double latitudes = 0;
    double count = 0;
    for (const std::size_t at : neighbours) {
      const GraphNode& node = graph_.nodes[at];
      if (!is_placed(node)) continue;
      longitudes += *node.longitude;
      latitudes += *node.latitude;
      ++count;
    }
    if (count == 0) return std::nullopt;
    return std::pair{longitudes / count, latitudes / count};
  }

  void add_node(std::size_t at) {
    const GraphNode& from = graph_.nodes[at];
    DraftNode entry;
    entry.place = {from.position, {}, {}};
    entry.has_coordinates = is_placed(from);
    Node& node = entry.node;
    node.id = ids_[at];
    node.name = from.label.empty() ? node.id : from.label;
    node.longitude = from.longitude.value_or(0);
    node.latitude = from.latitude.value_or(0);
    node.population = number(from.data, "population", 0, kPeopleMax, from.position).value_or(0);
    node.gdp_cny = number(from.data, "gdp_cny", 0, kPeopleMax, from.position).value_or(0);
    node.demand_weight = number(from.data, "demand", 0, kPeopleMax, from.position).value_or(0);
    draft_.nodes.add(ids_[at], std::move(entry));
  }

  void add_trunk(const GraphEdge& edge) {
    if (edge.from == edge.to) {
      ++loops_;
      return;
    }
    const auto key = std::minmax(edge.from, edge.to);
    if (graph_.directed && edge.from > edge.to && is_return(edge)) return;
    DraftTrunk entry;
    entry.place = {edge.position, {}, {}};
    entry.a = {ids_[edge.from], entry.place};
    entry.b = {ids_[edge.to], entry.place};
    Trunk& trunk = entry.trunk;
    trunk.id = trunk_id(edge, ++cables_[key]);
    trunk.name = edge.label.empty() ? trunk.id : edge.label;
    if (const auto own = edge.data.find("corridor"); own != edge.data.end()) {
      trunk.corridor = own->second;
    }
    if (const auto own = edge.data.find("operator"); own != edge.data.end()) {
      trunk.operator_name = own->second;
    }
    set_length(edge, entry);
    set_capacity(edge, trunk);
    std::string id = trunk.id;
    if (!draft_.trunks.add(id, std::move(entry))) {
      diagnostics_.error(edge.position, kOwnId,
                         fmt::format("the trunk '{}' stands here twice", id));
    }
  }

  /// In a directed graph an edge back is the other direction of a cable, not one more cable.
  bool is_return(const GraphEdge& edge) {
    if (forward_.empty()) {
      for (const GraphEdge& other : graph_.edges) ++forward_[{other.from, other.to}];
    }
    std::size_t& left = forward_[{edge.to, edge.from}];
    if (left == 0) return false;
    --left;
    ++merged_;
    return true;
  }

  std::string trunk_id(const GraphEdge& edge, int rank) {
    const auto own = edge.data.find(kOwnId);
    if (own == edge.data.end()) {
      return fmt::format("{}--{}--{}", ids_[edge.from], ids_[edge.to], rank);
    }
    if (const std::string problem = problem_of_id(own->second); !problem.empty()) {
      diagnostics_.error(edge.position, kOwnId, problem);
    }
    return own->second;
  }

  void set_length(const GraphEdge& edge, DraftTrunk& entry) {
    const auto length = number(edge.data, "length_km", 0, kKilometresMax, edge.position);
    const bool is_derivable =
        is_placed(graph_.nodes[edge.from]) && is_placed(graph_.nodes[edge.to]);
    if (length) {
      entry.trunk.length = Kilometres(*length);
    } else if (is_derivable) {
      return;  // great circle x detour, whatever the detour will be
    } else if (edge.line_km) {
      entry.trunk.length = fibre_length(Kilometres(*edge.line_km), draft_.detour);
    } else {
      ++lengthless_;
    }
    entry.has_length = true;
  }

  void set_capacity(const GraphEdge& edge, Trunk& trunk) {
    const auto waves = number(edge.data, "waves", 1, kCountMax, edge.position);
    if (waves) {
      trunk.waves = static_cast<std::int64_t>(*waves);
      const auto both_ends = 2 * static_cast<double>(trunk.waves);
      trunk.ports = static_cast<std::int64_t>(
          number(edge.data, "ports", both_ends, 1e9, edge.position).value_or(both_ends));
      return;
    }
    if (!edge.speed_bps) ++speedless_;
    const BitsPerSecond speed =
        edge.speed_bps ? BitsPerSecond(static_cast<std::int64_t>(*edge.speed_bps)) : kAssumedSpeed;
    set_trunk_speed(trunk, speed, draft_.general.port_rate);
  }

  void tell_assumptions() {
    if (speedless_ > 0) {
      warn(fmt::format("{} no speed: {} is assumed", counted(speedless_, "edge has", "edges have"),
                       to_text(kAssumedSpeed)));
    }
    if (loops_ > 0) {
      warn(fmt::format("{} from a node to itself: left out", counted(loops_, "edge", "edges")));
    }
    if (graph_.left_out > 0) {
      warn(fmt::format("{} of more than two ends: left out",
                       counted(graph_.left_out, "edge", "edges")));
    }
    if (merged_ > 0) {
      warn(fmt::format(
          "the graph is directed: {} the way back of another one and no cable of its own",
          counted(merged_, "edge is", "edges are")));
    }
    if (lengthless_ == 0) return;
    diagnostics_.error(
        {file_, 0, 0}, {},
        fmt::format("{} no length and {} no place: {} and all their neighbours have no coordinates",
                    counted(lengthless_, "edge has", "edges have"),
                    lengthless_ == 1 ? "ends at" : "end at", counted(unplaced_, "node", "nodes")),
        "give nodes Longitude and Latitude (GraphML) or pos (JSON)");
  }

  std::string file_;
  GraphFile graph_;
  WorldDraft& draft_;
  Diagnostics& diagnostics_;
  std::vector<std::string> ids_;  // by node
  std::map<std::pair<std::size_t, std::size_t>, int> cables_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> forward_;
  std::size_t unplaced_ = 0;
  std::size_t lengthless_ = 0;
  std::size_t speedless_ = 0;
  std::size_t loops_ = 0;
  std::size_t merged_ = 0;
};

}  // namespace

void read_world_graph(const std::string& file, WorldDraft& draft, Diagnostics& diagnostics,
                      std::vector<InputFile>& inputs) {
  note_input_file(inputs, file);
  const bool is_json = file.ends_with(".json") || file.ends_with(".json.gz");
  GraphFile graph = is_json ? read_node_link_file(file) : read_graphml_file(file);
  GraphWorld(file, std::move(graph), draft, diagnostics).fill();
}

GraphFile graph_of(const World& world) {
  GraphFile graph;
  graph.name = world.name;
  graph.data = {{"background_share", shortest(world.background_share)},
                {"microseconds_per_km", shortest(world.delay_us_per_km)},
                {"microseconds_per_cable", shortest(world.delay_us_per_hop)},
                {"line_rate_bps", fmt::format("{}", world.port_rate.value())}};
  graph.types.graph = {{"background_share", "double"},
                       {"microseconds_per_km", "double"},
                       {"microseconds_per_cable", "double"},
                       {"line_rate_bps", "long"}};
  graph.types.nodes = {{"population", "double"},
                       {"gdp_cny", "double"},
                       {"demand", "double"},
                       {"accelerators", "long"}};
  graph.types.edges = {{"length_km", "double"}, {"waves", "int"}, {"ports", "int"}};
  for (const Node& node : world.nodes) {
    GraphNode entry;
    entry.id = node.id;
    entry.label = node.name;
    if (node.has_coordinates) {
      entry.longitude = node.longitude;
      entry.latitude = node.latitude;
    }
    entry.data = {{kOwnId, node.id},
                  {"population", shortest(node.population)},
                  {"gdp_cny", shortest(node.gdp_cny)},
                  {"demand", shortest(node.demand_weight)}};
    if (node.province.valid()) entry.data["province"] = world.provinces[node.province.index()].id;
    graph.nodes.push_back(std::move(entry));
  }
  std::vector<std::int64_t> accelerators(world.nodes.size(), 0);
  for (const Site& site : world.sites) accelerators[site.node.index()] += site.accelerators;
  for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
    graph.nodes[at].data["accelerators"] = fmt::format("{}", accelerators[at]);
  }
  for (const Trunk& trunk : world.trunks) {
    GraphEdge entry;
    entry.from = trunk.a.index();
    entry.to = trunk.b.index();
    entry.label = trunk.name;
    entry.speed_bps = static_cast<double>(trunk_speed(world, trunk).value());
    entry.data = {{kOwnId, trunk.id},
                  {"length_km", shortest(trunk.length.value())},
                  {"corridor", trunk.corridor},
                  {"operator", trunk.operator_name}};
    if (trunk.speed.value() == 0) {
      entry.data["waves"] = fmt::format("{}", trunk.waves);
      entry.data["ports"] = fmt::format("{}", trunk.ports);
    }
    graph.edges.push_back(std::move(entry));
  }
  return graph;
}

}  // namespace eastwest
