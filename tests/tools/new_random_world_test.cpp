// eastwest new with a random world, and the scenario that shows how other people's graphs are used.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/tools/program_process.hpp"

namespace eastwest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("new writes a random world that is right and the same each time", "[program]") {
  const TemporaryFolder folder;
  const auto made = [&](const std::string& name, const std::string& seed) {
    const EndedProgram ended =
        eastwest_with({"new", folder.file(name), "--random-nodes", "25", "--random-trunks", "40",
                       "--random-sites", "6", "--random-seed", seed});
    INFO(ended.error);
    REQUIRE(ended.code == 0);
    // The world alone: the comments before and behind it name the file.
    const std::string text = folder.read(name + ".yaml");
    const std::size_t begin = text.find("\nworld:");
    return text.substr(begin, text.find("\n# Other choices") - begin);
  };
  const std::string world = made("one", "3");
  CHECK(world == made("same", "3"));
  CHECK(world != made("other", "4"));
  CHECK(eastwest_with({"validate", folder.file("one.yaml")}).code == 0);
  const EndedProgram trunks =
      eastwest_with({"show", folder.file("one.yaml"), "trunks", "--format", "csv"});
  CHECK(std::count(trunks.out.begin(), trunks.out.end(), '\n') == 1 + 40);
  const EndedProgram run =
      eastwest_with({"run", folder.file("one.yaml"), "--until", "1h", "--audit", "--set",
                     "warm_up=0 d", "--out", folder.file("out")});
  INFO(run.error);
  CHECK(run.code == 0);
}

TEST_CASE("numbers of a random world that cannot be are refused", "[program]") {
  const TemporaryFolder folder;
  const auto said = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"new", folder.file("x")});
    const EndedProgram ended = eastwest_with(options);
    CHECK(ended.code == 2);
    return ended.error;
  };
  CHECK(has(said({"--random-sites", "3"}), "a random world needs --random-nodes"));
  CHECK(has(said({"--random-nodes", "1"}), "from 2 to 1000 here"));
  CHECK(has(said({"--random-nodes", "4", "--random-trunks", "2"}), "from 3 to 6 here"));
  CHECK(has(said({"--random-nodes", "4", "--random-sites", "5"}), "from 1 to 4 here"));
}

TEST_CASE("the study of a graph from elsewhere is right and tells what it assumes", "[program]") {
  const std::string scenario = source_file("scenarios/study/own-graph.yaml");
  const TemporaryFolder folder;
  const EndedProgram run =
      eastwest_with({"run", scenario, "--until", "2h", "--audit", "--out", folder.file("out")});
  CHECK(run.code == 0);
  CHECK(has(run.error, "2 edges have no speed: 400 Gb/s is assumed"));
  CHECK(has(run.error, "2 nodes have no coordinates: the mean of the neighbours is assumed"));
}

}  // namespace eastwest
