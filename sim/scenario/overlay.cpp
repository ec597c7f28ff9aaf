// Implements sim/scenario/overlay.hpp.
#include "sim/scenario/overlay.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

const Preset* find_preset(const Catalogue& catalogue, std::string_view family,
                          std::string_view name) {
  for (const Preset& preset : catalogue.presets()) {
    if (preset.family == family && preset.name == name) return &preset;
  }
  return nullptr;
}

/// Mistakes inside what a name stands for are shown where the name is written.
void place_all_like(YamlNode& node, const YamlNode& place) {
  node.place_like(place);
  for (YamlNode& item : node.items()) place_all_like(item, place);
  for (YamlNode::Entry& entry : node.entries()) {
    entry.key.place_like(place);
    place_all_like(entry.value, place);
  }
}

YamlNode preset_document(const Preset& preset, const YamlNode& place) {
  YamlNode document =
      parse_yaml_value(preset.yaml, fmt::format("built-in {} '{}'", preset.family, preset.name));
  if (!place.file().empty()) place_all_like(document, place);
  return document;
}

/// The law that a mapping names; empty if it is none.
std::string_view law_of(const YamlNode& node) {
  for (const YamlNode::Entry& entry : node.entries()) {
    const auto& names = law_names();
    if (std::find(names.begin(), names.end(), entry.key.text()) != names.end()) {
      return entry.key.text();
    }
  }
  return {};
}

std::string_view family_of_key(std::string_view key) {
  for (const ModelKey& model : kModelKeys) {
    if (model.key == key) return model.family;
  }
  return {};
}

std::string model_name(const YamlNode& node, std::string_view family, const Catalogue& catalogue) {
  const YamlNode* named = node.find(catalogue.discriminator(family));
  return named == nullptr || !named->is_scalar() ? catalogue.implied(family) : named->text();
}

YamlNode merged_workloads(const YamlNode& base, const YamlNode& over, const Catalogue& catalogue) {
  if (!base.is_mapping() || !over.is_mapping()) return over;
  YamlNode result = base;
  for (const YamlNode::Entry& entry : over.entries()) {
    const std::string& name = entry.key.text();
    if (entry.value.is_null()) {
      result.remove(name);
    } else if (const YamlNode* old = result.find(name)) {
      result.set(entry.key, merged_model(*old, entry.value, "workload", catalogue));
    } else {
      result.set(entry.key, entry.value);
    }
  }
  return result;
}

/// Entities that `over` takes out are taken out of the base world too, not only of the mapping
/// `base`.
void keep_removals(const YamlNode& base, const YamlNode& over, YamlNode& result) {
  for (const YamlNode::Entry& changes : over.entries()) {
    const std::string& name = changes.key.text();
    YamlNode* section = is_world_section(name) ? result.find(name) : nullptr;
    if (section == nullptr || !section->is_mapping()) continue;
    const YamlNode* old = base.find(name);
    for (const YamlNode::Entry& change : changes.value.entries()) {
      if (!change.value.is_null()) continue;
      const YamlNode* written = old == nullptr ? nullptr : old->find(change.key.text());
      section->set(change.key, removal_over(written, change.value));
    }
  }
}

/// `{sites: …}` over a world given by name keeps that world as its base.
YamlNode merged_worlds(const YamlNode& base, const YamlNode& over) {
  if (!over.is_mapping()) return over;
  YamlNode named = base;
  if (base.is_scalar() && over.find("base") == nullptr) {
    named = YamlNode(YamlNode::Kind::mapping);
    named.place_like(base);
    named.set("base", base);
  }
  YamlNode result = merged(named, over);
  if (named.is_mapping() && result.find("base") != nullptr) keep_removals(named, over, result);
  return result;
}

const Preset* named_strategy(const YamlNode& named, const Catalogue& catalogue,
                             Diagnostics& diagnostics) {
  const Preset* preset = find_preset(catalogue, "strategy", named.text());
  if (preset != nullptr) return preset;
  std::vector<std::string> known;
  for (const Preset& each : catalogue.presets()) {
    if (each.family == "strategy") known.push_back(each.name);
  }
  add_error(diagnostics, named, "strategy",
            fmt::format("there is no strategy {}", quoted_excerpt(named.text())),
            name_hint(named.text(), known, "strategies"));
  return nullptr;
}

}  // namespace

YamlNode expanded_model(const YamlNode& node, std::string_view family, const Catalogue& catalogue) {
  if (!node.is_scalar()) return node;
  if (catalogue.find(family, node.text()) != nullptr) {
    YamlNode model(YamlNode::Kind::mapping);
    model.place_like(node);
    YamlNode key = YamlNode::scalar(catalogue.discriminator(family));
    key.place_like(node);
    model.set(std::move(key), node);
    return model;
  }
  const Preset* preset = find_preset(catalogue, family, node.text());
  return preset == nullptr ? node : preset_document(*preset, node);
}

bool is_world_section(std::string_view key) {
  return key == "provinces" || key == "nodes" || key == "sites" || key == "trunks";
}

YamlNode removal_over(const YamlNode* written, const YamlNode& null) {
  YamlNode removal = null;
  if (written != nullptr && (!written->is_null() || written->withdraws())) {
    removal.mark_withdrawal();
  }
  return removal;
}

YamlNode merged(const YamlNode& base, const YamlNode& over) {
  if (!base.is_mapping() || !over.is_mapping()) return over;
  const std::string_view base_law = law_of(base);
  const std::string_view over_law = law_of(over);
  if (!base_law.empty() && !over_law.empty() && base_law != over_law) return over;
  std::map<std::string_view, const YamlNode*> changes;
  for (const YamlNode::Entry& entry : over.entries()) changes[entry.key.text()] = &entry.value;
  YamlNode result(YamlNode::Kind::mapping);
  result.place_like(over);
  for (const YamlNode::Entry& entry : base.entries()) {
    const auto change = changes.find(entry.key.text());
    if (change == changes.end()) {
      result.entries().push_back(entry);
      continue;
    }
    if (!change->second->is_null()) {
      result.entries().push_back({entry.key, merged(entry.value, *change->second)});
    }
    changes.erase(change);
  }
  for (const YamlNode::Entry& entry : over.entries()) {
    if (changes.count(entry.key.text()) > 0 && !entry.value.is_null()) {
      result.entries().push_back(entry);
    }
  }
  return result;
}

YamlNode merged_model(const YamlNode& base, const YamlNode& over, std::string_view family,
                      const Catalogue& catalogue) {
  const YamlNode old = expanded_model(base, family, catalogue);
  YamlNode changes = expanded_model(over, family, catalogue);
  if (!old.is_mapping() || !changes.is_mapping()) return changes;
  const bool names_model = changes.find(catalogue.discriminator(family)) != nullptr;
  const bool by_name = over.is_scalar();
  const bool same =
      !names_model || model_name(old, family, catalogue) == model_name(changes, family, catalogue);
  return same && !by_name ? merged(old, changes) : changes;
}

void lay_over(YamlNode& base, const YamlNode& over, const Catalogue& catalogue) {
  if (const YamlNode* strategy = over.find("strategy"); strategy != nullptr) {
    for (std::size_t i = 0; i < kStrategyKeys; ++i) base.remove(kModelKeys[i].key);
  }
  for (const YamlNode::Entry& entry : over.entries()) {
    const std::string& key = entry.key.text();
    const std::string_view family = family_of_key(key);
    const YamlNode* old = base.find(key);
    if (entry.value.is_null()) {
      base.remove(key);
    } else if (old == nullptr) {
      base.set(entry.key, entry.value);
    } else if (!family.empty()) {
      base.set(entry.key, merged_model(*old, entry.value, family, catalogue));
    } else if (key == "workload") {
      base.set(entry.key, merged_workloads(*old, entry.value, catalogue));
    } else if (key == "world") {
      base.set(entry.key, merged_worlds(*old, entry.value));
    } else {
      base.set(entry.key, merged(*old, entry.value));
    }
  }
}

std::string expand_strategy(YamlNode& document, const Catalogue& catalogue,
                            Diagnostics& diagnostics) {
  const YamlNode* written = document.find("strategy");
  const YamlNode named = written == nullptr ? YamlNode() : *written;
  document.remove("strategy");
  bool has_parts = false;
  for (std::size_t i = 0; i < kStrategyKeys; ++i) {
    has_parts = has_parts || document.find(kModelKeys[i].key) != nullptr;
  }
  std::string name(has_parts ? "custom" : kDefaultStrategy);
  const Preset* preset = find_preset(catalogue, "strategy", kDefaultStrategy);
  if (named.is_scalar()) {
    name = named.text();
    preset = named_strategy(named, catalogue, diagnostics);
  } else if (!named.is_null()) {
    add_error(diagnostics, named, "strategy",
              fmt::format("the name of a strategy is needed, here is {}", named.kind_text()));
  }
  const YamlNode strategy = preset == nullptr ? YamlNode() : preset_document(*preset, named);
  for (std::size_t i = 0; i < kStrategyKeys; ++i) {
    const auto& [key, family] = kModelKeys[i];
    const YamlNode* own = document.find(key);
    const YamlNode* part = strategy.find(key);
    if (own == nullptr && part != nullptr) {
      document.set(key, expanded_model(*part, family, catalogue));
    } else if (own != nullptr && part != nullptr &&
               (named.is_scalar() || own->find(catalogue.discriminator(family)) == nullptr)) {
      document.set(key, merged_model(*part, *own, family, catalogue));
    }
  }
  return name;
}

}  // namespace eastwest
