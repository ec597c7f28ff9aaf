// The part of ParameterReader that reads models: one, a list, or several with weights.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr const char* kWeight = "weight";

/// What a user calls a model of the family, and several of them.
struct FamilyWords {
  std::string_view family;
  std::string_view one;
  std::string_view many;
};

FamilyWords words_of(std::string_view family) {
  static constexpr std::array<FamilyWords, 13> kWords = {{
      {"workload", "kind of workload", "kinds"},
      {"work", "level of a training model", "levels"},
      {"network", "network model", "network models"},
      {"platform", "platform scope", "scopes"},
      {"dispatch", "dispatch policy", "policies"},
      {"schedule", "schedule policy", "policies"},
      {"placement", "placement", "placements"},
      {"estimates", "estimate of run times", "estimates"},
      {"filter", "filter", "filters"},
      {"score", "score", "scores"},
      {"route", "route rule", "route rules"},
      {"cache", "cache policy", "cache policies"},
      {"replication", "replication policy", "replication policies"},
  }};
  for (const FamilyWords& words : kWords) {
    if (words.family == family) return words;
  }
  return {family, family, "models"};
}

/// The mapping without `key`; the place stays.
YamlNode without(const YamlNode& node, std::string_view key) {
  YamlNode rest = node;
  rest.remove(key);
  return rest;
}

/// The node that a dotted key names, or the innermost one above it that was written.
const YamlNode& node_at(const YamlNode& model, std::string_view key) {
  const YamlNode* node = &model;
  while (!key.empty()) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    const YamlNode* next = node->is_mapping() ? node->find(key.substr(0, dot)) : nullptr;
    if (next == nullptr) break;
    node = next;
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return *node;
}

}  // namespace

const ModelDescription* ParameterReader::find_model(const YamlNode& place, std::string_view family,
                                                    const std::string& name,
                                                    const std::string& path) {
  const ModelDescription* model = catalogue_.find(family, name);
  if (model != nullptr) return model;
  std::vector<std::string> known = catalogue_.names(family);
  for (const Preset& preset : catalogue_.presets()) {
    if (preset.family == family) known.push_back(preset.name);
  }
  const FamilyWords words = words_of(family);
  add_error(diagnostics_, place, path,
            fmt::format("there is no {} {}", words.one, quoted_excerpt(name)),
            name_hint(name, known, words.many));
  return nullptr;
}

std::optional<ModelChoice> ParameterReader::read_model(const YamlNode& node,
                                                       std::string_view family,
                                                       const std::string& path,
                                                       YamlNode* resolved) {
  if (node.is_sequence()) {
    add_error(diagnostics_, node, path, "a name or a mapping is needed, here is a list");
    return std::nullopt;
  }
  const std::string discriminator = catalogue_.discriminator(family);
  const YamlNode* named = node.is_scalar() ? &node : node.find(discriminator);
  const bool is_named = named != nullptr && !named->is_null();
  const std::string named_path = node.is_scalar() ? path : join_path(path, discriminator);
  if (is_named && !expect_scalar(*named, named_path, "a name")) return std::nullopt;
  const std::string name = is_named ? named->text() : catalogue_.implied(family);
  if (name.empty()) {
    add_error(diagnostics_, node, path, fmt::format("the key '{}' is missing", discriminator),
              name_hint("", catalogue_.names(family), words_of(family).many));
    return std::nullopt;
  }
  const ModelDescription* model =
      find_model(is_named ? *named : node, family, name, is_named ? named_path : path);
  if (model == nullptr) return std::nullopt;
  YamlNode own = node.is_scalar() ? YamlNode() : without(node, discriminator);
  own.place_like(node);
  YamlNode parameters_resolved;
  const std::size_t errors_before = diagnostics_.error_count();
  ModelChoice choice{name, read(own, model->schema, path, &parameters_resolved)};
  if (model->check && diagnostics_.error_count() == errors_before) {
    for (const ParameterProblem& problem : model->check(choice.parameters)) {
      add_error(diagnostics_, node_at(own, problem.key),
                problem.key.empty() ? path : join_path(path, problem.key), problem.message,
                problem.hint);
    }
  }
  if (resolved != nullptr) {
    *resolved = YamlNode(YamlNode::Kind::mapping);
    resolved->set(discriminator, YamlNode::scalar(name));
    for (YamlNode::Entry& entry : parameters_resolved.entries()) {
      resolved->set(std::move(entry.key), std::move(entry.value));
    }
  }
  return choice;
}

std::optional<ParameterReader::Value> ParameterReader::models(const YamlNode& node,
                                                              const Parameter& parameter,
                                                              const std::string& path,
                                                              YamlNode* resolved) {
  if (!expect_list(node, path, "a list of names")) return std::nullopt;
  std::vector<ModelChoice> choices;
  *resolved = YamlNode(YamlNode::Kind::sequence);
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    YamlNode item;
    auto choice =
        read_model(node.items()[i], parameter.family, fmt::format("{}[{}]", path, i), &item);
    if (!choice) continue;
    const bool name_only = item.entries().size() == 1;
    resolved->append(name_only ? YamlNode::scalar(choice->name) : std::move(item));
    choices.push_back(std::move(*choice));
  }
  if (choices.size() != node.items().size()) return std::nullopt;
  return choices;
}

std::optional<double> ParameterReader::weight(const YamlNode& node, const Parameter& parameter,
                                              const std::string& path) {
  const auto value = quantity(node, Dimension::number, path);
  if (!value) return std::nullopt;
  if (*value <= 0) {
    add_error(diagnostics_, node, path,
              fmt::format("the weight {} is not above 0", quoted_excerpt(node.text())),
              "leave the name out if it should not count");
    return std::nullopt;
  }
  Parameter bounds = parameter;
  bounds.dimension = Dimension::number;
  if (!check_range(node, *value, bounds, path)) return std::nullopt;
  return value;
}

std::optional<ParameterReader::Value> ParameterReader::weights(const YamlNode& node,
                                                               const Parameter& parameter,
                                                               const std::string& path,
                                                               YamlNode* resolved) {
  std::vector<std::pair<ModelChoice, double>> choices;
  *resolved = YamlNode(YamlNode::Kind::mapping);
  if (node.is_scalar()) {
    auto choice = read_model(node, parameter.family, path);
    if (!choice) return std::nullopt;
    resolved->set(choice->name, YamlNode::scalar("1"));
    choices.emplace_back(std::move(*choice), 1.0);
    return choices;
  }
  if (!expect_mapping(node, path, "a name, or names with weights")) return std::nullopt;
  if (node.entries().empty()) {
    add_error(diagnostics_, node, path, "at least one name is needed",
              name_hint("", catalogue_.names(parameter.family), words_of(parameter.family).many));
    return std::nullopt;
  }
  for (const YamlNode::Entry& entry : node.entries()) {
    const std::string& name = entry.key.text();
    const std::string entry_path = join_path(path, name);
    const ModelDescription* model = find_model(entry.key, parameter.family, name, entry_path);
    if (model == nullptr) continue;
    const YamlNode* written = entry.value.is_mapping() ? entry.value.find(kWeight) : &entry.value;
    const std::string weight_path =
        entry.value.is_mapping() ? join_path(entry_path, kWeight) : entry_path;
    const auto value = written == nullptr ? 1.0 : weight(*written, parameter, weight_path);
    YamlNode own = entry.value.is_mapping() ? without(entry.value, kWeight) : YamlNode();
    own.place_like(entry.value);
    YamlNode entry_resolved;
    const YamlNode weight_text = YamlNode::scalar(written == nullptr ? "1" : written->text());
    entry_resolved.set(kWeight, weight_text);
    Parameters parameters = read(own, model->schema, entry_path, &entry_resolved);
    if (!value) continue;
    choices.emplace_back(ModelChoice{name, std::move(parameters)}, *value);
    resolved->set(name, entry_resolved.entries().size() == 1 ? weight_text : entry_resolved);
  }
  if (choices.size() != node.entries().size()) return std::nullopt;
  return choices;
}

}  // namespace eastwest
