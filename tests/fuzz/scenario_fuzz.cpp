// Any bytes are a scenario or mistakes in it, and a YAML document is printed to read the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/builtin.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/yaml_document.hpp"
#include "tests/fuzz/fuzz_file.hpp"

namespace eastwest {
namespace {

/// What is printed of a document reads back and is then printed the same.
void check_printing(const std::string& text) {
  // Aliases are written out: a printed document may be over the limits.
  constexpr std::size_t kPrintedBytesMax = 100'000;
  std::string printed;
  try {
    printed = to_yaml(parse_yaml(text, "fuzz"));
  } catch (const ScenarioError&) {
    return;
  }
  if (printed.size() > kPrintedBytesMax) return;
  require_property(to_yaml(parse_yaml(printed, "printed")) == printed);
}

/// Read as a scenario, and again as the scenario that it resolves to.
void check_reading(const std::string& file) {
  static const ModelRegistries models = builtin_models();
  static const auto catalogue = catalogue_of(models);
  try {
    const LoadedScenario loaded = load_scenario(file, {}, *catalogue);
    require_property(parse_yaml(loaded.resolved, "resolved").is_mapping());
  } catch (const ScenarioError& error) {
    require_property(error.diagnostics().has_errors());
  }
}

}  // namespace
}  // namespace eastwest

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  eastwest::check_printing(std::string(reinterpret_cast<const char*>(bytes), size));
  eastwest::check_reading(eastwest::fuzz_file(bytes, size));
  return 0;
}
