// `--set path=value`: changes one value of a scenario document from the command line.
#pragma once

#include <string>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// Applies `path=value` of `option` (`--set`, `--vary`) to a scenario document whose strategy is
/// written out. The value is YAML, or
/// `*1.2`, `+30%`, `-10%` to change the number that stands there; `null` removes the key. A part
/// that is given by name on the way is written out first. Mistakes say `--set path=value: error:
/// …`.
void apply_set(YamlNode& document, const std::string& option, const std::string& assignment,
               const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace eastwest
