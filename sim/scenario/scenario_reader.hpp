// From a scenario file to a checked Scenario and World, or all of the file's mistakes at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What the command line changes about a scenario file. Applied in this order: variant, strategy,
/// network, seed, replication, until, sets, varied.
struct ScenarioOverrides {
  std::string variant = {};   ///< empty: the file itself
  std::string strategy = {};  ///< empty: the file's
  std::string network = {};   ///< empty: the file's
  std::string until = {};     ///< a duration such as `3d` or `until done`; empty: the file's
  std::optional<std::uint64_t> seed = {};
  std::optional<std::uint32_t> replication = {};
  /// `path=value`, in order; `*1.2`, `+30%`, `-10%` change the number that stands there.
  std::vector<std::string> sets = {};
  /// The same from `--vary`.
  std::vector<std::string> varied = {};
  /// What messages put before the names of variant and strategy.
  std::string variant_origin = "--variant ";
  std::string strategy_origin = "--strategy ";
};

/// A scenario that is ready to run.
struct LoadedScenario {
  Scenario scenario;
  World world;
  /// The whole scenario as canonical YAML: overlays applied, presets expanded, defaults filled in.
  std::string resolved;
  /// What was read, overlays applied, for checks that only models can make: where a value stands.
  YamlNode document;
  /// Every file that was read, in the order of reading.
  std::vector<InputFile> inputs;
  /// Names of the file's variants.
  std::vector<std::string> variants;
  /// Warnings for stderr; empty if there are none.
  std::string warnings;
};

/// Reads a scenario file with everything that it names. All variants are checked, not only the one
/// chosen. Throws ScenarioError with all mistakes at once.
[[nodiscard]] LoadedScenario load_scenario(const std::string& file,
                                           const ScenarioOverrides& overrides,
                                           const Catalogue& catalogue);
/// Looks into what only models can read (rows of traces); throws ScenarioError for mistakes there.
using ScenarioCheck = std::function<void(const LoadedScenario&)>;
/// Reads a file and gives it to `check` if it has no mistakes; the mistakes and warnings of both,
/// empty text() if there are none.
[[nodiscard]] Diagnostics validate_scenario(const std::string& file, const Catalogue& catalogue,
                                            const ScenarioCheck& check = {});

/// The top-level keys of a scenario file; `describe scenario` and the JSON Schema come from it.
[[nodiscard]] const Schema& scenario_schema();
/// JSON Schema (draft-07) of scenario files.
[[nodiscard]] std::string json_schema(const Catalogue& catalogue);
/// A commented scenario to start from; it is valid.
/// `world` is the text of its `world:` block; empty: two cities, two sites, one trunk.
[[nodiscard]] std::string scenario_skeleton(const std::string& name, const std::string& world = {});

}  // namespace eastwest
