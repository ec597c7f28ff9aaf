// run.json: its keys are those of docs/results.md, its hash that of the resolved text.
#include "sim/experiment/run_record.hpp"

#include <fstream>
#include <set>
#include <string>

#include "tests/catch.hpp"
#include "tests/sim/experiment/run_stage.hpp"

namespace eastwest::run_test {
namespace {

void collect(const Json& value, const std::string& path, std::set<std::string>& paths) {
  if (value.is_object()) {
    for (const auto& [key, part] : value.items()) {
      collect(part, path.empty() ? key : path + "." + key, paths);
    }
  } else if (value.is_array()) {
    for (const Json& part : value) collect(part, path + "[]", paths);
  } else {
    paths.insert(path);
  }
}

std::set<std::string> documented_keys() {
  std::ifstream page(std::string(EASTWEST_SOURCE_DIR) + "/docs/results.md");
  REQUIRE(page.is_open());
  std::set<std::string> names;
  bool in_section = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) in_section = line == "## run.json";
    if (in_section && line.starts_with("| `")) {
      names.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  return names;
}

}  // namespace

TEST_CASE("every key of run.json is documented, and exists", "[experiment]") {
  std::set<std::string> written;
  collect(run_record(loaded_scenario(), {"derived"}, ResourceMeter()), "", written);
  CHECK(written == documented_keys());
}

TEST_CASE("the record names what went in and what it cost", "[experiment]") {
  LoadedScenario loaded = loaded_scenario();
  loaded.resolved = "abc";
  const Json record = run_record(loaded, {}, ResourceMeter());
  // The example of FIPS 180-2.
  CHECK(record["resolved_sha256"].get<std::string>() ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK((record["inputs"][0]["path"] == "near-and-far.yaml"));
  CHECK(record["resources"]["wall_s"].get<double>() >= 0);
  CHECK(record["resources"]["cpu_s"].get<double>() >= 0);
  CHECK(record["resources"]["peak_memory_bytes"].get<std::int64_t>() > 1'000'000);
}

}  // namespace eastwest::run_test
