// JSON Schema (draft-07) of scenario files, from the same declarations that the reader checks by.
#include <cmath>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/world_schema.hpp"
#include "sim/text/json.hpp"

namespace eastwest {
namespace {

/// Characters of regular expressions in unit names, taken literally.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (std::string_view("./+*()[]{}^$?|\\").find(letter) != std::string_view::npos) result += '\\';
    result += letter;
  }
  return result;
}

Json quantity(Dimension dimension, const Parameter& parameter) {
  constexpr const char* kNumber = "[-+]?[0-9_]*\\.?[0-9_]+([eE][-+]?[0-9]+)?";
  Json bare = {{"type", "number"}};
  if (std::isfinite(parameter.minimum)) bare["minimum"] = parameter.minimum;
  if (std::isfinite(parameter.maximum)) bare["maximum"] = parameter.maximum;
  if (dimension == Dimension::number) return bare;
  std::string units;
  for (const std::string& unit : units_of(dimension)) {
    units += (units.empty() ? "" : "|") + escaped(unit);
  }
  Json with_unit = {{"type", "string"}, {"pattern", fmt::format("^{} *({})$", kNumber, units)}};
  if (dimension != Dimension::fraction) return with_unit;
  return {{"anyOf", {bare, with_unit}}};
}

Json mapping(const Json& properties, bool closed = true) {
  Json schema = {{"type", "object"}, {"properties", properties}};
  if (closed) schema["additionalProperties"] = false;
  return schema;
}

/// A law: a quantity, or one named law with bounds.
Json law(const Parameter& parameter) {
  Parameter unbounded = parameter;
  unbounded.minimum = -INFINITY;
  unbounded.maximum = INFINITY;
  const Json value = quantity(parameter.dimension, unbounded);
  const Json number = {{"type", "number"}};
  Json keys;
  keys["constant"] = value;
  keys["uniform"] = {{"type", "array"}, {"items", value}, {"minItems", 2}, {"maxItems", 2}};
  keys["exponential"] = mapping({{"mean", value}});
  keys["lognormal"] = mapping({{"median", value}, {"mean", value}, {"sigma", number}});
  keys["weibull"] = mapping({{"scale", value}, {"shape", number}});
  keys["pareto"] = mapping({{"scale", value}, {"shape", number}});
  keys["choice"] = {{"type", "object"}, {"additionalProperties", number}};
  keys["min"] = value;
  keys["max"] = value;
  return {{"anyOf", {value, mapping(keys)}}};
}

Json reference(const std::string& definition) { return {{"$ref", "#/definitions/" + definition}}; }

Json of_schema(const Schema& schema, const Catalogue& catalogue);

Json of_parameter(const Parameter& parameter, const Catalogue& catalogue) {
  switch (parameter.kind) {
    case ParameterKind::boolean:
      return {{"type", "boolean"}};
    case ParameterKind::count: {
      Json schema = {{"type", "integer"}};
      if (std::isfinite(parameter.minimum)) schema["minimum"] = parameter.minimum;
      if (std::isfinite(parameter.maximum)) schema["maximum"] = parameter.maximum;
      return schema;
    }
    case ParameterKind::quantity:
      return quantity(parameter.dimension, parameter);
    case ParameterKind::choice:
      return {{"enum", parameter.choices}};
    case ParameterKind::law:
      return law(parameter);
    case ParameterKind::numbers:
      return {{"type", "array"}, {"items", quantity(parameter.dimension, parameter)}};
    case ParameterKind::texts:
      return {{"type", "array"}, {"items", {{"type", {"string", "number", "boolean"}}}}};
    case ParameterKind::columns:
      return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
    case ParameterKind::group:
      return of_schema(parameter.group, catalogue);
    case ParameterKind::named:
      return {{"type", "object"}, {"additionalProperties", of_schema(parameter.group, catalogue)}};
    case ParameterKind::model:
      return reference(parameter.family);
    case ParameterKind::models:
      return {{"type", "array"}, {"items", reference(parameter.family)}};
    case ParameterKind::weights: {
      Json names;
      for (const std::string& name : catalogue.names(parameter.family)) {
        Json inner = of_schema(catalogue.find(parameter.family, name)->schema, catalogue);
        inner["properties"]["weight"] = {{"type", "number"}, {"exclusiveMinimum", 0}};
        names[name] = {{"anyOf", {Json{{"type", "number"}, {"exclusiveMinimum", 0}}, inner}}};
      }
      return {{"anyOf", {Json{{"enum", catalogue.names(parameter.family)}}, mapping(names)}}};
    }
    case ParameterKind::date:
      return {{"type", "string"},
              {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"}};
    case ParameterKind::text:
    case ParameterKind::file:
      return {{"type", {"string", "number", "boolean"}}};
  }
  return Json::object();
}

Json of_schema(const Schema& schema, const Catalogue& catalogue) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Parameter& parameter : schema) {
    Json own = of_parameter(parameter, catalogue);
    std::string help = parameter.help;
    if (!parameter.fallback.empty()) help += fmt::format(" (default: {})", parameter.fallback);
    if (!help.empty()) own = {{"description", help}, {"allOf", {own}}};
    properties[parameter.name] = std::move(own);
    if (parameter.required) required.push_back(parameter.name);
  }
  Json result = mapping(properties);
  if (!required.empty()) result["required"] = std::move(required);
  return result;
}

/// All models of a family: a name, or a mapping whose discriminator decides about the other keys.
Json of_family(const std::string& family, const Catalogue& catalogue) {
  std::vector<std::string> names = catalogue.names(family);
  const std::string discriminator = catalogue.discriminator(family);
  const std::string implied = catalogue.implied(family);
  Json choices = Json::array();
  for (const std::string& name : catalogue.names(family)) {
    const ModelDescription& model = *catalogue.find(family, name);
    Json own = of_schema(model.schema, catalogue);
    own["description"] = model.summary;
    own["properties"][discriminator] = {{"const", name}};
    if (name != implied) own["required"].push_back(discriminator);
    choices.push_back(std::move(own));
  }
  for (const Preset& preset : catalogue.presets()) {
    if (preset.family == family) names.push_back(preset.name);
  }
  choices.insert(choices.begin(), Json{{"enum", names}});
  // Over a base file a mapping may leave the model's name to the base.
  choices.push_back({{"type", "object"}, {"not", {{"required", {discriminator}}}}});
  return {{"anyOf", std::move(choices)}};
}

Json world(const Catalogue& catalogue) {
  Json keys = of_schema(world_schema(), catalogue)["properties"];
  for (const WorldSection& section : world_sections()) {
    Json entry = of_schema(section.entry, catalogue);
    keys[section.name] = {
        {"description", section.help},
        {"type", "object"},
        {"additionalProperties", {{"anyOf", {Json{{"type", "null"}}, std::move(entry)}}}}};
  }
  return {{"anyOf", {Json{{"type", "string"}}, mapping(keys)}}};
}

}  // namespace

std::string json_schema(const Catalogue& catalogue) {
  Json schema;
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "eastwest scenario";
  Json properties = of_schema(scenario_schema(), catalogue)["properties"];
  properties["world"]["allOf"] = {world(catalogue)};
  properties["workload"]["allOf"] = {Json{
      {"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference("workload")}}};
  const Parameter span = {.name = "duration", .help = {}, .dimension = Dimension::duration};
  properties["duration"]["allOf"] = {
      Json{{"anyOf", {Json{{"const", "until done"}}, quantity(span.dimension, span)}}}};
  std::vector<std::string> strategies;
  for (const Preset& preset : catalogue.presets()) {
    if (preset.family == "strategy") strategies.push_back(preset.name);
  }
  properties["strategy"]["allOf"] = {Json{{"enum", strategies}}};
  properties["variants"]["allOf"] = {
      Json{{"type", "object"}, {"additionalProperties", {{"type", "object"}}}}};
  schema["type"] = "object";
  schema["properties"] = std::move(properties);
  schema["additionalProperties"] = false;
  Json required = Json::array();
  for (const Parameter& parameter : scenario_schema()) {
    if (parameter.required) required.push_back(parameter.name);
  }
  schema["anyOf"] = {Json{{"required", required}}, Json{{"required", {"base"}}}};
  for (const std::string& family : catalogue.families()) {
    schema["definitions"][family] = of_family(family, catalogue);
  }
  return to_pretty(schema);
}

}  // namespace eastwest
