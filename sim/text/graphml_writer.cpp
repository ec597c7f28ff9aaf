// Writes GraphML in the attribute names that read_graphml_file knows.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "sim/base/quantity_text.hpp"
#include "sim/text/graph_file.hpp"

namespace eastwest {
namespace {

using Texts = std::map<std::string, std::string>;

template <class Number>
bool is_number(const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || rest != end) return false;
  return std::isfinite(static_cast<double>(value));
}

/// Whether a reader that believes the type can read the value.
bool is_of_type(const std::string& type, const std::string& text) {
  if (type == "int") return is_number<std::int32_t>(text);
  if (type == "long") return is_number<std::int64_t>(text);
  if (type == "float" || type == "double") return is_number<double>(text);
  if (type == "boolean") return text == "true" || text == "false";
  return type == "string";
}

/// The types of all data of one kind of element: as declared where the values agree, else string.
Texts types_of(const std::vector<const Texts*>& all_data, const Texts& declared) {
  Texts types;
  for (const Texts* data : all_data) {
    for (const auto& [name, value] : *data) {
      const auto known = declared.find(name);
      std::string& type =
          types.try_emplace(name, known == declared.end() ? "string" : known->second).first->second;
      if (!value.empty() && !is_of_type(type, value)) type = "string";
    }
  }
  return types;
}

template <class Elements>
std::vector<const Texts*> data_of(const Elements& elements) {
  std::vector<const Texts*> all;
  all.reserve(elements.size());
  for (const auto& element : elements) all.push_back(&element.data);
  return all;
}

/// One `<key>` for each name and kind of element, in the order of their names.
class KeyTable {
 public:
  KeyTable(pugi::xml_node root, const char* element) : root_(root), element_(element) {}

  /// `own` are the data that GraphFile keeps apart from the others.
  void declare(Texts types, const Texts& own) {
    for (const auto& [name, type] : own) types[name] = type;
    for (const auto& [name, type] : types) {
      pugi::xml_node key = root_.append_child("key");
      key.append_attribute("id") = id_of(name).c_str();
      key.append_attribute("for") = element_;
      key.append_attribute("attr.name") = name.c_str();
      key.append_attribute("attr.type") = type.c_str();
    }
  }

  void add(pugi::xml_node& element, const std::string& name, const std::string& value) const {
    if (value.empty()) return;
    pugi::xml_node datum = element.append_child("data");
    datum.append_attribute("key") = id_of(name).c_str();
    datum.text().set(value.c_str());
  }

 private:
  [[nodiscard]] std::string id_of(const std::string& name) const {
    return fmt::format("{}_{}", element_, name);
  }

  pugi::xml_node root_;
  const char* element_;
};

std::string number_text(const std::optional<double>& value) {
  return value ? shortest(*value) : std::string{};
}

void add_all(const KeyTable& keys, pugi::xml_node& element, const Texts& data) {
  for (const auto& [name, value] : data) keys.add(element, name, value);
}

}  // namespace

std::string to_graphml(const GraphFile& graph) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("graphml");
  root.append_attribute("xmlns") = "http://graphml.graphdrawing.org/xmlns";
  KeyTable graph_keys(root, "graph");
  KeyTable node_keys(root, "node");
  KeyTable edge_keys(root, "edge");
  graph_keys.declare(types_of({&graph.data}, graph.types.graph), {{"label", "string"}});
  node_keys.declare(types_of(data_of(graph.nodes), graph.types.nodes),
                    {{"label", "string"}, {"Longitude", "double"}, {"Latitude", "double"}});
  edge_keys.declare(types_of(data_of(graph.edges), graph.types.edges),
                    {{"LinkLabel", "string"}, {"LinkSpeedRaw", "double"}});
  pugi::xml_node body = root.append_child("graph");
  body.append_attribute("edgedefault") = graph.directed ? "directed" : "undirected";
  graph_keys.add(body, "label", graph.name);
  add_all(graph_keys, body, graph.data);
  for (const GraphNode& node : graph.nodes) {
    pugi::xml_node element = body.append_child("node");
    element.append_attribute("id") = node.id.c_str();
    node_keys.add(element, "label", node.label);
    node_keys.add(element, "Longitude", number_text(node.longitude));
    node_keys.add(element, "Latitude", number_text(node.latitude));
    add_all(node_keys, element, node.data);
  }
  for (const GraphEdge& edge : graph.edges) {
    pugi::xml_node element = body.append_child("edge");
    element.append_attribute("source") = graph.nodes[edge.from].id.c_str();
    element.append_attribute("target") = graph.nodes[edge.to].id.c_str();
    edge_keys.add(element, "LinkLabel", edge.label);
    edge_keys.add(element, "LinkSpeedRaw", number_text(edge.speed_bps));
    add_all(edge_keys, element, edge.data);
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace eastwest
