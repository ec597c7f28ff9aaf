// The part of ParameterReader that reads probability laws: `4 h`, `{lognormal: {median: 2 h,
// sigma: 1.5}, max: 14 d}`.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/base/elementary.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

Parameter number_parameter(std::string name, Dimension dimension, bool required, std::string help) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = dimension,
          .required = required};
}

/// The keys inside `{exponential: {…}}` and the like.
Schema keys_of(std::string_view law, Dimension dimension) {
  if (law == "exponential") return {number_parameter("mean", dimension, true, "")};
  if (law == "lognormal") {
    return {
        number_parameter("median", dimension, true, "half of the values are below"),
        number_parameter("mean", dimension, false, "instead of sigma"),
        number_parameter("sigma", Dimension::number, false, "standard deviation of the logarithm")};
  }
  return {number_parameter("scale", dimension, true, ""),
          number_parameter("shape", Dimension::number, true, "")};
}

}  // namespace

const std::vector<std::string>& law_names() {
  static const std::vector<std::string> names = {"constant", "uniform", "exponential", "lognormal",
                                                 "weibull",  "pareto",  "choice"};
  return names;
}

/// Reads the inside of one law; says nothing more when `reader` has already reported a mistake.
class LawReader {
 public:
  LawReader(ParameterReader& reader, Diagnostics& diagnostics, Dimension dimension)
      : reader_(reader), diagnostics_(diagnostics), dimension_(dimension) {}

  std::optional<Law::Kind> read(const std::string& name, const YamlNode& node,
                                const std::string& path) {
    if (name == "constant") {
      const auto value = number(node, dimension_, path);
      if (!value) return std::nullopt;
      return Law::Constant{*value};
    }
    if (name == "uniform") return uniform(node, path);
    if (name == "choice") return choice(node, path);
    const std::size_t before = diagnostics_.error_count();
    const Parameters keys = reader_.read(node, keys_of(name, dimension_), path);
    if (diagnostics_.error_count() > before) return std::nullopt;
    if (name == "exponential") return Law::Exponential{keys.number("mean")};
    if (name == "lognormal") return lognormal(keys, node, path);
    if (name == "weibull") return Law::Weibull{keys.number("scale"), keys.number("shape")};
    return Law::Pareto{keys.number("scale"), keys.number("shape")};
  }

  std::optional<double> number(const YamlNode& node, Dimension dimension, const std::string& path) {
    const auto value = reader_.read_value(node, number_parameter("", dimension, true, ""), path);
    if (!value) return std::nullopt;
    return std::get<double>(*value);
  }

 private:
  std::optional<Law::Kind> uniform(const YamlNode& node, const std::string& path) {
    if (!node.is_sequence() || node.items().size() != 2) {
      add_error(diagnostics_, node, path, "two ends are needed", "write uniform: [1 h, 2 h]");
      return std::nullopt;
    }
    const auto low = number(node.items()[0], dimension_, path + "[0]");
    const auto high = number(node.items()[1], dimension_, path + "[1]");
    if (!low || !high) return std::nullopt;
    return Law::Uniform{*low, *high};
  }

  /// With a mean m and a median d: m = d exp(sigma^2 / 2).
  std::optional<Law::Kind> lognormal(const Parameters& keys, const YamlNode& node,
                                     const std::string& path) {
    const double median = keys.number("median");
    if (keys.has("mean") == keys.has("sigma")) {
      add_error(diagnostics_, node, path,
                keys.has("mean") ? "mean and sigma are both given"
                                 : "the spread is missing: mean or sigma",
                "write {median: 2 h, mean: 6 h} or {median: 2 h, sigma: 1.5}");
      return std::nullopt;
    }
    if (keys.has("sigma")) return Law::Lognormal{median, keys.number("sigma")};
    const double mean = keys.number("mean");
    if (!(median > 0) || !(mean > median)) {
      add_error(diagnostics_, node, path, "the mean must be above the median, and both above 0");
      return std::nullopt;
    }
    return Law::Lognormal{median, std::sqrt(2 * portable_log(mean / median))};
  }

  std::optional<Law::Kind> choice(const YamlNode& node, const std::string& path) {
    if (!node.is_mapping() || node.entries().empty()) {
      add_error(diagnostics_, node, path, "values with weights are needed",
                "write choice: {1: 0.5, 8: 0.3}");
      return std::nullopt;
    }
    Law::Choice law;
    for (const YamlNode::Entry& entry : node.entries()) {
      const std::string entry_path = join_path(path, entry.key.text());
      const auto value = number(entry.key, dimension_, entry_path);
      const auto weight = number(entry.value, Dimension::number, entry_path);
      if (value && weight) law.value_weights.emplace_back(*value, *weight);
    }
    if (law.value_weights.size() != node.entries().size()) return std::nullopt;
    return law;
  }

  ParameterReader& reader_;
  Diagnostics& diagnostics_;
  Dimension dimension_;
};

std::optional<Law> ParameterReader::read_law(const YamlNode& node, const Parameter& parameter,
                                             const std::string& path, YamlNode* resolved) {
  if (resolved != nullptr) *resolved = node;
  LawReader reader(*this, diagnostics_, parameter.dimension);
  if (node.is_scalar()) {
    const auto value = quantity(node, parameter.dimension, path);
    if (!value || !check_range(node, *value, parameter, path)) return std::nullopt;
    return checked_law(Law::Constant{*value}, {}, node, parameter, path);
  }
  if (!expect_mapping(node, path, "a quantity or a law")) return std::nullopt;
  std::string law_name;
  std::optional<Law::Kind> kind;
  LawBounds bounds;
  bool right = true;
  for (const YamlNode::Entry& entry : node.entries()) {
    const std::string& key = entry.key.text();
    const std::string key_path = join_path(path, key);
    if (key == "min" || key == "max") {
      const auto value = reader.number(entry.value, parameter.dimension, key_path);
      (key == "min" ? bounds.minimum : bounds.maximum) = value;
      right = right && value.has_value();
    } else if (std::find(law_names().begin(), law_names().end(), key) == law_names().end()) {
      std::vector<std::string> known = law_names();
      known.insert(known.end(), {"min", "max"});
      add_error(diagnostics_, entry.key, key_path,
                fmt::format("there is no law {}", quoted_excerpt(key)),
                name_hint(key, known, "laws"));
      right = false;
      law_name = key;
    } else if (!law_name.empty()) {
      add_error(diagnostics_, entry.key, key_path, "a second law", "write one law");
      right = false;
    } else {
      law_name = key;
      kind = reader.read(key, entry.value, key_path);
      right = right && kind.has_value();
    }
  }
  if (law_name.empty()) {
    add_error(diagnostics_, node, path, "no law is named", name_hint("", law_names(), "laws"));
    return std::nullopt;
  }
  if (!right || !kind) return std::nullopt;
  return checked_law(std::move(*kind), bounds, node, parameter, path);
}

std::optional<Law> ParameterReader::checked_law(Law::Kind kind, const LawBounds& bounds,
                                                const YamlNode& node, const Parameter& parameter,
                                                const std::string& path) {
  const double minimum = std::max({0.0, parameter.minimum, bounds.minimum.value_or(0)});
  const double maximum =
      std::min({Law::kUnbounded, parameter.maximum, bounds.maximum.value_or(Law::kUnbounded)});
  const std::string problem = Law::problem(kind, minimum, maximum);
  if (problem.empty()) return Law(std::move(kind), minimum, maximum);
  add_error(diagnostics_, node, path, fmt::format("the law is wrong: {}", problem),
            std::isfinite(parameter.maximum) ? range_hint(parameter) : std::string());
  return std::nullopt;
}

}  // namespace eastwest
