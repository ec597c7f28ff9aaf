// The descriptions of `eastwest describe`: made from the schemas that also read and check.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/experiment/metric_catalogue.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/text_table.hpp"
#include "tools/eastwest/catalogue_text.hpp"

namespace eastwest {
namespace {

/// Two blanks before each line; lines are broken at blanks where they get longer than 96 columns.
std::string indented(const std::string& text) {
  constexpr int kColumns = 96;
  std::string result;
  std::string line = "  ";
  const auto end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
    line = "  ";
  };
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (line.size() > 2 && display_width(line) + display_width(word) > kColumns) end_line();
    line += word + " ";
    if (end < text.size() && text[end] == '\n') end_line();
    begin = end + 1;
  }
  if (line.size() > 2) end_line();
  if (!result.empty()) result.pop_back();
  return result;
}

std::string unit_text(const Parameter& parameter) {
  const std::vector<std::string> units = units_of(parameter.dimension);
  if (parameter.dimension == Dimension::fraction) return "share";
  return units.empty() ? "number" : fmt::format("{}", fmt::join(units, " "));
}

/// What a user may write for it.
std::string kind_text(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::boolean:
      return "true or false";
    case ParameterKind::count:
      return "whole number";
    case ParameterKind::quantity:
      return unit_text(parameter);
    case ParameterKind::text:
      return "text";
    case ParameterKind::choice:
      return fmt::format("{}", fmt::join(parameter.choices, " | "));
    case ParameterKind::date:
      return "date";
    case ParameterKind::file:
      return "file";
    case ParameterKind::law:
      return "law of " + unit_text(parameter);
    case ParameterKind::numbers:
      return "list of numbers";
    case ParameterKind::texts:
      return "list of texts";
    case ParameterKind::columns:
      return "map from text to text";
    case ParameterKind::group:
      return "map";
    case ParameterKind::named:
      return "maps by name";
    case ParameterKind::model:
      return parameter.family + ": name or map";
    case ParameterKind::models:
      return parameter.family + ": names or maps";
    case ParameterKind::weights:
      return parameter.family + ": name, or map to weights";
  }
  return "";
}

std::string bound_text(const Parameter& parameter, double value) {
  if (parameter.kind == ParameterKind::count) return fmt::format("{:.0f}", value);
  if (parameter.dimension == Dimension::number || value == 0) return shortest(value);
  return range_bound(parameter, value);
}

std::string range_text(const Parameter& parameter) {
  const bool low = std::isfinite(parameter.minimum);
  const bool high = std::isfinite(parameter.maximum);
  if (low && high) {
    return fmt::format("{} … {}", bound_text(parameter, parameter.minimum),
                       bound_text(parameter, parameter.maximum));
  }
  if (low) return "≥ " + bound_text(parameter, parameter.minimum);
  if (high) return "≤ " + bound_text(parameter, parameter.maximum);
  return "-";
}

void add_parameters(TextTable& table, const Schema& schema, const std::string& prefix) {
  for (const Parameter& parameter : schema) {
    const std::string fallback = parameter.required           ? "(required)"
                                 : parameter.fallback.empty() ? "-"
                                                              : parameter.fallback;
    table.row({prefix + parameter.name, kind_text(parameter), fallback, range_text(parameter),
               parameter.help});
    const char* below = parameter.kind == ParameterKind::named ? ".NAME." : ".";
    add_parameters(table, parameter.group, prefix + parameter.name + below);
  }
}

std::string parameters_text(const Schema& schema) {
  if (schema.empty()) return "Parameters: none\n";
  TextTable table({"name", "value", "default", "range", "meaning"});
  add_parameters(table, schema, "");
  return "Parameters\n" + table.text(2);
}

std::string model_text(const std::string& family, const ModelDescription& model) {
  std::string text = fmt::format("{} ({})\n{}\n", model.name, family, indented(model.summary));
  const auto add = [&](const char* title, const std::string& content) {
    if (!content.empty()) text += fmt::format("{}\n{}\n", title, indented(content));
  };
  add("Rule", model.rule);
  text += parameters_text(model.schema);
  add("Limits", model.limits);
  add("Source", model.source);
  return text;
}

std::string preset_text(const Preset& preset) {
  return fmt::format("{} ({}, stands for a piece of scenario)\n{}\nStands for\n{}\n", preset.name,
                     preset.family, indented(preset.summary), indented(preset.yaml));
}

std::string metric_text(const Metric& metric) {
  const char* direction = metric.direction == Direction::lower_is_better    ? "lower is better"
                          : metric.direction == Direction::higher_is_better ? "higher is better"
                                                                            : "neither way";
  std::string text = fmt::format("{} (metric)\n{}\n  unit: {}; better: {}\n", metric.key,
                                 indented(metric.meaning), metric.unit, direction);
  if (metric.only_if_stable) {
    text += "  compared only where every scope is stable: it grows without end where one is not\n";
  }
  return text;
}

}  // namespace

std::optional<std::string> description_of(const std::string& name, const Catalogue& catalogue) {
  std::vector<std::string> texts;
  for (const Preset& preset : catalogue.presets()) {
    if (preset.name == name) texts.push_back(preset_text(preset));
  }
  for (const std::string& family : catalogue.families()) {
    const ModelDescription* model = catalogue.find(family, name);
    if (model != nullptr) texts.push_back(model_text(family, *model));
  }
  if (const Metric* metric = find_metric(name)) texts.push_back(metric_text(*metric));
  if (name == "scenario") {
    texts.push_back("scenario (top-level keys of a scenario file)\n" +
                    parameters_text(scenario_schema()));
  }
  if (texts.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(texts, "\n"));
}

std::vector<std::string> describable_names(const Catalogue& catalogue) {
  std::vector<std::string> names = {"scenario"};
  for (const Preset& preset : catalogue.presets()) names.push_back(preset.name);
  for (const std::string& family : catalogue.families()) {
    for (const std::string& name : catalogue.names(family)) names.push_back(name);
  }
  for (const Metric& metric : metric_catalogue()) names.push_back(metric.key);
  return names;
}

}  // namespace eastwest
