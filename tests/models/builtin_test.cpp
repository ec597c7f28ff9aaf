// The list of what exists: complete descriptions, names that can be found, presets that can be
// read.
#include "models/builtin.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"

namespace eastwest {

namespace {

bool is_name(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
  });
}

void check_schema(const Schema& schema) {
  std::set<std::string> names;
  for (const Parameter& parameter : schema) {
    CAPTURE(parameter.name);
    CHECK(names.insert(parameter.name).second);
    CHECK_FALSE(parameter.help.empty());
    CHECK_FALSE((parameter.required && !parameter.fallback.empty()));
    CHECK((parameter.kind == ParameterKind::choice) == !parameter.choices.empty());
    if (parameter.kind == ParameterKind::choice && !parameter.fallback.empty()) {
      CHECK(std::count(parameter.choices.begin(), parameter.choices.end(), parameter.fallback) ==
            1);
    }
    if (parameter.kind == ParameterKind::quantity && !parameter.fallback.empty()) {
      const auto value = read_quantity(parameter.fallback, parameter.dimension).value;
      REQUIRE(value.has_value());
      CHECK(*value >= parameter.minimum);
      CHECK(*value <= parameter.maximum);
    }
    check_schema(parameter.group);
  }
}

/// The value of `key` in a flow mapping of plain words.
std::string value_in(const std::string& yaml, const std::string& key) {
  const std::size_t at = yaml.find(key + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size() + 2;
  return yaml.substr(begin, yaml.find_first_of(",}", begin) - begin);
}

}  // namespace

TEST_CASE("every model tells what it is", "[builtin]") {
  const ModelRegistries models = builtin_models();
  const auto catalogue = catalogue_of(models);
  int found = 0;
  for (const std::string& family : catalogue->families()) {
    CHECK_FALSE(catalogue->discriminator(family).empty());
    CHECK_FALSE(catalogue->names(family).empty());
    for (const std::string& name : catalogue->names(family)) {
      CAPTURE(family, name);
      const ModelDescription* model = catalogue->find(family, name);
      REQUIRE(model != nullptr);
      ++found;
      CHECK(is_name(name));
      REQUIRE_FALSE(model->summary.empty());
      CHECK(model->summary.back() == '.');
      CHECK_FALSE(model->rule.empty());
      CHECK_FALSE(model->limits.empty());
      CHECK_FALSE(model->source.empty());
      check_schema(model->schema);
    }
  }
  CHECK(found >= 20);
}

TEST_CASE("families have the keys that scenario files use", "[builtin]") {
  const ModelRegistries models = builtin_models();
  const auto catalogue = catalogue_of(models);
  CHECK(catalogue->discriminator("workload") == "kind");
  CHECK(catalogue->discriminator("network") == "model");
  CHECK(catalogue->discriminator("platform") == "scope");
  CHECK(catalogue->discriminator("dispatch") == "policy");
  CHECK(catalogue->discriminator("estimates") == "runtime");
  CHECK(catalogue->implied("dispatch") == "scored");
  CHECK(catalogue->implied("workload").empty());
  CHECK(catalogue->find("schedule", "no-such-schedule") == nullptr);
  REQUIRE_THROWS_AS(catalogue->names("no-such-family"), Defect);
}

TEST_CASE("families that schemas name exist", "[builtin]") {
  const ModelRegistries models = builtin_models();
  const auto catalogue = catalogue_of(models);
  for (const Parameter& parameter : models.dispatches.at("scored").description.schema) {
    if (parameter.family.empty()) continue;
    CHECK_FALSE(catalogue->names(parameter.family).empty());
  }
}

TEST_CASE("strategies name what exists, no preset hides a model", "[builtin]") {
  const ModelRegistries models = builtin_models();
  std::set<std::string> dispatches, strategies;
  for (const Preset& preset : models.presets) {
    CAPTURE(preset.name);
    CHECK(is_name(preset.name));
    REQUIRE_FALSE(preset.summary.empty());
    CHECK(preset.summary.back() == '.');
    if (preset.family == "dispatch") {
      CHECK(dispatches.insert(preset.name).second);
      CHECK(models.dispatches.find(preset.name) == nullptr);
      CHECK(models.dispatches.find(value_in(preset.yaml, "policy")) != nullptr);
    } else {
      CHECK(preset.family == "strategy");
      CHECK(strategies.insert(preset.name).second);
      CHECK(models.platforms.find(value_in(preset.yaml, "platform")) != nullptr);
      CHECK(dispatches.count(value_in(preset.yaml, "dispatch")) == 1);
      CHECK(models.schedules.find(value_in(preset.yaml, "schedule")) != nullptr);
    }
  }
  for (const char* name : {"siloed-fcfs", "unified-nearest", "unified-cheapest"}) {
    CHECK(strategies.count(name) == 1);
  }
}

}  // namespace eastwest
