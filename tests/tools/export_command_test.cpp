// eastwest export: what other tools get, and that SimGrid reads the same latencies from it.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "models/builtin.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/json.hpp"
#include "sim/world/topology.hpp"
#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"
#include "tools/eastwest/exported_graph.hpp"

namespace eastwest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string national() { return source_file("scenarios/national-2025.yaml"); }

World national_world() {
  const ModelRegistries models = builtin_models();
  return load_scenario(national(), {}, *catalogue_of(models)).world;
}

/// The text of an export of the national scenario.
std::string exported(const std::string& format) {
  const TemporaryFolder folder;
  const EndedProgram ended =
      eastwest_with({"export", national(), "--format", format, "-o", folder.file("out")});
  INFO(ended.error);
  REQUIRE(ended.code == 0);
  CHECK(ended.out.empty());
  return folder.read("out");
}

}  // namespace

TEST_CASE("export writes a file once, and over it with --force only", "[program]") {
  const TemporaryFolder folder;
  const std::vector<std::string> call = {"export", national(), "--format",
                                         "dot",    "-o",       folder.file("china.dot")};
  CHECK(eastwest_with(call).code == 0);
  const EndedProgram again = eastwest_with(call);
  CHECK(again.code == 2);
  CHECK(has(again.error, "the file exists already"));
  std::vector<std::string> forced = call;
  forced.emplace_back("--force");
  CHECK(eastwest_with(forced).code == 0);
  const EndedProgram nowhere = eastwest_with(
      {"export", national(), "--format", "dot", "-o", folder.file("missing/china.dot")});
  CHECK(nowhere.code == 2);
  CHECK(has(nowhere.error, "there is no folder"));
  CHECK(eastwest_with({"export", national(), "--format", "png", "-o", folder.file("x")}).code == 2);
}

TEST_CASE("export as GeoJSON has points of nodes and sites, and lines of trunks", "[program]") {
  const Json map = parse_json(exported("geojson"), "export");
  CHECK(map.at("type") == "FeatureCollection");
  const World world = national_world();
  CHECK(map.at("features").size() == world.nodes.size() + world.sites.size() + world.trunks.size());
  const Json& first = map.at("features").front();
  CHECK(first.at("geometry").at("type") == "Point");
  CHECK(first.at("geometry").at("coordinates")[0] == world.nodes[0].longitude);
  CHECK(first.at("properties").at("id") == world.nodes[0].id);
  const Json& last = map.at("features").back();
  CHECK(last.at("geometry").at("type") == "LineString");
  CHECK(last.at("properties").at("length_km") == world.trunks.back().length.value());
}

TEST_CASE("export as DOT names every node and trunk", "[program]") {
  const std::string dot = exported("dot");
  CHECK(has(dot, "graph \"china\" {"));
  CHECK(has(dot, "\"beijing\" -- \"tianjin\" [id=\"beijing--tianjin--1\""));
  std::size_t edges = 0;
  for (auto at = dot.find(" -- "); at != std::string::npos; at = dot.find(" -- ", at + 1)) ++edges;
  CHECK(edges == national_world().trunks.size());
}

TEST_CASE("an exported GraphML is a world again", "[program]") {
  const TemporaryFolder folder;
  CHECK(eastwest_with(
            {"export", national(), "--format", "graphml", "-o", folder.file("china.graphml")})
            .code == 0);
  const std::string scenario =
      folder.write("again.yaml", "base: " + source_file("scenarios/tour/010-one-job.yaml") +
                                     "\nworld: {base: china.graphml, sites: {depot: {node: "
                                     "beijing, accelerators: 8}}}\n");
  const EndedProgram shown = eastwest_with({"show", scenario, "route", "beijing", "guian"});
  INFO(shown.error);
  CHECK(shown.out == eastwest_with({"show", national(), "route", "beijing", "guian"}).out);
}

TEST_CASE("a world with too many hosts for a route of every pair is refused") {
  World world;
  world.nodes.resize(601);
  std::string refusal;
  try {
    static_cast<void>(simgrid_platform_of(world));
  } catch (const ScenarioError& error) {
    refusal = error.what();
  }
  CHECK(has(refusal, "601 nodes and sites"));
}

#ifdef EASTWEST_SIMGRID_PROBE
TEST_CASE("SimGrid loads the exported platform and has the same routes", "[program][simgrid]") {
  const TemporaryFolder folder;
  folder.write("platform.xml", exported("simgrid"));
  const World world = national_world();
  const Topology topology(world);
  std::string pairs;
  std::vector<Duration> latencies;
  std::vector<double> narrowest;  // bytes per second; 0: not compared
  for (std::size_t a = 0; a < world.nodes.size(); ++a) {
    for (std::size_t b = 0; b < world.nodes.size(); ++b) {
      if (a == b) continue;
      pairs += fmt::format("{} {}\n", world.nodes[a].id, world.nodes[b].id);
      latencies.push_back(topology.latency(NodeId(a), NodeId(b)));
      narrowest.push_back(0);
    }
  }
  for (const Route& route : topology.routes()) {
    const auto name = [&](const Endpoint& end) {
      return end.site.valid() ? world.sites[end.site.index()].id + ".site"
                              : world.nodes[end.node.index()].id;
    };
    pairs += fmt::format("{} {}\n", name(route.from), name(route.to));
    latencies.push_back(route.latency);
    BitsPerSecond least = topology.links()[route.links.front().index()].capacity;
    for (const LinkId link : route.links) {
      least = std::min(least, topology.links()[link.index()].capacity);
    }
    narrowest.push_back(static_cast<double>(least.value()) / 8);
  }
  for (std::size_t a = 0; a < world.sites.size(); ++a) {
    const std::size_t b = (a + 7) % world.sites.size();
    pairs += fmt::format("{}.site {}.site\n", world.sites[a].id, world.sites[b].id);
    latencies.push_back(topology.latency(world.sites[a].node, world.sites[b].node));
    narrowest.push_back(0);
  }
  folder.write("pairs", pairs);
  // A process of its own: SimGrid allows one simulation a process.
  const int status =
      std::system(fmt::format("'{}' '{}' < '{}' > '{}' 2> '{}'", EASTWEST_SIMGRID_PROBE,
                              folder.file("platform.xml"), folder.file("pairs"),
                              folder.file("routes"), folder.file("errors"))
                      .c_str());
  INFO(folder.read("errors"));
  REQUIRE(status == 0);
  std::istringstream routes(folder.read("routes"));
  double latency = 0;
  double bandwidth = 0;
  std::size_t links = 0;
  for (std::size_t at = 0; at < latencies.size(); ++at) {
    REQUIRE((routes >> latency >> bandwidth >> links));
    // A sum of a dozen doubles of milliseconds: far below a nanosecond.
    if (std::fabs(latency - to_seconds(latencies[at])) > 1e-12) {
      FAIL_CHECK("pair " << at << ": " << latency << " s, not " << to_seconds(latencies[at]));
    }
    if (narrowest[at] > 0) CHECK(bandwidth == Approx(narrowest[at]).epsilon(1e-12));
  }
}
#endif

}  // namespace eastwest
