// What a guard found: a table for people, JUnit for CI servers, annotations for GitHub.
#pragma once

#include <string>
#include <vector>

#include "sim/experiment/guard.hpp"

namespace eastwest {

/// "tour-010: 123 values, none moved", and below it a table of what moved (its first rows).
[[nodiscard]] std::string guard_text(const std::vector<GuardedResult>& results);
/// One test case a scenario; a moved one is a failure with the whole table in it.
[[nodiscard]] std::string guard_junit(const std::vector<GuardedResult>& results);
/// One workflow command `::error …` for each scenario that moved, at its file.
[[nodiscard]] std::string guard_github(const std::vector<GuardedResult>& results);
[[nodiscard]] bool any_moved(const std::vector<GuardedResult>& results);

}  // namespace eastwest
