// Files that are no worlds: each is refused where it is named, with what to do.
#include "sim/scenario/world_format.hpp"

#include "tests/catch.hpp"
#include "tests/sim/scenario/world_case.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

namespace {

/// What is said of a world of that name; the scenario lies in a folder with a file `plain`, an
/// empty folder `v1.x` and a graph `there.gml`.
std::string refusal(const std::string& name) {
  const TemporaryFolder folder;
  folder.write("plain", "graph []\n");
  folder.write("there.gml", "graph []\n");
  folder.write("v1.x/readme", "");
  const WorldCase read = world_case(name, {}, folder.file("scenario.yaml"));
  CHECK(read.failed);
  return read.messages;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("graph files are known by their endings") {
  for (const char* name : {"a.graphml", "a.json", "x/a.graphml.gz", "a.json.gz"}) {
    INFO(name);
    CHECK(is_graph_file(name));
  }
  for (const char* name : {"a.gml", "a", "graphml", "a.graphml.zip", "a.graph", ".gz"}) {
    INFO(name);
    CHECK_FALSE(is_graph_file(name));
  }
}

TEST_CASE("a file of another format is refused where it is named") {
  for (const char* name : {"net.gml", "there.gml", "sub/net.gml", "./there.gml", "net.gml.gz",
                           "{base: net.gml, sites: {m: {accelerators: 8}}}"}) {
    const std::string text = refusal(name);
    INFO(name << ": " << text);
    CHECK(has(text, "a .gml file is not read as a world"));
    CHECK(has(text, "scenario.yaml:1:"));
    CHECK(has(text, "graphs are read as GraphML (.graphml) and node-link JSON (.json)"));
    CHECK(has(text, "convert GML to GraphML"));
  }
}

TEST_CASE("the hint knows what people have") {
  CHECK(has(refusal("topo/Cernet.graph"), "as JSON (TopoHub)"));
  CHECK(has(refusal("germany50.txt"), "take networks of SNDlib as JSON from TopoHub"));
  CHECK(has(refusal("germany50.xml"), "a GraphML file has to be called .graphml"));
  CHECK(has(refusal("my/world.yaml"), "name the folder of the world.yaml: my/"));
  CHECK(has(refusal("world.yaml"), "name the folder of the world.yaml: ./"));
  CHECK(has(refusal("other.yaml"), "write base: FILE beside world"));
  CHECK(has(refusal("tables/sites.csv"), "tables belong to a folder with a world.yaml"));
  CHECK(has(refusal("NET.GRAPHML"), "write the ending in small letters: .graphml"));
  CHECK(has(refusal("net.mtx"), "convert the file to one of them"));
  CHECK(has(refusal("./plain"), "is a file, and its name does not tell a format"));
}

TEST_CASE("folders and names are no files of another format") {
  CHECK(has(refusal("v1.x/"), "v1.x/world.yaml"));
  CHECK(has(refusal("nosuch/"), "nosuch/world.yaml"));
  CHECK(has(refusal("atlantis"), "there is no world 'atlantis'"));
}
