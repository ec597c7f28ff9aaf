// The document of a scenario before it is checked: base files, variant and command line laid
// together.
#pragma once

#include <string>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/scenario/input_file.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// A scenario file with its base files already below it.
struct LayeredFile {
  YamlNode document;  ///< a mapping without `base` and `variants`
  YamlNode variants;  ///< a mapping from name to overlay, or null
};

/// Reads `file` and the files it is based on, each noted in `inputs`. Throws ScenarioError for a
/// file that cannot be read, a circle of bases or more than 16 of them.
[[nodiscard]] LayeredFile read_layers(const std::string& file, const Catalogue& catalogue,
                                      std::vector<InputFile>& inputs);

/// A document in which every part is written out, and the name of its strategy.
struct ComposedDocument {
  YamlNode document;
  std::string strategy;
};

/// The file with a variant and the other overrides applied; mistakes go to `diagnostics`.
[[nodiscard]] ComposedDocument compose(const LayeredFile& layers,
                                       const ScenarioOverrides& overrides,
                                       const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace eastwest
