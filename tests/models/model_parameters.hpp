// Parameters for tests: a schema's defaults, and values on top of them.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/base/parameter.hpp"

namespace eastwest {

using Values = std::map<std::string, Parameters::Value>;

inline Parameters::Value default_value(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::boolean:
      return parameter.fallback == "true";
    case ParameterKind::text:
    case ParameterKind::choice:
      return parameter.fallback;
    case ParameterKind::count:
    case ParameterKind::quantity:
    case ParameterKind::law: {
      const auto reading = read_quantity(parameter.fallback, parameter.dimension);
      if (!reading.value) throw std::invalid_argument(reading.problem);
      if (parameter.kind == ParameterKind::quantity) return *reading.value;
      if (parameter.kind == ParameterKind::law) return Law(Law::Constant{*reading.value});
      return static_cast<std::int64_t>(*reading.value);
    }
    case ParameterKind::model:
      return std::vector<ModelChoice>{{parameter.fallback, Parameters{}}};
    default:
      throw std::invalid_argument("give the test a value for '" + parameter.name + "'");
  }
}

/// `values` as given, and the defaults of all other keys that have one.
inline Parameters with_defaults(const Schema& schema, Values values = {}) {
  Parameters parameters;
  for (const Parameter& parameter : schema) {
    const auto given = values.find(parameter.name);
    if (given != values.end()) {
      parameters.set(parameter.name, given->second);
      values.erase(given);
    } else if (!parameter.fallback.empty()) {
      parameters.set(parameter.name, default_value(parameter));
    }
  }
  if (!values.empty()) throw std::invalid_argument("no parameter '" + values.begin()->first + "'");
  return parameters;
}

/// The group of the key `name`, with its defaults.
inline Parameters::Value group_with_defaults(const Schema& schema, const std::string& name,
                                             Values values) {
  for (const Parameter& parameter : schema) {
    if (parameter.name != name) continue;
    return std::make_shared<const Parameters>(with_defaults(parameter.group, std::move(values)));
  }
  throw std::invalid_argument("no group '" + name + "'");
}

}  // namespace eastwest
