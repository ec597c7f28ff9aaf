// GraphML by pugixml, which expands no entities; every mistake has its line.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "sim/text/byte_source.hpp"
#include "sim/text/graph_file.hpp"
#include "sim/text/text_lines.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kTextBytesMax = 10'000;

/// What a `<key>` declares of a datum.
struct Key {
  std::string name;
  std::string type;                     ///< of its values, empty: not said
  std::string element;                  ///< what has it: `graph`, `node`, `edge`, `all`…
  std::optional<std::string> fallback;  ///< where an element does not say it
};
/// By the id that a `<data key=…>` refers to.
using Keys = std::map<std::string, Key>;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// Reads one parsed document.
class GraphmlReading {
 public:
  GraphmlReading(const TextLines& lines, const GraphLimits& limits)
      : lines_(lines), limits_(limits) {}

  GraphFile read(const pugi::xml_document& document) {
    const pugi::xml_node root = document.child("graphml");
    if (!root) {
      error(document.document_element(), "the file has no element <graphml>",
            "GraphML begins with <graphml xmlns=…>");
      diagnostics_.throw_if_errors();
    }
    for (const pugi::xml_node key : root.children("key")) read_key(key);
    const pugi::xml_node graph = root.child("graph");
    if (!graph) error(root, "the file has no <graph>");
    if (const pugi::xml_node second = graph.next_sibling("graph")) {
      error(second, "the file has more than one graph", "keep one of them");
    }
    diagnostics_.throw_if_errors();
    result_.directed = std::strcmp(graph.attribute("edgedefault").value(), "directed") == 0;
    result_.data = data_of(graph, result_.types.graph);
    result_.name = taken(result_.data, "label");
    for (const pugi::xml_node node : graph.children("node")) {
      if (!read_node(node)) break;
    }
    for (const pugi::xml_node edge : graph.children("edge")) {
      if (!read_edge(edge)) break;
    }
    for (const pugi::xml_node hyperedge : graph.children("hyperedge")) {
      if (hyperedge) ++result_.left_out;
    }
    if (result_.nodes.empty()) error(graph, "the graph has no nodes");
    diagnostics_.throw_if_errors();
    return std::move(result_);
  }

 private:
  /// Where the element's `<` stands.
  [[nodiscard]] Position position_of(const pugi::xml_node& element) const {
    return lines_.at(element ? element.offset_debug() - 1 : -1);
  }
  void error(const pugi::xml_node& at, std::string message, std::string hint = {}) {
    const Position position = position_of(at);
    diagnostics_.error(position, {}, std::move(message), std::move(hint), lines_.shown(position));
  }

  void read_key(const pugi::xml_node& key) {
    const std::string id = key.attribute("id").value();
    const std::string name = key.attribute("attr.name").value();
    if (id.empty()) {
      error(key, "the <key> has no id");
    } else if (keys_.contains(id)) {
      error(key, fmt::format("the <key> {} stands here twice", quoted_excerpt(id)));
    }
    Key& declared = keys_[id];
    // Files that declare no names use the ids themselves.
    declared.name = name.empty() ? id : name;
    declared.type = key.attribute("attr.type").value();
    declared.element = key.attribute("for").as_string("all");
    if (const pugi::xml_node fallback = key.child("default")) {
      declared.fallback = trimmed(fallback.text().get());
    }
  }

  /// The data of an element by name, of the types that their keys declare.
  std::map<std::string, std::string> data_of(const pugi::xml_node& element,
                                             std::map<std::string, std::string>& types) {
    std::map<std::string, std::string> data;
    for (const pugi::xml_node datum : element.children("data")) {
      const std::string id = datum.attribute("key").value();
      const auto key = keys_.find(id);
      if (key == keys_.end()) {
        error(datum, fmt::format("there is no <key> of id {}", quoted_excerpt(id)));
        continue;
      }
      const std::string text = trimmed(datum.text().get());
      if (text.size() > kTextBytesMax) {
        error(datum, fmt::format("the text is longer than {} bytes", kTextBytesMax));
        continue;
      }
      add(key->second, text, data, types);
    }
    for (const auto& [id, key] : keys_) {
      const bool applies = key.element == element.name() || key.element == "all";
      if (applies && key.fallback) add(key, *key.fallback, data, types);
    }
    return data;
  }

  /// The first of several data of one name counts.
  static void add(const Key& key, const std::string& text, std::map<std::string, std::string>& data,
                  std::map<std::string, std::string>& types) {
    if (!data.try_emplace(key.name, text).second || key.type.empty()) return;
    types.try_emplace(key.name, key.type);
  }

  /// The datum, which is taken out; empty if there is none.
  static std::string taken(std::map<std::string, std::string>& data, const char* name) {
    const auto found = data.find(name);
    if (found == data.end()) return {};
    std::string text = std::move(found->second);
    data.erase(found);
    return text;
  }

  /// A number between the limits; nothing if the datum is missing or empty.
  std::optional<double> number(std::map<std::string, std::string>& data, const char* name,
                               double minimum, double maximum, const pugi::xml_node& element) {
    const std::string text = taken(data, name);
    if (text.empty()) return std::nullopt;
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || rest != end || !std::isfinite(value)) {
      error(element, fmt::format("{}: {} is no number", name, quoted_excerpt(text)));
      return std::nullopt;
    }
    if (value < minimum || value > maximum) {
      error(element, fmt::format("{}: {} is out of range", name, quoted_excerpt(text)),
            fmt::format("from {:g} to {:g}", minimum, maximum));
      return std::nullopt;
    }
    return value;
  }

  /// False when the rest is not worth reading.
  bool goes_on(const pugi::xml_node& element, std::size_t count, std::size_t maximum,
               const char* plural) {
    if (count >= maximum) {
      error(element, fmt::format("more than {} {}; the rest is not read", maximum, plural));
      return false;
    }
    return diagnostics_.error_count() < Diagnostics::kKeptMax;
  }

  bool read_node(const pugi::xml_node& element) {
    if (!goes_on(element, result_.nodes.size(), limits_.nodes_max, "nodes")) return false;
    GraphNode node;
    node.id = element.attribute("id").value();
    node.position = position_of(element);
    if (node.id.empty()) error(element, "the node has no id");
    if (!index_.try_emplace(node.id, result_.nodes.size()).second) {
      error(element, fmt::format("the node {} stands here twice", quoted_excerpt(node.id)));
    }
    if (element.child("graph")) {
      error(element, fmt::format("the node {} holds a graph of its own", quoted_excerpt(node.id)),
            "nested graphs are not read: flatten them");
    }
    node.data = data_of(element, result_.types.nodes);
    node.label = taken(node.data, "label");
    node.longitude = number(node.data, "Longitude", -180, 180, element);
    node.latitude = number(node.data, "Latitude", -90, 90, element);
    result_.nodes.push_back(std::move(node));
    return true;
  }

  std::size_t end_of(const pugi::xml_node& element, const char* which) {
    const std::string id = element.attribute(which).value();
    const auto found = index_.find(id);
    if (found != index_.end()) return found->second;
    error(element, id.empty() ? fmt::format("the edge has no {}", which)
                              : fmt::format("there is no node {}", quoted_excerpt(id)));
    return 0;
  }

  bool read_edge(const pugi::xml_node& element) {
    if (!goes_on(element, result_.edges.size(), limits_.edges_max, "edges")) return false;
    constexpr double kSpeedMax = 5e18;
    GraphEdge edge;
    edge.from = end_of(element, "source");
    edge.to = end_of(element, "target");
    edge.position = position_of(element);
    edge.data = data_of(element, result_.types.edges);
    edge.label = taken(edge.data, "LinkLabel");
    edge.speed_bps = number(edge.data, "LinkSpeedRaw", 0, kSpeedMax, element);
    if (edge.speed_bps && *edge.speed_bps < 1) edge.speed_bps.reset();  // 0: not known
    result_.edges.push_back(std::move(edge));
    return true;
  }

  const TextLines& lines_;
  const GraphLimits& limits_;
  Keys keys_;
  std::map<std::string, std::size_t> index_;  // of nodes
  GraphFile result_;
  Diagnostics diagnostics_;
};

[[noreturn]] void fail(const TextLines& lines, std::size_t offset, std::string message,
                       std::string hint = {}) {
  Diagnostics diagnostics;
  const Position position = lines.at(static_cast<std::ptrdiff_t>(offset));
  diagnostics.error(position, {}, std::move(message), std::move(hint), lines.shown(position));
  throw ScenarioError(std::move(diagnostics));
}

}  // namespace

GraphFile read_graphml_file(const std::string& file, const GraphLimits& limits) {
  std::string text = read_whole_file(file, limits.bytes_max);
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  const TextLines lines(file, text);
  if (const auto broken = invalid_utf8(text)) {
    fail(lines, *broken, "the text is not UTF-8", "save the file as UTF-8");
  }
  // The parser would leave them in the text as they are, which nobody could want.
  if (const auto entity = text.find("<!ENTITY"); entity != std::string::npos) {
    fail(lines, entity, "the file declares entities",
         "they are not read: write what they stand for");
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    fail(lines, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
         fmt::format("no valid XML: {}", parsed.description()), "is the file complete?");
  }
  return GraphmlReading(lines, limits).read(document);
}

}  // namespace eastwest
