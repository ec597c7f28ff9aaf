// Implements sim/scenario/scenario_document.hpp.
#include "sim/scenario/scenario_document.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/overlay.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/set_option.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kBaseFilesMax = 16;
/// Keys at the top, workloads, and variants of one file.
constexpr std::size_t kEntriesMax = 1000;

[[noreturn]] void refuse(const YamlNode& node, std::string path, std::string message,
                         std::string hint = {}) {
  Diagnostics diagnostics;
  add_error(diagnostics, node, std::move(path), std::move(message), std::move(hint));
  throw ScenarioError(std::move(diagnostics));
}

std::string real_path(const std::string& file) {
  std::error_code error;
  const auto path = std::filesystem::weakly_canonical(file, error);
  return error ? file : path.string();
}

/// Refuses what is no scenario, before anything is laid over anything.
void check_shape(const YamlNode& document) {
  if (document.is_null()) {
    refuse(document, {}, "the file is empty", "begin with: eastwest new NAME");
  }
  if (!document.is_mapping()) {
    refuse(document, {}, fmt::format("a scenario is a mapping, here is {}", document.kind_text()),
           "write key: value lines");
  }
  if (document.entries().size() > kEntriesMax) {
    refuse(document, {}, fmt::format("more than {} keys at the top", kEntriesMax));
  }
  for (const char* key : {"workload", "variants"}) {
    const YamlNode* node = document.find(key);
    if (node == nullptr || node->entries().size() <= kEntriesMax) continue;
    refuse(*node, key, fmt::format("more than {} entries", kEntriesMax));
  }
}

/// `chain` holds the files that led here.
YamlNode read_with_bases(const std::string& file, const YamlNode* named_by,
                         std::vector<std::string>& chain, const Catalogue& catalogue,
                         std::vector<InputFile>& inputs) {
  const std::string real = real_path(file);
  if (std::find(chain.begin(), chain.end(), real) != chain.end()) {
    refuse(*named_by, "base", fmt::format("the base {} leads back to itself", quoted_excerpt(file)),
           "take one of the 'base' keys out");
  }
  if (chain.size() >= kBaseFilesMax) {
    refuse(*named_by, "base",
           fmt::format("more than {} files are based on each other", kBaseFilesMax));
  }
  YamlNode document;
  try {
    document = read_yaml_file(file);
    note_input_file(inputs, file);
  } catch (const ScenarioError& error) {
    const Diagnostic& mistake = error.diagnostics().all().front();
    if (named_by == nullptr || mistake.position.line > 0) throw;
    refuse(*named_by, "base", fmt::format("{}: {}", quoted_excerpt(file), mistake.message),
           "paths are relative to the file that names them");
  }
  check_shape(document);
  const YamlNode* base = document.find("base");
  if (base == nullptr || base->is_null()) {
    document.remove("base");
    return document;
  }
  if (!base->is_scalar()) {
    refuse(*base, "base",
           fmt::format("the name of a file is needed, here is {}", base->kind_text()));
  }
  chain.push_back(real);
  const YamlNode named = *base;
  YamlNode below =
      read_with_bases(path_beside(file, named.text()), &named, chain, catalogue, inputs);
  document.remove("base");
  lay_over(below, document, catalogue);
  below.place_like(document);
  return below;
}

const YamlNode* find_variant(const YamlNode& variants, const std::string& name,
                             const std::string& origin, Diagnostics& diagnostics) {
  if (const YamlNode* found = variants.find(name)) return found;
  std::vector<std::string> names;
  for (const YamlNode::Entry& entry : variants.entries()) names.push_back(entry.key.text());
  diagnostics.error({origin + name, 0, 0}, {},
                    fmt::format("there is no variant {}", quoted_excerpt(name)),
                    name_hint(name, names, "variants"));
  return nullptr;
}

void lay_variant(YamlNode& document, const YamlNode& variant, const std::string& name,
                 const Catalogue& catalogue, Diagnostics& diagnostics) {
  const std::string path = join_path("variants", name);
  if (!variant.is_mapping()) {
    add_error(diagnostics, variant, path,
              fmt::format("a mapping is needed, here is {}", variant.kind_text()));
    return;
  }
  YamlNode overlay = variant;
  for (const char* key : {"base", "variants"}) {
    const YamlNode* found = overlay.find(key);
    if (found == nullptr) continue;
    add_error(diagnostics, *found, join_path(path, key),
              fmt::format("a variant cannot have the key '{}'", key));
    overlay.remove(key);
  }
  lay_over(document, overlay, catalogue);
}

/// A document of one key, as if `scalar` stood in a file called after the option (with a blank).
YamlNode option_layer(const std::string& option, const char* key, YamlNode scalar) {
  YamlNode layer(YamlNode::Kind::mapping);
  scalar.place_like(parse_yaml_value("x", option + scalar.text()));
  layer.set(key, std::move(scalar));
  return layer;
}

void apply_sets(ComposedDocument& composed, const std::string& option,
                const std::vector<std::string>& sets, const Catalogue& catalogue,
                Diagnostics& diagnostics) {
  constexpr std::string_view kStrategySet = "strategy=";
  for (const std::string& assignment : sets) {
    if (assignment.starts_with(kStrategySet)) {
      const std::string name = assignment.substr(kStrategySet.size());
      YamlNode layer(YamlNode::Kind::mapping);
      YamlNode text = YamlNode::scalar(name);
      text.place_like(parse_yaml_value("x", fmt::format("{} {}", option, assignment)));
      layer.set("strategy", std::move(text));
      lay_over(composed.document, layer, catalogue);
      composed.strategy = expand_strategy(composed.document, catalogue, diagnostics);
    } else {
      apply_set(composed.document, option, assignment, catalogue, diagnostics);
    }
  }
}

/// Another network with those parameters of the scenario's that it has too (`routes`).
YamlNode network_layer(const YamlNode& document, const std::string& name,
                       const Catalogue& catalogue) {
  const std::string discriminator = catalogue.discriminator("network");
  YamlNode model = option_layer("--network ", discriminator.c_str(), YamlNode::quoted_scalar(name));
  const YamlNode* written = document.find("network");
  const ModelDescription* description = catalogue.find("network", name);
  if (written != nullptr && description != nullptr) {
    for (const Parameter& parameter : description->schema) {
      const YamlNode* value = written->find(parameter.name);
      if (value != nullptr) model.set(parameter.name, *value);
    }
  }
  YamlNode layer(YamlNode::Kind::mapping);
  layer.set("network", std::move(model));
  return layer;
}

/// `--network` and a `--set` or `--vary` that chooses the network too: one would be passed over.
void check_one_network(const ScenarioOverrides& overrides, const Catalogue& catalogue,
                       Diagnostics& diagnostics) {
  if (overrides.network.empty()) return;
  const std::string model = "network." + catalogue.discriminator("network");
  for (const auto* assignments : {&overrides.sets, &overrides.varied}) {
    for (const std::string& assignment : *assignments) {
      const std::string path = assignment.substr(0, assignment.find('='));
      if (path != "network" && path != model) continue;
      diagnostics.error({"--network " + overrides.network, 0, 0}, {},
                        fmt::format("{} chooses the network, too", quoted_excerpt(assignment)),
                        "give one of the two; other parameters can be set beside --network, e.g. "
                        "--set network.routes=3");
    }
  }
}

}  // namespace

LayeredFile read_layers(const std::string& file, const Catalogue& catalogue,
                        std::vector<InputFile>& inputs) {
  std::vector<std::string> chain;
  LayeredFile layers{read_with_bases(file, nullptr, chain, catalogue, inputs), {}};
  if (const YamlNode* variants = layers.document.find("variants")) {
    if (!variants->is_mapping() && !variants->is_null()) {
      refuse(*variants, "variants",
             fmt::format("a mapping from name to overlay is needed, here is {}",
                         variants->kind_text()));
    }
    layers.variants = *variants;
    layers.document.remove("variants");
  }
  return layers;
}

ComposedDocument compose(const LayeredFile& layers, const ScenarioOverrides& overrides,
                         const Catalogue& catalogue, Diagnostics& diagnostics) {
  ComposedDocument composed{layers.document, {}};
  YamlNode& document = composed.document;
  if (!overrides.variant.empty()) {
    const YamlNode* variant =
        find_variant(layers.variants, overrides.variant, overrides.variant_origin, diagnostics);
    if (variant != nullptr) {
      lay_variant(document, *variant, overrides.variant, catalogue, diagnostics);
    }
  }
  if (!overrides.strategy.empty()) {
    lay_over(document,
             option_layer(overrides.strategy_origin, "strategy",
                          YamlNode::quoted_scalar(overrides.strategy)),
             catalogue);
  }
  check_one_network(overrides, catalogue, diagnostics);
  if (!overrides.network.empty()) {
    lay_over(document, network_layer(document, overrides.network, catalogue), catalogue);
  }
  if (overrides.seed) {
    lay_over(document,
             option_layer("--seed ", "seed", YamlNode::scalar(fmt::format("{}", *overrides.seed))),
             catalogue);
  }
  if (!overrides.until.empty()) {
    lay_over(document, option_layer("--until ", "duration", YamlNode::scalar(overrides.until)),
             catalogue);
  }
  composed.strategy = expand_strategy(document, catalogue, diagnostics);
  apply_sets(composed, "--set", overrides.sets, catalogue, diagnostics);
  apply_sets(composed, "--vary", overrides.varied, catalogue, diagnostics);
  for (const ModelKey& key : kModelKeys) {
    if (YamlNode* node = document.find(key.key)) {
      *node = expanded_model(*node, key.family, catalogue);
    }
  }
  return composed;
}

}  // namespace eastwest
