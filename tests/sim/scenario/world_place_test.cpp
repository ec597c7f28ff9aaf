// Where worlds by name are found: beside the scenario, above it, in the data folders.
#include "sim/scenario/world_place.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

TEST_CASE("the nearest world of a name is found, from the scenario's folder upwards") {
  const TemporaryFolder folder;
  folder.write("world/far/world.yaml", "");
  folder.write("world/both/world.yaml", "");
  folder.write("a/world/both/world.yaml", "");
  folder.write("world/no-world/readme.txt", "");
  const std::string scenario = folder.file("a/b/scenario.yaml");
  CHECK(find_world("far", scenario) == folder.file("world/far"));
  CHECK(find_world("both", scenario) == folder.file("a/world/both"));
  CHECK_FALSE(find_world("no-world", scenario).has_value());
  const std::vector<std::string> names = world_names(scenario);
  CHECK(std::count(names.begin(), names.end(), "both") == 1);
  CHECK(std::count(names.begin(), names.end(), "far") == 1);
  CHECK(std::count(names.begin(), names.end(), "no-world") == 0);
}

TEST_CASE("data folders come after the scenario's own") {
  const TemporaryFolder data;
  data.write("world/installed/world.yaml", "");
  data.write("world/both/world.yaml", "");
  const TemporaryFolder folder;
  folder.write("world/both/world.yaml", "");
  const std::string scenario = folder.file("scenario.yaml");
  CHECK_FALSE(find_world("installed", scenario).has_value());
  add_scenario_data_folder(data.path().string());
  CHECK(find_world("installed", scenario) == data.file("world/installed"));
  CHECK(find_world("both", scenario) == folder.file("world/both"));
}

TEST_CASE("a relative scenario gives a relative folder") {
  // Tests run in the project's folder.
  CHECK(find_world("china", "scenarios/tour/some.yaml") == std::string("scenarios/world/china"));
}
