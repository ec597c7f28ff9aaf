// Builds the list of choices, one axis after the other.
#include "sim/experiment/comparison_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

/// One value of an axis: its name in labels, and what it does to a choice.
struct Level {
  std::string name;
  std::function<void(Choice&)> apply;
};

[[noreturn]] void refuse(const std::string& option, const std::string& message,
                         const std::string& hint = {}) {
  throw ScenarioError(option, message, hint);
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<Level> file_axis(const std::vector<std::string>& files) {
  std::set<std::string> stems;
  for (const auto& file : files) stems.insert(std::filesystem::path(file).stem().string());
  const bool stems_differ = stems.size() == files.size();
  std::vector<Level> axis;
  axis.reserve(files.size());
  for (const auto& file : files) {
    axis.push_back({.name = stems_differ ? std::filesystem::path(file).stem().string() : file,
                    .apply = [file](Choice& choice) { choice.file = file; }});
  }
  return axis;
}

std::vector<Level> vary_axis(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string path = trimmed(text.substr(0, equals));
  if (equals == std::string::npos || path.empty()) {
    refuse("--vary", fmt::format("'{}' is not path=value,value", text),
           "write it like platform.refresh='1 min,5 min'");
  }
  std::vector<Level> axis;
  for (const std::string& value : split_at_commas(text.substr(equals + 1))) {
    if (value.empty()) refuse("--vary", fmt::format("'{}' has an empty value", text));
    std::string assignment = path + "=" + value;
    axis.push_back({.name = assignment, .apply = [assignment](Choice& choice) {
                      choice.overrides.varied.push_back(assignment);
                    }});
  }
  return axis;
}

std::vector<std::vector<Level>> axes_of(const ComparisonRequest& request) {
  std::vector<std::vector<Level>> axes = {file_axis(request.scenarios)};
  std::vector<Level> strategies;
  for (const auto& name : request.strategies) {
    strategies.push_back({.name = name, .apply = [name](Choice& choice) {
                            choice.overrides.strategy = name;
                            choice.overrides.strategy_origin = "--strategies ";
                          }});
  }
  std::vector<Level> variants;
  for (const auto& name : request.variants) {
    const std::string variant = name == "none" ? "" : name;
    variants.push_back({.name = name, .apply = [variant](Choice& choice) {
                          choice.overrides.variant = variant;
                          choice.overrides.variant_origin = "--variants ";
                        }});
  }
  if (!strategies.empty()) axes.push_back(std::move(strategies));
  if (!variants.empty()) axes.push_back(std::move(variants));
  for (const auto& text : request.vary) axes.push_back(vary_axis(text));
  return axes;
}

void check_choices(const std::vector<Choice>& choices) {
  if (choices.size() < 2) {
    refuse("compare", "there is only one choice",
           "name at least two with --strategies a,b, --variants none,x, --vary path=v1,v2 or "
           "several scenario files");
  }
  std::set<std::string> labels;
  for (const Choice& choice : choices) {
    if (!labels.insert(choice.label).second) {
      refuse("compare", fmt::format("the choice '{}' stands there twice", choice.label));
    }
  }
}

}  // namespace

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '[' || c == '{' || c == '(') {
      ++depth;
    } else if (c == ']' || c == '}' || c == ')') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      parts.push_back(trimmed(part));
      part.clear();
      continue;
    }
    part += c;
  }
  parts.push_back(trimmed(part));
  return parts;
}

namespace {

std::vector<Choice> all_combinations(const ComparisonRequest& request) {
  std::vector<Choice> choices = {{.label = {}, .file = {}, .overrides = request.overrides}};
  for (const auto& axis : axes_of(request)) {
    std::vector<Choice> longer;
    for (const Choice& choice : choices) {
      for (const Level& level : axis) {
        Choice next = choice;
        level.apply(next);
        // An axis of one value tells nobody apart.
        if (axis.size() > 1) next.label += (next.label.empty() ? "" : ", ") + level.name;
        longer.push_back(std::move(next));
      }
    }
    choices = std::move(longer);
  }
  return choices;
}

}  // namespace

std::vector<Choice> comparison_choices(const ComparisonRequest& request) {
  std::vector<Choice> choices = all_combinations(request);
  check_choices(choices);
  return choices;
}

Choice only_choice(const ComparisonRequest& request, const std::string& option) {
  std::vector<Choice> choices = all_combinations(request);
  if (choices.size() == 1) return std::move(choices.front());
  refuse(option, fmt::format("makes its own choices, and there are {} others", choices.size()),
         "give it one scenario, at most one strategy and variant, and values with --set");
}

std::size_t find_choice(const std::vector<Choice>& choices, const std::string& name) {
  std::vector<std::size_t> parts;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].label == name) return i;
    const auto names = split_at_commas(choices[i].label);
    if (std::find(names.begin(), names.end(), name) != names.end()) parts.push_back(i);
    labels.push_back(choices[i].label);
  }
  if (parts.size() == 1) return parts.front();
  const std::string known = fmt::format("the choices are: {}", fmt::join(labels, "; "));
  if (parts.size() > 1) {
    refuse("--baseline", fmt::format("'{}' is a part of several choices", name), known);
  }
  const std::string near = closest(name, labels);
  refuse("--baseline", fmt::format("there is no choice '{}'", name),
         near.empty() ? known : fmt::format("did you mean '{}'?", near));
}

}  // namespace eastwest
