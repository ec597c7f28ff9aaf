// Laying one document over another, and writing out what is given by name: strategies, policies,
// platforms.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "sim/base/diagnostic.hpp"
#include "sim/base/parameter.hpp"
#include "sim/text/yaml_document.hpp"

namespace eastwest {

/// A top-level key whose value is one model of a family.
struct ModelKey {
  std::string_view key;
  std::string_view family;
};
inline constexpr std::array<ModelKey, 5> kModelKeys = {{{"platform", "platform"},
                                                        {"dispatch", "dispatch"},
                                                        {"schedule", "schedule"},
                                                        {"estimates", "estimates"},
                                                        {"network", "network"}}};
/// How many of kModelKeys a strategy sets.
inline constexpr std::size_t kStrategyKeys = 3;
/// The strategy of a scenario that says nothing about platform, dispatch and schedule.
inline constexpr std::string_view kDefaultStrategy = "unified-nearest";

/// A model given by name (of a model or of a preset) as a mapping; anything else as it is.
[[nodiscard]] YamlNode expanded_model(const YamlNode& node, std::string_view family,
                                      const Catalogue& catalogue);
/// `over` laid over `base`, both of one family: keys merge if both mean the same model, otherwise
/// `over` replaces.
[[nodiscard]] YamlNode merged_model(const YamlNode& base, const YamlNode& over,
                                    std::string_view family, const Catalogue& catalogue);
/// Mappings merge, everything else is replaced, null removes; a law of another kind replaces. A
/// merged mapping has the place of `over`, the values in it keep theirs.
[[nodiscard]] YamlNode merged(const YamlNode& base, const YamlNode& over);
/// Whether `key` of a world holds entities by id: provinces, nodes, sites, trunks. There null takes
/// the entity out of the world, whether its base has it or a lower layer of the scenario adds it.
[[nodiscard]] bool is_world_section(std::string_view key);
/// The null that takes an entity out of a world with a base. Where a lower layer wrote something
/// about it (`written`, or nullptr) the base need not have it.
[[nodiscard]] YamlNode removal_over(const YamlNode* written, const YamlNode& null);

/// Lays one scenario document over another. A strategy in `over` sets platform, dispatch and
/// schedule at once: what `base` said about them is gone; models merge as in merged_model.
void lay_over(YamlNode& base, const YamlNode& over, const Catalogue& catalogue);

/// Writes out platform, dispatch and schedule as mappings: from the strategy that the document
/// names (or the default one), with the document's own keys over it. Takes the key `strategy` out
/// and returns its name; "custom" where only parts are given. An unknown strategy is an error.
[[nodiscard]] std::string expand_strategy(YamlNode& document, const Catalogue& catalogue,
                                          Diagnostics& diagnostics);

}  // namespace eastwest
