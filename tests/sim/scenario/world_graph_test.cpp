// Other people's graphs as worlds: what is assumed, what is refused, and the way back to GraphML.
#include "sim/scenario/world_graph.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "sim/scenario/world_format.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/shortest_paths.hpp"
#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;
namespace fs = std::filesystem;

namespace {

const std::string kGraphs = EASTWEST_SOURCE_DIR "/scenarios/study/graphs/";

/// A graph file as a world with one machine of its own; an absolute path.
WorldCase graph_case(const std::string& file) {
  return world_case("{base: " + file + ", sites: {machine: {accelerators: 8}}}");
}

const Node& node_called(const World& world, const std::string& id) {
  const auto found = std::find_if(world.nodes.begin(), world.nodes.end(),
                                  [&](const Node& node) { return node.id == id; });
  REQUIRE(found != world.nodes.end());
  return *found;
}

/// A GraphML file with this inside its <graph>; ids of data are their names.
std::string graphml(const std::string& body, const std::string& before = {}) {
  return "<?xml version=\"1.0\"?>\n" + before +
         "<graphml>\n<key id=\"label\"/><key id=\"Longitude\"/><key id=\"Latitude\"/>"
         "<key id=\"LinkSpeedRaw\"/>\n<graph edgedefault=\"undirected\">\n" +
         body + "\n</graph></graphml>\n";
}

std::string place(double longitude, double latitude) {
  return fmt::format("<data key=\"Longitude\">{}</data><data key=\"Latitude\">{}</data>", longitude,
                     latitude);
}

/// What is wrong with a file of this text.
std::string mistakes_in(const std::string& name, const std::string& text) {
  const TemporaryFolder folder;
  const WorldCase read = graph_case(folder.write(name, text));
  CHECK(read.failed);
  return read.messages;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Writes the world as GraphML and reads it again; both must have the same nodes and trunks.
void check_round_trip(const World& world) {
  const TemporaryFolder folder;
  const WorldCase again = graph_case(folder.write("again.graphml", to_graphml(graph_of(world))));
  INFO(again.messages);
  REQUIRE_FALSE(again.failed);
  REQUIRE(again.world.nodes.size() == world.nodes.size());
  for (std::size_t at = 0; at < world.nodes.size(); ++at) {
    const Node& one = world.nodes[at];
    const Node& other = again.world.nodes[at];
    INFO("node " << one.id);
    CHECK(other.id == one.id);
    CHECK(other.name == one.name);
    CHECK(other.has_coordinates == one.has_coordinates);
    CHECK(other.longitude == one.longitude);
    CHECK(other.latitude == one.latitude);
    CHECK(other.population == one.population);
    CHECK(other.gdp_cny == one.gdp_cny);
    CHECK(other.demand_weight == Approx(one.demand_weight).epsilon(1e-12));
  }
  REQUIRE(again.world.trunks.size() == world.trunks.size());
  for (std::size_t at = 0; at < world.trunks.size(); ++at) {
    const Trunk& one = world.trunks[at];
    const Trunk& other = again.world.trunks[at];
    INFO("trunk " << one.id);
    CHECK(other.id == one.id);
    CHECK(other.name == one.name);
    CHECK(other.a == one.a);
    CHECK(other.b == one.b);
    CHECK(other.length == one.length);
    CHECK(other.waves == one.waves);
    CHECK(other.ports == one.ports);
    CHECK(other.speed == one.speed);
    CHECK(other.corridor == one.corridor);
    CHECK(other.operator_name == one.operator_name);
    CHECK(trunk_capacity(again.world, other) == trunk_capacity(world, one));
    CHECK(trunk_delay(again.world, other) == trunk_delay(world, one));
  }
  CHECK(to_graphml(graph_of(again.world)) == to_graphml(graph_of(world)));
}

}  // namespace

TEST_CASE("a GraphML file with the gaps of the Topology Zoo") {
  const WorldCase read = graph_case(kGraphs + "seven-cities.graphml");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const World& world = read.world;
  CHECK(world.name == "Seven cities");
  REQUIRE(world.nodes.size() == 8);  // and the machine's
  CHECK(world.nodes[1].id == "Xi-an");
  CHECK(world.nodes[1].name == "Xi'an");
  // Repeated labels
  CHECK(world.nodes[5].id == "Exchange");
  CHECK(world.nodes[6].id == "Exchange-2");
  CHECK(read.says("1 label stands at several nodes ('Exchange')"));
  // Without coordinates: Exchange is between Shanghai and Guangzhou, Exchange-2 at Guangzhou.
  CHECK(world.nodes[5].longitude == Approx((121.47 + 113.26) / 2));
  CHECK(world.nodes[5].latitude == Approx((31.23 + 23.13) / 2));
  CHECK(world.nodes[6].longitude == Approx(113.26));
  CHECK(read.says("2 nodes have no coordinates: the mean of the neighbours is assumed"));
  // Parallel edges are two cables of one corridor.
  REQUIRE(world.trunks.size() == 9);
  CHECK(world.trunks[1].id == "Beijing--Wuhan--1");
  CHECK(world.trunks[2].id == "Beijing--Wuhan--2");
  CHECK(world.trunks[2].name == "second cable");
  CHECK(trunk_speed(world, world.trunks[1]) == BitsPerSecond(200'000'000'000));
  // No speed is 400 Gb/s.
  CHECK(trunk_speed(world, world.trunks[3]) == BitsPerSecond(400'000'000'000));
  CHECK(trunk_speed(world, world.trunks[6]) == BitsPerSecond(2'500'000'000));
  CHECK(read.says("2 edges have no speed: 400 Gb/s is assumed"));
  // Lengths follow the detour of the scenario.
  const WorldCase straight = world_case("{base: " + kGraphs +
                                        "seven-cities.graphml, fibre: {detour: 1}, "
                                        "sites: {machine: {accelerators: 8}}}");
  CHECK(world.trunks[0].length.value() ==
        Approx(1.6 * straight.world.trunks[0].length.value()).epsilon(1e-6));
  check_round_trip(world);
}

TEST_CASE("node-link JSON: names, places, straight lengths and demands") {
  const WorldCase read = graph_case(kGraphs + "triangle.json");
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  const World& world = read.world;
  CHECK(world.name == "triangle");
  CHECK(world.nodes[0].id == "Lanzhou");
  CHECK(world.nodes[2].id == "node-2");  // has no name
  // Sent and received: Lanzhou 30 + 10 + 20, Chengdu 30 + 20, node-2 10; all 120
  CHECK(world.nodes[0].demand_weight == Approx(60.0 / 120));
  CHECK(world.nodes[1].demand_weight == Approx(50.0 / 120));
  CHECK(world.nodes[2].demand_weight == Approx(10.0 / 120));
  CHECK(world.trunks.size() == 3);
  CHECK(std::fabs(world.trunks[0].length.value() / 1.6 - 609.5) < 1);
  CHECK(read.says("3 edges have no speed"));
  check_round_trip(world);
}

TEST_CASE("a straight length stands in where a node has no coordinates at all") {
  const TemporaryFolder folder;
  const WorldCase read = graph_case(folder.write(
      "two.json", R"({"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b",
                  "dist": 100}]})"));
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.trunks[0].length.value() == 160);
  CHECK(read.world.nodes[0].id == "node-a");
  CHECK(read.says("1 edge has no speed"));
}

TEST_CASE("a directed graph has one cable for an edge and its way back") {
  const TemporaryFolder folder;
  std::string text =
      graphml("<node id=\"a\">" + place(100, 30) + "</node><node id=\"b\">" + place(101, 30) +
              "</node><edge source=\"a\" target=\"b\"/><edge source=\"b\" "
              "target=\"a\"/><edge source=\"b\" target=\"a\"/>");
  text.replace(text.find("undirected"), 10, "directed");
  const WorldCase read = graph_case(folder.write("directed.graphml", text));
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.trunks.size() == 2);
  CHECK(read.says("the graph is directed: 1 edge is the way back of another one"));
}

TEST_CASE("loops and hyperedges are left out aloud") {
  const TemporaryFolder folder;
  const WorldCase read = graph_case(folder.write(
      "odd.graphml",
      graphml("<node id=\"a\">" + place(100, 30) + "</node><node id=\"b\">" + place(101, 30) +
              "</node><edge source=\"a\" target=\"b\"/><edge source=\"b\" "
              "target=\"b\"/><hyperedge/>")));
  INFO(read.messages);
  REQUIRE_FALSE(read.failed);
  CHECK(read.world.trunks.size() == 1);
  CHECK(read.says("1 edge from a node to itself: left out"));
  CHECK(read.says("1 edge of more than two ends: left out"));
}

TEST_CASE("a graph without sites says how to give it some") {
  const WorldCase read = world_case(kGraphs + "triangle.json");
  CHECK(read.failed);
  CHECK(read.says("the world has no accelerators"));
}

TEST_CASE("hostile and damaged GraphML is refused with a line") {
  const std::string two = "<node id=\"a\"/>\n<node id=\"b\"/>\n";
  const auto say = [](const std::string& text) { return mistakes_in("x.graphml", text); };
  const std::string bomb =
      say(graphml(two, "<!DOCTYPE b [\n<!ENTITY a \"aaaa\">\n<!ENTITY b \"&a;&a;&a;&a;\">]>\n"));
  CHECK(has(bomb, "x.graphml:3:1: error: the file declares entities"));
  const std::string whole = graphml(two + "<edge source=\"a\" target=\"b\"/>");
  CHECK(has(say(whole.substr(0, whole.size() / 2)), "no valid XML"));
  CHECK(has(say(""), "no valid XML"));
  CHECK(has(say("<html></html>"), "the file has no element <graphml>"));
  CHECK(has(say("<graphml></graphml>"), "the file has no <graph>"));
  CHECK(has(say("<graphml><graph/><graph/></graphml>"), "more than one graph"));
  CHECK(has(say(graphml("")), "the graph has no nodes"));
  CHECK(has(say(graphml(two + "<edge source=\"a\" target=\"c\"/>")),
            "x.graphml:7:1: error: there is no node 'c'"));
  CHECK(has(say(graphml(two + "<node id=\"a\"/>")), "the node 'a' stands here twice"));
  CHECK(has(say(graphml("<node id=\"a\"><data key=\"Latitude\">north</data></node>")),
            "Latitude: 'north' is no number"));
  CHECK(
      has(say(graphml("<node id=\"a\"><data key=\"Latitude\">nan</data></node>")), "is no number"));
  CHECK(has(say(graphml("<node id=\"a\"><data key=\"Longitude\">181</data></node>")),
            "Longitude: '181' is out of range"));
  CHECK(has(say(graphml("<node id=\"a\"><data key=\"nothing\">1</data></node>")),
            "there is no <key> of id 'nothing'"));
  CHECK(has(say(graphml("<node id=\"a\"><graph/></node>")), "holds a graph of its own"));
  CHECK(has(say(graphml(two + "<edge source=\"a\" target=\"b\"/>")),
            "1 edge has no length and ends at no place"));
  CHECK(has(say("\xff\xfe"), "the text is not UTF-8"));
  std::string deep;
  for (int level = 0; level < 100'000; ++level) deep += "<a>";
  CHECK(has(say(deep), "no valid XML"));
}

TEST_CASE("a graph file that is too large is refused before it is parsed") {
  const TemporaryFolder folder;
  const std::string file = folder.write("many.graphml", graphml(R"(<node id="a"/><node id="b"/>)"));
  const auto refusal = [&](const GraphLimits& limits) -> std::string {
    try {
      static_cast<void>(read_graphml_file(file, limits));
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(has(refusal({.bytes_max = 100}), "the file is too large"));
  CHECK(has(refusal({.nodes_max = 1}), "more than 1 nodes; the rest is not read"));
}

TEST_CASE("mistakes of node-link JSON") {
  const auto say = [](const std::string& text) { return mistakes_in("x.json", text); };
  CHECK(has(say("[]"), "this is no graph"));
  CHECK(has(say("{\"nodes\": []}"), "this is no graph"));
  CHECK(has(say("{\"nodes\": [], \"edges\": []}"), "the graph has no nodes"));
  CHECK(has(say("{\"nodes\": [1], \"edges\": []}"), "nodes[0]: there is no id"));
  CHECK(has(say(R"({"nodes": [{"id": 1}, {"id": 1}], "edges": []})"), "stands here twice"));
  CHECK(has(say(R"({"nodes": [{"id": 1, "pos": [1]}], "edges": []})"),
            "nodes[0].pos: expected [longitude, latitude]"));
  CHECK(has(say(R"({"nodes": [{"id": 1, "pos": [999, 0]}], "edges": []})"),
            "nodes[0].pos[0]: 999 is out of range"));
  CHECK(has(say(R"({"nodes": [{"id": 1}], "edges": [{"source": 1, "target": 2}]})"),
            "edges[0]: there is no node '2'"));
  CHECK(has(say(R"({"nodes": [{"id": 1}], "edges": [], "graph": {"demands": {"1": {"2": 3}}}})"),
            "graph.demands.1.2: no demand between two nodes"));
  CHECK(has(say("{\"nodes\": ["), "no valid JSON"));
  // The place of the node or edge
  CHECK(has(say("{\"nodes\": [{\"id\": 1},\n  {\"id\": 1}], \"links\": []}"),
            "x.json:2:3: error: nodes[1]: the node '1' stands here twice"));
  CHECK(has(say("{\"nodes\": [{\"id\": 1}],\n \"links\": [{\"source\": 1, \"target\": 2}]}"),
            "x.json:2:12: error: links[0]: there is no node '2'"));
  const std::string huge(10'001, 'x');
  CHECK(has(say(R"({"nodes": [{"id": 1, "name": ")" + huge + R"("}], "edges": []})"),
            "x.json:1:12: error: nodes[0].name: the text is longer than 10000 bytes"));
}

TEST_CASE("oddly shaped graphs are read, or refused for what they are") {
  const TemporaryFolder folder;
  const std::string placed =
      "<node id=\"a\">" + place(100, 30) + "</node><node id=\"b\">" + place(101, 30) + "</node>";
  const auto read = [&](const std::string& body) {
    return graph_case(folder.write("odd.graphml", graphml(body)));
  };
  // One node, no edge; the machine of the test stands at a node of its own.
  const WorldCase lonely = read("<node id=\"a\"/>");
  INFO(lonely.messages);
  CHECK_FALSE(lonely.failed);
  CHECK(lonely.says("the network is in 2 parts with no trunk between them"));
  const WorldCase loop = read(placed + "<edge source=\"a\" target=\"a\"/>");
  CHECK_FALSE(loop.failed);
  CHECK(loop.world.trunks.empty());
  CHECK(loop.says("1 edge from a node to itself: left out"));
  CHECK(read(placed + "<edge source=\"a\" target=\"b\"><data key=\"LinkSpeedRaw\">-1</data></edge>")
            .says("LinkSpeedRaw: '-1' is out of range"));
  CHECK(read("<node/>").says("the node has no id"));
  CHECK(read(placed + "<edge source=\"a\"/>").says("the edge has no target"));
  CHECK(read("<node id=\"a\"><data key=\"label\">" + std::string(10'001, 'x') + "</data></node>")
            .says("the text is longer than 10000 bytes"));
  // A mistake is shown with its line and a caret.
  CHECK(read("<node id=\"a\"/>\n<edge source=\"a\" target=\"c\"/>")
            .says("\n  <edge source=\"a\" target=\"c\"/>\n  ^"));
  CHECK(graph_case(folder.write("keys.graphml",
                                "<graphml><key id=\"k\"/><key id=\"k\"/><graph><node "
                                "id=\"a\"/></graph></graphml>"))
            .says("the <key> 'k' stands here twice"));
}

TEST_CASE("the national world keeps its nodes and trunks through GraphML") {
  const WorldCase china = world_case("china", "", EASTWEST_SOURCE_DIR "/scenarios/test.yaml");
  REQUIRE_FALSE(china.failed);
  const TemporaryFolder folder;
  const std::string file = folder.write("china.graphml", to_graphml(graph_of(china.world)));
  const WorldCase again =
      world_case("{base: " + file + ", sites: {machine: {node: beijing, accelerators: 8}}}");
  INFO(again.messages);
  REQUIRE_FALSE(again.failed);
  CHECK(again.messages.empty());
  CHECK(again.world.background_share == china.world.background_share);
  CHECK(node_called(again.world, "beijing").population ==
        node_called(china.world, "beijing").population);
  const Topology one(china.world);
  const Topology other(again.world);
  for (std::size_t a = 0; a < china.world.nodes.size(); ++a) {
    for (std::size_t b = 0; b < china.world.nodes.size(); ++b) {
      CHECK(one.latency(NodeId(a), NodeId(b)) == other.latency(NodeId(a), NodeId(b)));
    }
  }
}

TEST_CASE("every graph of the shared collection loads and comes back from GraphML") {
  const char* data = std::getenv("EASTWEST_DATA");
  if (data == nullptr || !fs::is_directory(fs::path(data) / "topo")) {
    std::cout << "  not tested: EASTWEST_DATA names no folder of graphs\n";
    return;
  }
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(data) / "topo")) {
    if (is_graph_file(entry.path().string())) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 10);
  for (const std::string& file : files) {
    INFO(file);
    const WorldCase read = graph_case(file);
    INFO(read.messages);
    REQUIRE_FALSE(read.failed);
    CHECK(read.world.trunks.size() + 1 >= read.world.nodes.size() / 2);
    check_round_trip(read.world);
  }
}
