// Reads a world from YAML text in tests, with the mistakes as text.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/world_reader.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// A world that was read, or what was wrong with it.
struct WorldCase {
  World world;
  std::string messages;  ///< all diagnostics, warnings too
  bool failed = false;
  std::vector<InputFile> inputs;

  [[nodiscard]] bool says(const std::string& text) const {
    return messages.find(text) != std::string::npos;
  }
};

/// `text` is what stands after `world:`, as if it were a whole file `scenario_file`.
inline WorldCase world_case(
    const std::string& text, const std::string& as_of = {},
    const std::string& scenario_file = "scenarios/test.yaml",
    VintageChoice::Projection projection = VintageChoice::Projection::none) {
  WorldCase result;
  Diagnostics diagnostics;
  result.world = read_world(parse_yaml(text, scenario_file), {as_of, projection}, scenario_file,
                            diagnostics, result.inputs);
  result.messages = diagnostics.text();
  result.failed = diagnostics.has_errors();
  return result;
}

}  // namespace eastwest
