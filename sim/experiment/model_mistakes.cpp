// Implements sim/experiment/model_mistakes.hpp.
#include "sim/experiment/model_mistakes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace eastwest {

namespace {

/// The value at a path of keys with dots between, or the last one on the way that is written down.
const YamlNode& nearest(const YamlNode& document, std::string_view path) {
  const YamlNode* at = &document;
  while (!path.empty() && at->is_mapping()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const YamlNode* below = at->find(path.substr(0, dot));
    if (below == nullptr) break;
    at = below;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return *at;
}

}  // namespace

ScenarioError with_places(const ScenarioError& mistakes, const YamlNode& document,
                          const std::string& section) {
  Diagnostics placed;
  for (const Diagnostic& mistake : mistakes.diagnostics().all()) {
    const std::string& path = mistake.position.file;
    if (mistake.position.line > 0 || !path.starts_with(section + ".")) {
      placed.add(mistake);
    } else {
      add_error(placed, nearest(document, path), path, mistake.message, mistake.hint);
    }
  }
  return ScenarioError(std::move(placed));
}

}  // namespace eastwest
