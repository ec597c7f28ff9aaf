// Models know the path of a value and not the file: where in the scenario their mistakes stand.
#pragma once

#include <string>

#include "sim/base/diagnostic.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// The same mistakes; one told of a path that begins with `section` (`workload.run.home`) instead
/// of a file gets the place where the document gives that value, or what is nearest above it.
[[nodiscard]] ScenarioError with_places(const ScenarioError& mistakes, const YamlNode& document,
                                        const std::string& section);

}  // namespace eastwest
