// Summaries as flat lists of leaves; a leaf is equal or it has moved.
#include "sim/experiment/guard.hpp"

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/diagnostic.hpp"
#include "sim/text/file_writer.hpp"

namespace eastwest {
namespace {

using Leaves = std::vector<std::pair<std::string, Json>>;

/// What the elements of a list are called: by their own names where they have different ones, so
/// that an element that is inserted does not move all that follow; otherwise by their numbers.
std::vector<std::string> element_keys(const Json& list) {
  std::vector<std::string> names;
  std::vector<std::string> numbers;
  for (const Json& element : list) {
    numbers.push_back(fmt::format("[{}]", numbers.size()));
    if (element.is_object() && !element.empty() && element.begin().value().is_string()) {
      names.push_back(fmt::format("[{}]", element.begin().value().get<std::string>()));
    }
  }
  const bool all_named = std::set<std::string>(names.begin(), names.end()).size() == list.size();
  return all_named ? names : numbers;
}

void collect(const Json& value, const std::string& path, Leaves& leaves) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, part] : value.items()) {
      collect(part, path.empty() ? key : path + "." + key, leaves);
    }
  } else if (value.is_array() && !value.empty()) {
    const auto keys = element_keys(value);
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], path + keys[i], leaves);
  } else {
    leaves.emplace_back(path, value);
  }
}

std::string relative_change(const Json& baseline, const Json& now) {
  if (!baseline.is_number() || !now.is_number()) return "";
  const double before = baseline.get<double>();
  const double after = now.get<double>();
  if (before == 0) return "";
  return fmt::format("{:+.3g} %", 100 * (after - before) / std::fabs(before));
}

/// Objects with sorted keys: the file changes only where a result did.
Json sorted(const Json& object) {
  std::map<std::string, Json> by_key;
  for (const auto& [key, value] : object.items()) by_key[key] = value;
  Json result = Json::object();
  for (auto& [key, value] : by_key) result[key] = std::move(value);
  return result;
}

}  // namespace

std::vector<MovedValue> moved_values(const Json& baseline, const Json& now) {
  Leaves before;
  Leaves after;
  collect(baseline, "", before);
  collect(now, "", after);
  std::map<std::string, const Json*> present;
  for (const auto& [key, value] : after) present.emplace(key, &value);
  std::vector<MovedValue> moved;
  std::set<std::string> known;
  for (const auto& [key, value] : before) {
    known.insert(key);
    const auto found = present.find(key);
    if (found == present.end()) {
      moved.push_back({.key = key, .baseline = value.dump(), .now = "", .relative = ""});
    } else if (*found->second != value) {
      moved.push_back({.key = key,
                       .baseline = value.dump(),
                       .now = found->second->dump(),
                       .relative = relative_change(value, *found->second)});
    }
  }
  for (const auto& [key, value] : after) {
    if (known.contains(key)) continue;
    moved.push_back({.key = key, .baseline = "", .now = value.dump(), .relative = ""});
  }
  return moved;
}

Baseline Baseline::read(const std::string& file) {
  Baseline baseline;
  baseline.sections_ = parse_json_file(file);
  const auto refuse = [&](const std::string& what) {
    throw ScenarioError(file, "this is no baseline: " + what,
                        "a baseline is written by: eastwest guard SCENARIO --baseline FILE "
                        "--update");
  };
  if (!baseline.sections_.is_object()) refuse("it must be an object of sections");
  for (const auto& [section, runs] : baseline.sections_.items()) {
    if (!runs.is_object()) refuse(fmt::format("section '{}' must be an object", section));
    for (const auto& [name, summary] : runs.items()) {
      if (!summary.is_object()) refuse(fmt::format("'{}' must be a summary", name));
    }
  }
  return baseline;
}

void Baseline::update(const std::vector<GuardedRun>& runs) {
  for (const GuardedRun& run : runs) {
    Json& section = sections_[run.section];
    if (!section.is_object()) section = Json::object();
    section[run.name] = run.summary;
  }
  for (auto& [name, section] : sections_.items()) section = sorted(section);
  sections_ = sorted(sections_);
}

void Baseline::write(const std::string& file) const { write_file(file, to_pretty(sections_)); }

std::vector<GuardedResult> Baseline::compare(const std::vector<GuardedRun>& runs,
                                             const std::string& file) const {
  std::map<std::string, std::vector<const GuardedRun*>> unknown;
  std::vector<GuardedResult> results;
  for (const GuardedRun& run : runs) {
    if (!sections_.contains(run.section) || !sections_[run.section].contains(run.name)) {
      unknown[run.section].push_back(&run);
      continue;
    }
    const Json& expected = sections_[run.section][run.name];
    Leaves leaves;
    collect(expected, "", leaves);
    results.push_back({.name = run.name,
                       .argument = run.argument,
                       .values = leaves.size(),
                       .moved = moved_values(expected, run.summary)});
  }
  Diagnostics diagnostics;
  for (const auto& [section, missing] : unknown) {
    std::vector<std::string> names;
    std::vector<std::string> arguments;
    for (const GuardedRun* run : missing) {
      names.push_back(run->name);
      arguments.push_back(run->argument);
    }
    diagnostics.error(
        {.file = file}, "",
        sections_.contains(section)
            ? fmt::format("section '{}' has no baseline of {}", section, fmt::join(names, ", "))
            : fmt::format("there is no section '{}'", section),
        fmt::format("nothing was compared; once the results are known to be right, add them with: "
                    "eastwest guard {} --baseline {} --update",
                    fmt::join(arguments, " "), file));
  }
  diagnostics.throw_if_errors();
  return results;
}

}  // namespace eastwest
