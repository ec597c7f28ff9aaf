// GraphML out and in again: nothing is lost, and every datum is declared to be what it is.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/text/file_writer.hpp"
#include "sim/text/graph_file.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;
namespace fs = std::filesystem;

namespace {

GraphNode node(const std::string& id, const std::map<std::string, std::string>& data) {
  GraphNode made;
  made.id = id;
  made.data = data;
  return made;
}

GraphFile reread(const std::string& text) {
  const TemporaryFolder folder;
  return read_graphml_file(folder.write("again.graphml", text));
}

/// How `<key>` declares a datum of one kind of element; empty if it does not.
std::string declared(const std::string& graphml, const std::string& element,
                     const std::string& name) {
  const std::string key =
      fmt::format("id=\"{0}_{1}\" for=\"{0}\" attr.name=\"{1}\" attr.type=\"", element, name);
  const auto at = graphml.find(key);
  if (at == std::string::npos) return {};
  const auto begin = at + key.size();
  return graphml.substr(begin, graphml.find('"', begin) - begin);
}

/// Types of data that have a value somewhere: others are nothing to declare.
void check_same_types(const std::map<std::string, std::string>& one,
                      const std::map<std::string, std::string>& other) {
  for (const auto& [name, type] : one) {
    INFO(name << " is declared as " << type);
    const auto found = other.find(name);
    REQUIRE(found != other.end());
    CHECK(found->second == type);
  }
}

template <class Element>
void check_same_data(const std::vector<Element>& one, const std::vector<Element>& other) {
  REQUIRE(one.size() == other.size());
  for (std::size_t at = 0; at < one.size(); ++at) {
    INFO("element " << at);
    CHECK(one[at].label == other[at].label);
    std::map<std::string, std::string> data = one[at].data;
    std::erase_if(data, [](const auto& each) { return each.second.empty(); });
    CHECK(data == other[at].data);
  }
}

/// Everything but positions and data without a value.
void check_same(const GraphFile& one, const GraphFile& other) {
  CHECK(one.name == other.name);
  CHECK(one.directed == other.directed);
  check_same_data(one.nodes, other.nodes);
  for (std::size_t at = 0; at < one.nodes.size(); ++at) {
    CHECK(one.nodes[at].id == other.nodes[at].id);
    CHECK(one.nodes[at].longitude == other.nodes[at].longitude);
    CHECK(one.nodes[at].latitude == other.nodes[at].latitude);
  }
  check_same_data(one.edges, other.edges);
  for (std::size_t at = 0; at < one.edges.size(); ++at) {
    CHECK(one.edges[at].from == other.edges[at].from);
    CHECK(one.edges[at].to == other.edges[at].to);
    CHECK(one.edges[at].speed_bps == other.edges[at].speed_bps);
  }
}

}  // namespace

TEST_CASE("numbers are declared as numbers") {
  GraphFile graph;
  graph.data = {{"year", "2025"}, {"version", "1.0"}};
  graph.types.graph = {{"year", "int"}};
  graph.nodes = {node("a", {{"people", "1e6"}, {"code", "007"}}),
                 node("b", {{"people", "5"}, {"code", "008"}})};
  graph.nodes[0].longitude = 100.5;
  graph.types.nodes = {{"people", "double"}};
  graph.edges.resize(1);
  graph.edges[0].to = 1;
  graph.edges[0].data = {{"waves", "2"}, {"bits", "400000000000"}};
  graph.types.edges = {{"waves", "int"}, {"bits", "long"}};
  const std::string text = to_graphml(graph);
  CHECK(declared(text, "graph", "year") == "int");
  CHECK(declared(text, "graph", "version") == "string");  // nobody said that it is a number
  CHECK(declared(text, "node", "people") == "double");
  CHECK(declared(text, "node", "code") == "string");
  CHECK(declared(text, "node", "Longitude") == "double");
  CHECK(declared(text, "edge", "waves") == "int");
  CHECK(declared(text, "edge", "bits") == "long");
  CHECK(declared(text, "edge", "LinkSpeedRaw") == "double");
  CHECK(declared(text, "edge", "LinkLabel") == "string");
  const GraphFile again = reread(text);
  check_same(graph, again);
  check_same_types(graph.types.edges, again.types.edges);
  CHECK(to_graphml(again) == text);
}

TEST_CASE("one value that is no number of the type makes strings of all") {
  const auto type_of = [](const std::string& type, const std::vector<std::string>& values) {
    GraphFile graph;
    for (const std::string& value : values) {
      graph.nodes.push_back(node(fmt::format("n{}", graph.nodes.size()), {{"datum", value}}));
    }
    graph.types.nodes = {{"datum", type}};
    return declared(to_graphml(graph), "node", "datum");
  };
  CHECK(type_of("int", {"1", "-2147483648"}) == "int");
  CHECK(type_of("int", {"1", "2147483648"}) == "string");  // 2^31
  CHECK(type_of("int", {"1", "1.5"}) == "string");
  CHECK(type_of("int", {"1", ""}) == "int");  // is not written at all
  CHECK(type_of("long", {"9223372036854775807"}) == "long");
  CHECK(type_of("long", {"9223372036854775808"}) == "string");
  CHECK(type_of("double", {"1", "2.5e-3"}) == "double");
  CHECK(type_of("double", {"1", "nan"}) == "string");
  CHECK(type_of("double", {"1", "unknown", "2"}) == "string");
  CHECK(type_of("boolean", {"true", "false"}) == "boolean");
  CHECK(type_of("boolean", {"yes"}) == "string");
  CHECK(type_of("anything", {"1"}) == "string");
}

TEST_CASE("a default of a key holds where an element does not say it") {
  const GraphFile graph = reread(
      "<graphml><key id=\"s\" for=\"edge\" attr.name=\"LinkSpeedRaw\" attr.type=\"double\">"
      "<default>1e9</default></key><key id=\"c\" for=\"node\" attr.name=\"colour\">"
      "<default> red </default></key><graph><node id=\"a\"/><node id=\"b\"><data "
      "key=\"c\">blue</data></node><edge source=\"a\" target=\"b\"/><edge source=\"b\" "
      "target=\"a\"><data key=\"s\">5</data></edge></graph></graphml>");
  CHECK(graph.edges[0].speed_bps == 1e9);
  CHECK(graph.edges[1].speed_bps == 5);
  CHECK(graph.nodes[0].data.at("colour") == "red");
  CHECK(graph.nodes[1].data.at("colour") == "blue");
  CHECK(graph.edges[0].data.empty());  // colours are of nodes
}

TEST_CASE("every GraphML file of the shared collection comes back exactly") {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data == nullptr || !fs::is_directory(fs::path(data) / "topo")) {
    std::cout << "  not tested: EASTWEST_DATA names no folder of graphs\n";
    return;
  }
  std::size_t files = 0;
  std::size_t numbers = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(data) / "topo")) {
    if (entry.path().extension() != ".graphml") continue;
    INFO(entry.path().string());
    const GraphFile graph = read_graphml_file(entry.path().string());
    const std::string text = to_graphml(graph);
    const GraphFile again = reread(text);
    check_same(graph, again);
    CHECK(to_graphml(again) == text);
    // The Zoo declares nothing as a number that is none, so that all its types are kept.
    for (const auto& [name, type] : graph.types.nodes) {
      const bool is_own = name == "label" || name == "Longitude" || name == "Latitude";
      if (!is_own) CHECK(declared(text, "node", name) == type);
      numbers += type == "string" ? 0 : 1;
    }
    for (const auto& [name, type] : graph.types.graph) {
      if (name != "label") CHECK(declared(text, "graph", name) == type);
    }
    for (const auto& [name, type] : graph.types.edges) {
      const bool is_own = name == "LinkLabel" || name == "LinkSpeedRaw";
      if (!is_own) CHECK(declared(text, "edge", name) == type);
    }
    ++files;
  }
  CHECK(files >= 10);
  CHECK(numbers >= 2 * files);  // Longitude, Latitude
}
