// What a comparison compares: every combination of files, strategies, variants and varied values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {

/// What the user asks to be compared.
struct ComparisonRequest {
  std::vector<std::string> scenarios;   ///< files, at least one
  std::vector<std::string> strategies;  ///< empty: the file's own
  /// Empty: the file as it stands; `none` among others means the same.
  std::vector<std::string> variants;
  std::vector<std::string> vary;  ///< `path=v1,v2` each; empty: nothing is varied
  /// Holds for every choice.
  ScenarioOverrides overrides;
};

/// One column of a comparison.
struct Choice {
  /// What tells it from the others: "unified-cheapest", "silos, platform.refresh=5 min".
  std::string label;
  std::string file;
  ScenarioOverrides overrides;
};

/// All combinations: files, then strategies, variants and values, the last varying fastest. Throws
/// ScenarioError for a request with fewer than two choices, with the same choice twice, or that
/// cannot be read.
[[nodiscard]] std::vector<Choice> comparison_choices(const ComparisonRequest& request);

/// The one choice that the request means; throws ScenarioError, in the name of `option`, if there
/// are several.
[[nodiscard]] Choice only_choice(const ComparisonRequest& request, const std::string& option);

/// The index of the choice that `name` means: its label, or the only one whose label has it as a
/// part. Throws ScenarioError if there is none, or several.
[[nodiscard]] std::size_t find_choice(const std::vector<Choice>& choices, const std::string& name);

/// The parts of `text` between commas that stand in no brackets, braces or quotes.
[[nodiscard]] std::vector<std::string> split_at_commas(const std::string& text);

}  // namespace eastwest
