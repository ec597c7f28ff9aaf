// Implements sim/scenario/set_option.hpp.
#include "sim/scenario/set_option.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

/// A step of a path: a key, or the index of a list.
struct Step {
  std::string key;
  std::optional<std::size_t> index;
};

/// `workload.chat.filter[0]` as steps; empty if it is no path.
std::vector<Step> steps_of(std::string_view path) {
  constexpr std::size_t kStepsMax = 64;
  std::vector<Step> steps;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    if (end == 0 && (path[0] == '.' || steps.empty())) return {};
    if (end > 0) steps.push_back({std::string(path.substr(0, end)), std::nullopt});
    path.remove_prefix(end);
    while (!path.empty() && path[0] == '[') {
      std::size_t index = 0;
      const auto [rest, fault] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
      if (fault != std::errc() || rest == path.data() + path.size() || *rest != ']') return {};
      steps.push_back({{}, index});
      path.remove_prefix(static_cast<std::size_t>(rest - path.data()) + 1);
    }
    if (path.empty()) break;
    if (path[0] != '.' || path.size() == 1) return {};
    path.remove_prefix(1);
  }
  return steps.size() > kStepsMax ? std::vector<Step>() : steps;
}

std::optional<double> plain_number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// The factor of `*1.2`, `+30%` and `-10%`; empty for anything else.
std::optional<double> relative_factor(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  if (text[0] == '*') {
    text.remove_prefix(text[1] == ' ' ? 2 : 1);
    return plain_number(text);
  }
  if ((text[0] != '+' && text[0] != '-') || text.back() != '%') return std::nullopt;
  const bool less = text[0] == '-';
  text.remove_prefix(1);
  text.remove_suffix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const auto percent = plain_number(text);
  if (!percent || *percent < 0) return std::nullopt;
  return less ? (100 - *percent) / 100 : (100 + *percent) / 100;
}

/// `text` = number and unit, with the number multiplied; empty if it begins with no number.
std::optional<std::string> multiplied(std::string_view text, double factor) {
  std::string digits;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool between = text[at] == '_' && !digits.empty();
    if (between) continue;
    const bool in_number = (text[at] >= '0' && text[at] <= '9') || text[at] == '.' ||
                           ((text[at] == '-' || text[at] == '+') &&
                            (digits.empty() || digits.back() == 'e' || digits.back() == 'E')) ||
                           ((text[at] == 'e' || text[at] == 'E') && at + 1 < text.size() &&
                            ((text[at + 1] >= '0' && text[at + 1] <= '9') || text[at + 1] == '-' ||
                             text[at + 1] == '+'));
    if (!in_number) break;
    digits += text[at];
  }
  const auto number = plain_number(digits);
  if (!number) return std::nullopt;
  return shortest(*number * factor) + std::string(text.substr(at));
}

/// One assignment on its way down the document.
class Assignment {
 public:
  Assignment(const std::string& option, std::string text, const Catalogue& catalogue,
             Diagnostics& diagnostics)
      : option_(option),
        text_(std::move(text)),
        origin_(option + " " + text_),
        catalogue_(catalogue),
        diagnostics_(diagnostics) {}

  void apply(YamlNode& document) {
    const std::size_t equals = text_.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail({}, "a path and a value are needed",
                  fmt::format("write {} workload.chat.tokens='*1.2'", option_));
    }
    const std::string path = text_.substr(0, equals);
    const std::vector<Step> steps = steps_of(path);
    if (steps.empty()) {
      return fail({}, fmt::format("{} is no path", quoted_excerpt(path)),
                  "write keys with dots between, e.g. platform.refresh");
    }
    if (steps[0].key == "base" || steps[0].key == "variants") {
      return fail(path, fmt::format("'{}' cannot be set from the command line", steps[0].key));
    }
    const std::string value = text_.substr(equals + 1);
    document_ = &document;
    YamlNode* node = &document;
    std::string so_far;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
      if (!expand(*node, so_far)) return;
      node = descend(*node, steps[i], so_far);
      if (node == nullptr) return;
    }
    if (!expand(*node, so_far)) return;
    assign(*node, steps.back(), so_far, value);
  }

 private:
  void fail(std::string path, std::string message, std::string hint = {}) {
    diagnostics_.error({origin_, 0, 0}, std::move(path), std::move(message), std::move(hint));
  }

  /// A node of the command line: mistakes in it are reported with the whole option.
  YamlNode placed(YamlNode node) const {
    node.place_like(parse_yaml_value("x", origin_));
    return node;
  }

  /// Makes `node` a mapping or list that can be entered: names are written out.
  bool expand(YamlNode& node, const std::string& path) {
    for (const ModelKey& model : kModelKeys) {
      if (path == model.key) node = expanded_model(node, model.family, catalogue_);
    }
    if (path.starts_with("workload.") && path.find('.', 9) == std::string::npos) {
      node = expanded_model(node, "workload", catalogue_);
    }
    if (path == "world" && node.is_scalar()) {
      YamlNode mapping(YamlNode::Kind::mapping);
      mapping.place_like(node);
      mapping.set("base", node);
      node = std::move(mapping);
    }
    if (node.is_scalar()) expand_weights(node, path);
    if (!node.is_scalar()) return true;
    fail(path, fmt::format("{} is a single value, nothing can be set inside it",
                           quoted_excerpt(node.text())));
    return false;
  }

  /// `score: nearest` as {nearest: 1}, and `nearest: 1` as {weight: 1}.
  void expand_weights(YamlNode& node, std::string_view path) const {
    for (const ModelKey& key : kModelKeys) {
      const YamlNode* part = document_->find(key.key);
      if (part == nullptr || !path.starts_with(fmt::format("{}.", key.key))) continue;
      const std::string_view inner = path.substr(key.key.size() + 1);
      const YamlNode* named = part->find(catalogue_.discriminator(key.family));
      const ModelDescription* model = catalogue_.find(
          key.family, named == nullptr ? catalogue_.implied(key.family) : named->text());
      if (model == nullptr) continue;
      for (const Parameter& parameter : model->schema) {
        if (parameter.kind != ParameterKind::weights) continue;
        const bool is_whole = inner == parameter.name;
        if (!is_whole && !inner.starts_with(parameter.name + ".")) continue;
        YamlNode mapping(YamlNode::Kind::mapping);
        mapping.place_like(node);
        mapping.set(is_whole ? node.text() : "weight", is_whole ? YamlNode::scalar("1") : node);
        node = std::move(mapping);
        return;
      }
    }
  }

  YamlNode* descend(YamlNode& node, const Step& step, std::string& path) {
    const std::string parent = path;
    path = step.index ? fmt::format("{}[{}]", path, *step.index) : join_path(path, step.key);
    if (step.index) return item(node, *step.index, path);
    if (!check_key(node, step.key, parent, path)) return nullptr;
    if (node.find(step.key) == nullptr) {
      node.set(placed(YamlNode::scalar(step.key)), placed(YamlNode(YamlNode::Kind::mapping)));
    }
    return node.find(step.key);
  }

  YamlNode* item(YamlNode& node, std::size_t index, const std::string& path) {
    if (!node.is_sequence()) {
      fail(path, fmt::format("here is {}, not a list", node.kind_text()));
      return nullptr;
    }
    if (index >= node.items().size()) {
      fail(path, "the list has no such item",
           fmt::format("it has {}, counted from 0", node.items().size()));
      return nullptr;
    }
    return &node.items()[index];
  }

  bool check_key(const YamlNode& node, const std::string& key, const std::string& parent,
                 const std::string& path) {
    if (node.is_sequence()) {
      fail(path, "here is a list", "write the number of an item: [0]");
      return false;
    }
    if (parent != "workload" || node.find(key) != nullptr) return true;
    std::vector<std::string> names;
    for (const YamlNode::Entry& entry : node.entries()) names.push_back(entry.key.text());
    fail(path, fmt::format("there is no workload {}", quoted_excerpt(key)),
         name_hint(key, names, "workloads"));
    return false;
  }

  /// Whether `path` is a section of a world that has a base: what the document does not have there
  /// may be in the base.
  [[nodiscard]] bool is_in_base_world(std::string_view path) const {
    constexpr std::string_view kWorld = "world.";
    if (!path.starts_with(kWorld) || !is_world_section(path.substr(kWorld.size()))) return false;
    return document_->find("world")->find("base") != nullptr;
  }

  void assign(YamlNode& node, const Step& step, std::string path, const std::string& value) {
    const std::string parent = path;
    path = step.index ? fmt::format("{}[{}]", path, *step.index) : join_path(path, step.key);
    YamlNode* target = nullptr;
    if (step.index) {
      target = item(node, *step.index, path);
      if (target == nullptr) return;
    } else {
      if (node.is_sequence() && !check_key(node, step.key, parent, path)) return;
      target = node.find(step.key);
    }
    std::optional<YamlNode> written = written_value(value, target, path);
    if (!written) return;
    if (step.index) {
      *target = std::move(*written);
    } else if (written->is_null() && is_in_base_world(parent)) {
      node.set(placed(YamlNode::scalar(step.key)), removal_over(target, *written));
    } else if (written->is_null()) {
      node.remove(step.key);
    } else {
      node.set(placed(YamlNode::scalar(step.key)), std::move(*written));
    }
  }

  std::optional<YamlNode> written_value(const std::string& value, const YamlNode* target,
                                        const std::string& path) {
    const auto factor = relative_factor(value);
    if (!factor) {
      try {
        return parse_yaml_value(value, origin_);
      } catch (const ScenarioError& error) {
        for (const Diagnostic& mistake : error.diagnostics().all()) diagnostics_.add(mistake);
        return std::nullopt;
      }
    }
    if (target == nullptr) {
      fail(path, "nothing is written there that could be changed", "give the value itself");
      return std::nullopt;
    }
    const auto result = target->is_scalar() ? multiplied(target->text(), *factor) : std::nullopt;
    if (!result) {
      fail(path,
           fmt::format("{} is not a number that could be changed",
                       target->is_scalar() ? quoted_excerpt(target->text()) : target->kind_text()),
           "name the number itself, or give the value");
      return std::nullopt;
    }
    return placed(YamlNode::scalar(*result));
  }

  const std::string& option_;
  std::string text_;
  std::string origin_;
  const Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  const YamlNode* document_ = nullptr;
};

}  // namespace

void apply_set(YamlNode& document, const std::string& option, const std::string& assignment,
               const Catalogue& catalogue, Diagnostics& diagnostics) {
  Assignment(option, assignment, catalogue, diagnostics).apply(document);
}

}  // namespace eastwest
