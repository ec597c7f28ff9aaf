// Node-link JSON as networkx and TopoHub write it.
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/graph_file.hpp"
#include "sim/text/json.hpp"
#include "sim/text/json_places.hpp"
#include "sim/text/text_lines.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

/// A label that is longer was not meant as one.
constexpr std::size_t kLabelBytesMax = 10'000;

/// Reads one parsed document; places are those of nodes and edges, with paths such as
/// `nodes[3].pos`.
class NodeLinkReading {
 public:
  NodeLinkReading(const TextLines& lines, std::string_view text, const GraphLimits& limits)
      : lines_(lines), places_(list_places(text)), place_(lines.at(-1)), limits_(limits) {}

  GraphFile read(const Json& document) {
    const Json* nodes = list(document, "nodes");
    const Json* edges = document.is_object() && document.contains("edges")
                            ? list(document, "edges")
                            : list(document, "links");
    if (nodes == nullptr || edges == nullptr) {
      error("", "this is no graph: it needs the lists nodes and edges (or links)",
            "node-link JSON, as TopoHub and networkx write it");
      diagnostics_.throw_if_errors();
    }
    check_size(*nodes, "nodes", limits_.nodes_max);
    check_size(*edges, "edges", limits_.edges_max);
    diagnostics_.throw_if_errors();
    if (const auto directed = document.find("directed"); directed != document.end()) {
      result_.directed = directed->is_boolean() && directed->get<bool>();
    }
    for (std::size_t at = 0; at < nodes->size(); ++at) {
      go_to("nodes", at);
      read_node((*nodes)[at], at);
    }
    edges_key_ = edges == list(document, "edges") ? "edges" : "links";
    for (std::size_t at = 0; at < edges->size(); ++at) {
      go_to(edges_key_, at);
      read_edge((*edges)[at], at);
    }
    place_ = lines_.at(-1);
    if (result_.nodes.empty()) error("nodes", "the graph has no nodes");
    diagnostics_.throw_if_errors();
    if (const auto graph = document.find("graph"); graph != document.end() && graph->is_object()) {
      result_.name = text_of(*graph, "name", "graph");
      read_demands(*graph);
    }
    diagnostics_.throw_if_errors();
    return std::move(result_);
  }

 private:
  void error(std::string path, std::string message, std::string hint = {}) {
    diagnostics_.error(place_, std::move(path), std::move(message), std::move(hint),
                       lines_.shown(place_));
  }

  /// From here on mistakes are those of this element of a list.
  void go_to(const char* list, std::size_t at) {
    const auto found = places_.find(list);
    const bool is_known = found != places_.end() && at < found->second.size();
    place_ = lines_.at(is_known ? static_cast<std::ptrdiff_t>(found->second[at]) : -1);
  }

  static const Json* list(const Json& document, const char* key) {
    if (!document.is_object()) return nullptr;
    const auto found = document.find(key);
    return found != document.end() && found->is_array() ? &*found : nullptr;
  }

  void check_size(const Json& all, const char* what, std::size_t maximum) {
    if (all.size() <= maximum) return;
    error(what,
          fmt::format("the graph has {} {}; at most {} are allowed", all.size(), what, maximum));
  }

  /// An id, a whole number or a text; empty (and reported) for anything else.
  std::string id_of(const Json& object, const char* key, const std::string& path) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end()) {
      error(path, fmt::format("there is no {}", key));
      return {};
    }
    if (found->is_string() && !found->get<std::string>().empty()) return found->get<std::string>();
    if (found->is_number_integer()) return found->dump();
    error(fmt::format("{}.{}", path, key), "expected a text or a whole number");
    return {};
  }

  std::string text_of(const Json& object, const char* key, const std::string& path) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return {};
    auto text = found->get<std::string>();
    if (text.size() <= kLabelBytesMax) return text;
    error(fmt::format("{}.{}", path, key),
          fmt::format("the text is longer than {} bytes", kLabelBytesMax));
    return {};
  }

  std::optional<double> number(const Json& value, const std::string& path, double minimum,
                               double maximum) {
    if (!value.is_number()) {
      error(path, "expected a number");
      return std::nullopt;
    }
    const auto figure = value.get<double>();
    if (figure >= minimum && figure <= maximum) return figure;
    error(path, fmt::format("{} is out of range", shortest(figure)),
          fmt::format("from {:g} to {:g}", minimum, maximum));
    return std::nullopt;
  }

  void read_node(const Json& object, std::size_t at) {
    const std::string path = fmt::format("nodes[{}]", at);
    GraphNode node;
    node.position = place_;
    node.id = id_of(object, "id", path);
    if (!node.id.empty() && !index_.try_emplace(node.id, result_.nodes.size()).second) {
      error(path, fmt::format("the node {} stands here twice", quoted_excerpt(node.id)));
    }
    if (object.is_object()) {
      node.label = text_of(object, "name", path);
      const auto place = object.find("pos");
      if (place != object.end() && !place->is_null()) {
        if (place->is_array() && place->size() == 2) {
          node.longitude = number((*place)[0], path + ".pos[0]", -180, 180);
          node.latitude = number((*place)[1], path + ".pos[1]", -90, 90);
        } else {
          error(path + ".pos", "expected [longitude, latitude]");
        }
      }
    }
    result_.nodes.push_back(std::move(node));
  }

  std::size_t end_of(const Json& object, const char* key, const std::string& path) {
    const std::string id = id_of(object, key, path);
    const auto found = index_.find(id);
    if (found != index_.end()) return found->second;
    if (!id.empty()) error(path, fmt::format("there is no node {}", quoted_excerpt(id)));
    return 0;
  }

  void read_edge(const Json& object, std::size_t at) {
    const std::string path = fmt::format("{}[{}]", edges_key_, at);
    GraphEdge edge;
    edge.position = place_;
    edge.from = end_of(object, "source", path);
    edge.to = end_of(object, "target", path);
    if (object.is_object()) {
      edge.label = text_of(object, "name", path);
      constexpr double kKilometresMax = 50'000;
      const auto line = object.find("dist");
      if (line != object.end() && !line->is_null()) {
        edge.line_km = number(*line, path + ".dist", 0, kKilometresMax);
      }
    }
    result_.edges.push_back(std::move(edge));
  }

  /// What each node sends and receives, added up.
  void read_demands(const Json& graph) {
    const auto demands = graph.find("demands");
    if (demands == graph.end() || !demands->is_object()) return;
    std::vector<double> sums(result_.nodes.size(), 0);
    double total = 0;
    for (const auto& [from, row] : demands->items()) {
      if (!row.is_object()) continue;
      for (const auto& [to, value] : row.items()) {
        const auto sender = index_.find(from);
        const auto receiver = index_.find(to);
        if (sender == index_.end() || receiver == index_.end() || !value.is_number()) {
          error(fmt::format("graph.demands.{}.{}", from, to), "no demand between two nodes");
          return;
        }
        const auto demand = value.get<double>();
        if (!(demand >= 0 && std::isfinite(demand))) {
          error(fmt::format("graph.demands.{}.{}", from, to), "a demand cannot be negative");
          return;
        }
        sums[sender->second] += demand;
        sums[receiver->second] += demand;
        total += demand;
      }
    }
    if (total <= 0) return;
    result_.types.nodes["demand"] = "double";
    for (std::size_t at = 0; at < sums.size(); ++at) {
      result_.nodes[at].data["demand"] = shortest(sums[at]);
    }
  }

  const TextLines& lines_;
  std::map<std::string, std::vector<std::size_t>> places_;  // of the elements of lists
  Position place_;
  const char* edges_key_ = "edges";
  const GraphLimits& limits_;
  std::map<std::string, std::size_t> index_;  // of nodes
  GraphFile result_;
  Diagnostics diagnostics_;
};

}  // namespace

GraphFile read_node_link_file(const std::string& file, const GraphLimits& limits) {
  const std::string text = read_whole_file(file, limits.bytes_max);
  return NodeLinkReading(TextLines(file, text), text, limits).read(parse_json(text, file));
}

}  // namespace eastwest
