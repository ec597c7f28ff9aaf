// Writes GraphML in the attribute names that read_graphml_file knows.
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "sim/base/quantity_text.hpp"
#include "sim/text/graph_file.hpp"

namespace eastwest {
namespace {

/// One `<key>` for each name and kind of element, in the order of their names.
class KeyTable {
 public:
  KeyTable(pugi::xml_node root, const char* element) : root_(root), element_(element) {}

  void declare(const std::set<std::string>& names) {
    for (const std::string& name : names) {
      pugi::xml_node key = root_.append_child("key");
      key.append_attribute("id") = id_of(name).c_str();
      key.append_attribute("for") = element_;
      key.append_attribute("attr.name") = name.c_str();
      key.append_attribute("attr.type") = is_number(name) ? "double" : "string";
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
  static bool is_number(const std::string& name) {
    static const std::set<std::string> numbers = {"Longitude", "Latitude", "LinkSpeedRaw"};
    return numbers.contains(name);
  }

  pugi::xml_node root_;
  const char* element_;
};

std::string number_text(const std::optional<double>& value) {
  return value ? shortest(*value) : std::string{};
}

void add_all(const KeyTable& keys, pugi::xml_node& element,
             const std::map<std::string, std::string>& data) {
  for (const auto& [name, value] : data) keys.add(element, name, value);
}

template <class Elements>
std::set<std::string> names_of(const Elements& elements, std::set<std::string> names) {
  for (const auto& element : elements) {
    for (const auto& [name, value] : element.data) names.insert(name);
  }
  return names;
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
  std::set<std::string> graph_names = {"label"};
  for (const auto& [name, value] : graph.data) graph_names.insert(name);
  graph_keys.declare(graph_names);
  node_keys.declare(names_of(graph.nodes, {"label", "Longitude", "Latitude"}));
  edge_keys.declare(names_of(graph.edges, {"LinkLabel", "LinkSpeedRaw"}));
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
