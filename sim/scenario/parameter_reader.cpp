// Implements sim/scenario/parameter_reader.hpp; laws are in law_reader.cpp, models in
// model_reader.cpp.
#include "sim/scenario/parameter_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kUnknownKeysShown = 20;

/// A whole number, also written `1_000_000` or `1e6`; empty if it is none or does not fit.
std::optional<std::int64_t> whole_number(std::string text) {
  std::erase(text, '_');
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto as_whole = std::from_chars(text.data(), end, whole);
  if (as_whole.ec == std::errc() && as_whole.ptr == end && !text.empty()) return whole;
  constexpr double kExactMax = 9007199254740992.0;  // 2^53
  double number = 0;
  const auto as_number = std::from_chars(text.data(), end, number);
  const bool exact = as_number.ec == std::errc() && as_number.ptr == end &&
                     std::fabs(number) <= kExactMax && std::floor(number) == number;
  if (exact && !text.empty()) return static_cast<std::int64_t>(number);
  return std::nullopt;
}

/// The unit that a rate's bounds are told in: the one written, else that of the default. Events per
/// week say little to who thinks in years.
std::string rate_unit(const Parameter& parameter, std::string_view written) {
  if (parameter.dimension != Dimension::rate) return {};
  for (const std::string_view text : {written, std::string_view(parameter.fallback)}) {
    for (const std::string& unit : units_of(Dimension::rate)) {
      if (text.ends_with(unit)) return unit;
    }
  }
  return {};
}

std::string example_of(const Parameter& parameter) {
  return parameter.help.empty() ? std::string() : fmt::format(" ({})", parameter.help);
}

}  // namespace

std::string join_path(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string range_bound(const Parameter& parameter, double value, std::string_view written) {
  constexpr double kReadable = 1e6;
  if (parameter.dimension == Dimension::number) return shortest(value);
  const std::string unit = rate_unit(parameter, written);
  const auto one = unit.empty() ? std::nullopt : read_quantity("1 " + unit, Dimension::rate).value;
  if (!one || value / *one > kReadable) return to_text(value, parameter.dimension);
  return fmt::format("{} {}", to_text(value / *one, Dimension::number), unit);
}

std::string range_hint(const Parameter& parameter, std::string_view written) {
  const bool has_low = std::isfinite(parameter.minimum);
  const bool has_high = std::isfinite(parameter.maximum);
  const std::string low = has_low ? range_bound(parameter, parameter.minimum, written) : "";
  const std::string high = has_high ? range_bound(parameter, parameter.maximum, written) : "";
  if (has_low && has_high) return fmt::format("it must be between {} and {}", low, high);
  if (has_low) return fmt::format("it must be at least {}", low);
  if (has_high) return fmt::format("it must be at most {}", high);
  return {};
}

std::string name_hint(std::string_view word, const std::vector<std::string>& candidates,
                      std::string_view plural) {
  constexpr std::size_t kShown = 12;
  if (const std::string name = closest(word, candidates); !name.empty()) {
    return fmt::format("did you mean '{}'?", name);
  }
  if (candidates.empty()) return fmt::format("there are no {} here", plural);
  std::string names;
  for (std::size_t i = 0; i < candidates.size() && i < kShown; ++i) {
    names += (i == 0 ? "" : ", ") + candidates[i];
  }
  return fmt::format("{}: {}{}", plural, names, candidates.size() > kShown ? ", …" : "");
}

Parameters ParameterReader::read(const YamlNode& node, const Schema& schema,
                                 const std::string& path, YamlNode* resolved,
                                 const std::vector<std::string>& also_allowed) {
  Parameters parameters;
  if (!node.is_null() && !expect_mapping(node, path, "a mapping")) return parameters;
  report_unknown_keys(node, schema, path, also_allowed);
  for (const Parameter& parameter : schema) {
    const YamlNode* value = node.find(parameter.name);
    const std::string value_path = join_path(path, parameter.name);
    YamlNode value_resolved;
    std::optional<Value> read;
    if (value != nullptr && !value->is_null()) {
      read = read_value(*value, parameter, value_path, &value_resolved);
    } else if (parameter.required) {
      add_error(diagnostics_, node, path, fmt::format("the key '{}' is missing", parameter.name),
                fmt::format("add {}: …{}", parameter.name, example_of(parameter)));
    } else if (!parameter.fallback.empty()) {
      read = fallback(parameter, value_path, &value_resolved);
    }
    if (!read) continue;
    parameters.set(parameter.name, std::move(*read));
    if (resolved != nullptr) resolved->set(parameter.name, std::move(value_resolved));
  }
  if (resolved != nullptr && resolved->is_null()) *resolved = YamlNode(YamlNode::Kind::mapping);
  return parameters;
}

void ParameterReader::report_unknown_keys(const YamlNode& node, const Schema& schema,
                                          const std::string& path,
                                          const std::vector<std::string>& also_allowed) {
  std::vector<std::string> known;
  for (const Parameter& parameter : schema) known.push_back(parameter.name);
  known.insert(known.end(), also_allowed.begin(), also_allowed.end());
  std::size_t unknown = 0;
  for (const YamlNode::Entry& entry : node.entries()) {
    const std::string& key = entry.key.text();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (++unknown > kUnknownKeysShown) {
      add_error(diagnostics_, entry.key, path, "more unknown keys follow");
      return;
    }
    add_error(diagnostics_, entry.key, join_path(path, key),
              fmt::format("there is no key {} here", quoted_excerpt(key)),
              name_hint(key, known, "keys"));
  }
}

/// The default, read as the user would write it; a default that is wrong is a defect.
std::optional<ParameterReader::Value> ParameterReader::fallback(const Parameter& parameter,
                                                                const std::string& path,
                                                                YamlNode* resolved) {
  Diagnostics mistakes;
  ParameterReader reader(catalogue_, mistakes);
  const YamlNode node = parse_yaml_value(parameter.fallback, "default of " + path);
  std::optional<Value> value = reader.read_value(node, parameter, path, resolved);
  EW_CHECK(value && !mistakes.has_errors(), "the default '{}' of {}: {}", parameter.fallback, path,
           mistakes.text());
  return value;
}

std::optional<ParameterReader::Value> ParameterReader::read_value(const YamlNode& node,
                                                                  const Parameter& parameter,
                                                                  const std::string& path,
                                                                  YamlNode* resolved) {
  YamlNode ignored;
  YamlNode& out = resolved == nullptr ? ignored : *resolved;
  out = YamlNode();
  switch (parameter.kind) {
    case ParameterKind::group: {
      if (!expect_mapping(node, path, "a mapping")) return std::nullopt;
      return std::make_shared<const Parameters>(read(node, parameter.group, path, &out));
    }
    case ParameterKind::named:
      return named(node, parameter, path, &out);
    case ParameterKind::model: {
      auto model = read_model(node, parameter.family, path, &out);
      if (!model) return std::nullopt;
      return std::vector<ModelChoice>{std::move(*model)};
    }
    case ParameterKind::models:
      return models(node, parameter, path, &out);
    case ParameterKind::weights:
      return weights(node, parameter, path, &out);
    case ParameterKind::file:
      return file(node, path, &out);
    default:
      break;
  }
  out = node;
  switch (parameter.kind) {
    case ParameterKind::boolean:
      return boolean(node, path);
    case ParameterKind::count:
      return count(node, parameter, path);
    case ParameterKind::quantity: {
      const auto value = quantity(node, parameter.dimension, path);
      if (!value || !check_range(node, *value, parameter, path)) return std::nullopt;
      return *value;
    }
    case ParameterKind::choice:
      return choice(node, parameter, path);
    case ParameterKind::date:
      return date(node, path);
    case ParameterKind::law: {
      auto law = read_law(node, parameter, path);
      if (!law) return std::nullopt;
      return std::move(*law);
    }
    case ParameterKind::numbers:
      return numbers(node, parameter, path);
    case ParameterKind::texts:
      return texts(node, path);
    case ParameterKind::columns:
      return columns(node, path);
    default:
      if (!expect_scalar(node, path, "a text")) return std::nullopt;
      return node.text();
  }
}

std::optional<ParameterReader::Value> ParameterReader::boolean(const YamlNode& node,
                                                               const std::string& path) {
  if (!expect_scalar(node, path, "true or false")) return std::nullopt;
  if (node.text() == "true") return true;
  if (node.text() == "false") return false;
  add_error(diagnostics_, node, path,
            fmt::format("{} is neither true nor false", quoted_excerpt(node.text())),
            "write true or false");
  return std::nullopt;
}

std::optional<ParameterReader::Value> ParameterReader::count(const YamlNode& node,
                                                             const Parameter& parameter,
                                                             const std::string& path) {
  if (!expect_scalar(node, path, "a whole number")) return std::nullopt;
  const auto value = whole_number(node.text());
  if (!value) {
    add_error(diagnostics_, node, path,
              fmt::format("{} is not a whole number", quoted_excerpt(node.text())),
              "write a whole number without unit, e.g. 12");
    return std::nullopt;
  }
  if (!check_range(node, static_cast<double>(*value), parameter, path)) return std::nullopt;
  return *value;
}

std::optional<double> ParameterReader::quantity(const YamlNode& node, Dimension dimension,
                                                const std::string& path) {
  if (!expect_scalar(node, path, "a number")) return std::nullopt;
  QuantityReading reading = read_quantity(node.text(), dimension);
  if (!reading.value) {
    add_error(diagnostics_, node, path, std::move(reading.problem), std::move(reading.hint));
  }
  return reading.value;
}

std::optional<ParameterReader::Value> ParameterReader::choice(const YamlNode& node,
                                                              const Parameter& parameter,
                                                              const std::string& path) {
  if (!expect_scalar(node, path, "one word")) return std::nullopt;
  const auto& choices = parameter.choices;
  if (std::find(choices.begin(), choices.end(), node.text()) != choices.end()) return node.text();
  add_error(diagnostics_, node, path,
            fmt::format("{} is none of the choices", quoted_excerpt(node.text())),
            name_hint(node.text(), choices, "choices"));
  return std::nullopt;
}

std::optional<ParameterReader::Value> ParameterReader::date(const YamlNode& node,
                                                            const std::string& path) {
  if (!expect_scalar(node, path, "a date")) return std::nullopt;
  if (const auto time = read_civil_time(node.text())) return to_text(*time);
  add_error(diagnostics_, node, path, fmt::format("{} is no date", quoted_excerpt(node.text())),
            "write 2025-07-07 or 2025-07-07 08:30 (China Standard Time)");
  return std::nullopt;
}

std::optional<ParameterReader::Value> ParameterReader::file(const YamlNode& node,
                                                            const std::string& path,
                                                            YamlNode* resolved) {
  if (!expect_scalar(node, path, "the name of a file")) return std::nullopt;
  const std::string name = path_beside(node.file(), node.text());
  const auto known = std::find_if(known_files_.begin(), known_files_.end(),
                                  [&](const InputFile& file) { return file.path == name; });
  try {
    if (known == known_files_.end()) {
      note_input_file(input_files_, name);
    } else if (std::find(input_files_.begin(), input_files_.end(), *known) == input_files_.end()) {
      input_files_.push_back(*known);
    }
  } catch (const ScenarioError& error) {
    const std::string reason = error.diagnostics().all().empty()
                                   ? std::string("it cannot be read")
                                   : error.diagnostics().all().front().message;
    add_error(diagnostics_, node, path, fmt::format("{}: {}", quoted_excerpt(name), reason),
              "paths are relative to the file that names them");
    return std::nullopt;
  }
  *resolved = node;
  if (!resolved_folder_.empty() && !std::filesystem::path(node.text()).is_absolute()) {
    const auto absolute = std::filesystem::absolute(name).lexically_normal();
    *resolved = YamlNode::scalar(absolute.lexically_relative(resolved_folder_).string());
  }
  return name;
}

std::optional<ParameterReader::Value> ParameterReader::numbers(const YamlNode& node,
                                                               const Parameter& parameter,
                                                               const std::string& path) {
  if (!expect_list(node, path, "a list of numbers")) return std::nullopt;
  std::vector<double> values;
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    const YamlNode& item = node.items()[i];
    const std::string item_path = fmt::format("{}[{}]", path, i);
    const auto value = quantity(item, parameter.dimension, item_path);
    if (value && check_range(item, *value, parameter, item_path)) values.push_back(*value);
  }
  if (values.size() != node.items().size()) return std::nullopt;
  return values;
}

std::optional<ParameterReader::Value> ParameterReader::texts(const YamlNode& node,
                                                             const std::string& path) {
  if (!expect_list(node, path, "a list of texts")) return std::nullopt;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    const YamlNode& item = node.items()[i];
    if (expect_scalar(item, fmt::format("{}[{}]", path, i), "a text"))
      values.push_back(item.text());
  }
  if (values.size() != node.items().size()) return std::nullopt;
  return values;
}

std::optional<ParameterReader::Value> ParameterReader::columns(const YamlNode& node,
                                                               const std::string& path) {
  if (!expect_mapping(node, path, "a mapping from text to text")) return std::nullopt;
  std::map<std::string, std::string> values;
  for (const YamlNode::Entry& entry : node.entries()) {
    const std::string& key = entry.key.text();
    if (expect_scalar(entry.value, join_path(path, key), "a text")) {
      values.emplace(key, entry.value.text());
    }
  }
  if (values.size() != node.entries().size()) return std::nullopt;
  return values;
}

std::optional<ParameterReader::Value> ParameterReader::named(const YamlNode& node,
                                                             const Parameter& parameter,
                                                             const std::string& path,
                                                             YamlNode* resolved) {
  if (!expect_mapping(node, path, "a mapping from names of your choice")) return std::nullopt;
  *resolved = YamlNode(YamlNode::Kind::mapping);
  std::vector<std::pair<std::string, std::shared_ptr<const Parameters>>> values;
  for (const YamlNode::Entry& entry : node.entries()) {
    const std::string& name = entry.key.text();
    YamlNode value = entry.value;
    if (value.is_null()) value.place_like(entry.key);
    YamlNode own;
    values.emplace_back(name, std::make_shared<const Parameters>(
                                  read(value, parameter.group, join_path(path, name), &own)));
    resolved->set(name, std::move(own));
  }
  return values;
}

bool ParameterReader::check_range(const YamlNode& node, double value, const Parameter& parameter,
                                  const std::string& path) {
  if (value >= parameter.minimum && value <= parameter.maximum) return true;
  add_error(diagnostics_, node, path,
            fmt::format("{} is out of range", quoted_excerpt(node.text())),
            range_hint(parameter, node.text()));
  return false;
}

bool ParameterReader::expect_scalar(const YamlNode& node, const std::string& path,
                                    std::string_view wanted) {
  if (node.is_scalar()) return true;
  add_error(diagnostics_, node, path,
            fmt::format("{} is needed, here is {}", wanted, node.kind_text()));
  return false;
}

bool ParameterReader::expect_list(const YamlNode& node, const std::string& path,
                                  std::string_view wanted) {
  if (node.is_sequence()) return true;
  add_error(diagnostics_, node, path,
            fmt::format("{} is needed, here is {}", wanted, node.kind_text()), "write [a, b, …]");
  return false;
}

bool ParameterReader::expect_mapping(const YamlNode& node, const std::string& path,
                                     std::string_view wanted) {
  if (node.is_mapping()) return true;
  add_error(diagnostics_, node, path,
            fmt::format("{} is needed, here is {}", wanted, node.kind_text()),
            "write {key: value, …}");
  return false;
}

}  // namespace eastwest
