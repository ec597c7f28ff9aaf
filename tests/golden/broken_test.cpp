// Every .yaml in scenarios/broken has one mistake; its message is approved in
// tests/approved/broken. With EASTWEST_APPROVE=1 in the environment the test writes the approved
// files: look at the change.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/builtin.hpp"
#include "sim/base/check.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/byte_source.hpp"
#include "sim/text/file_writer.hpp"
#include "tests/catch.hpp"
#include "tools/eastwest/assembled_work.hpp"

namespace {

using namespace eastwest;
namespace fs = std::filesystem;

const fs::path kScenarios = fs::path(EASTWEST_SOURCE_DIR) / "scenarios";
const fs::path kApproved = fs::path(EASTWEST_SOURCE_DIR) / "tests" / "approved" / "broken";

std::vector<fs::path> broken_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kScenarios / "broken")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The text with paths counted from scenarios/.
std::string without_folder(std::string text) {
  const std::string prefix = kScenarios.string() + "/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
  return text;
}

/// The mistakes of a file, paths counted from scenarios/.
std::string mistakes_of(const fs::path& file) {
  const ModelRegistries models = builtin_models();
  const auto catalogue = catalogue_of(models);
  const Diagnostics mistakes = validate_scenario(
      file.string(), *catalogue,
      [&](const LoadedScenario& loaded) { const AssembledWork work(loaded, models); });
  return without_folder(mistakes.text() + "\n");
}

}  // namespace

TEST_CASE("what the broken scenarios start from is right") {
  CHECK(mistakes_of(kScenarios / "broken" / "parts" / "right.yaml") == "\n");
  CHECK(mistakes_of(kScenarios / "broken" / "parts" / "right-tables.yaml") == "\n");
}

TEST_CASE("every broken scenario is refused with its approved message") {
  const std::vector<fs::path> files = broken_files();
  REQUIRE(files.size() >= 30);
  const bool approve = std::getenv("EASTWEST_APPROVE") != nullptr;
  for (const fs::path& file : files) {
    const std::string text = mistakes_of(file);
    const fs::path approved = kApproved / (file.stem().string() + ".txt");
    INFO(approved.string());
    if (approve) write_file(approved, text);
    REQUIRE(fs::exists(approved));
    CHECK(text == read_whole_file(approved.string(), 1 << 20));
    CHECK(text.find("error: ") != std::string::npos);
  }
  for (const auto& entry : fs::directory_iterator(kApproved)) {
    INFO("approved, but no such scenario: " << entry.path().string());
    CHECK(fs::exists(kScenarios / "broken" / (entry.path().stem().string() + ".yaml")));
  }
}

TEST_CASE("a scenario of eastwest new is right") {
  const fs::path file = fs::temp_directory_path() / "eastwest-new-scenario.yaml";
  write_file(file, scenario_skeleton("hello"));
  CHECK(mistakes_of(file) == "\n");
  fs::remove(file);
}

TEST_CASE("validate of all broken scenarios tells every mistake and prints nothing to stdout") {
  const fs::path printed = fs::temp_directory_path() / "eastwest-validate-stdout.txt";
  const fs::path told = fs::temp_directory_path() / "eastwest-validate-stderr.txt";
  const int status =
      std::system(fmt::format("'{}' validate '{}'/*.yaml > '{}' 2> '{}'", EASTWEST_PROGRAM,
                              (kScenarios / "broken").string(), printed.string(), told.string())
                      .c_str());
  CHECK(WEXITSTATUS(status) == 2);
  CHECK(fs::file_size(printed) == 0);
  const std::string text = without_folder(read_whole_file(told.string(), 1 << 20));
  for (const fs::path& file : broken_files()) {
    const fs::path approved = kApproved / (file.stem().string() + ".txt");
    INFO(approved.string());
    CHECK(text.find(read_whole_file(approved.string(), 1 << 20)) != std::string::npos);
  }
  fs::remove(printed);
  fs::remove(told);
}
