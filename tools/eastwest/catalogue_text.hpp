// What exists, in words: lists of names with one sentence each, and full descriptions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"

namespace eastwest {

/// A heading and what stands below it.
struct CatalogueSection {
  std::string title;
  /// Name and one sentence.
  std::vector<std::pair<std::string, std::string>> entries;
  /// What stands there if there are no entries.
  std::string if_empty = "(none)";
};

/// The topics of `list`, in the order in which it shows them.
[[nodiscard]] const std::vector<std::string>& list_topics();
/// The sections of one topic.
[[nodiscard]] std::vector<CatalogueSection> list_sections(const std::string& topic,
                                                          const Catalogue& catalogue);
[[nodiscard]] std::string to_text(const std::vector<CatalogueSection>& sections);

/// Everything that is known under a name: models of all families, presets, metrics, `scenario`.
/// Empty if there is no such thing.
[[nodiscard]] std::optional<std::string> description_of(const std::string& name,
                                                        const Catalogue& catalogue);
/// All names that can be described.
[[nodiscard]] std::vector<std::string> describable_names(const Catalogue& catalogue);

}  // namespace eastwest
