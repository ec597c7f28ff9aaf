// Reads the verdicts of a summary.
#include "sim/experiment/stability.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace eastwest {
namespace {

constexpr std::size_t kNamedMax = 3;

std::string enumerated(const std::vector<std::string>& names) {
  if (names.size() == 1) return names.front();
  if (names.size() > kNamedMax + 1) {
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kNamedMax, ", "),
                       names.size() - kNamedMax);
  }
  return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

}  // namespace

std::vector<UnstableScope> unstable_scopes(const Json& summary) {
  std::vector<UnstableScope> unstable;
  const auto add = [&](const std::string& scope, const std::string& state) {
    if (state != "stable") unstable.push_back({scope, state});
  };
  if (summary.contains("scopes")) {
    for (const Json& scope : summary["scopes"]) {
      add(scope.at("scope").get<std::string>(), scope.at("verdict").get<std::string>());
    }
  }
  // A nation may be overloaded as a whole where each scope just keeps up.
  if (unstable.empty()) add("the nation", summary.value("verdict", "stable"));
  return unstable;
}

std::string instability(const std::string& label, const std::vector<Json>& replications) {
  std::vector<std::string> overloaded;
  std::vector<std::string> backlogged;
  std::set<std::string> seen;
  const auto collect = [&](const std::string& state, std::vector<std::string>& names) {
    for (const Json& summary : replications) {
      for (const UnstableScope& scope : unstable_scopes(summary)) {
        if (scope.state == state && seen.insert(scope.scope).second) names.push_back(scope.scope);
      }
    }
  };
  collect("overloaded", overloaded);
  collect("backlogged", backlogged);
  if (overloaded.empty() && backlogged.empty()) return "";
  std::string text = label + " is ";
  if (!overloaded.empty()) text += "overloaded in " + enumerated(overloaded);
  if (!overloaded.empty() && !backlogged.empty()) text += ", ";
  if (!backlogged.empty()) text += "backlogged in " + enumerated(backlogged);
  return text;
}

}  // namespace eastwest
