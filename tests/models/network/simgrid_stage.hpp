// Scripted runs over SimGrid, each in a process of its own.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/models/network/child_process.hpp"
#include "tests/models/network/network_case.hpp"
#include "tests/models/network/scripted_run.hpp"

namespace eastwest::network_test {

/// What is left of a run in a child process.
struct SimgridOutcome {
  ChildOutcome child;
  std::map<int, Date> ends;        ///< by slot
  std::vector<double> link_book;   ///< by LinkId
  std::vector<std::string> notes;  ///< what the script wrote
};

using Notes = std::vector<std::string>;
using SimgridScript = std::function<void(ScriptedRun& run, Notes& notes)>;

/// Writes the script's calendar, runs it over the loaded module and brings the outcome home.
[[nodiscard]] SimgridOutcome simgrid_run(const World& world, const SimgridScript& script,
                                         const RunOptions& options = {},
                                         const std::string& profile = "cm02");

/// The ends of a run that must succeed and print nothing.
[[nodiscard]] std::map<int, Date> simgrid_ends(const World& world,
                                               const std::function<void(ScriptedRun& run)>& script,
                                               const RunOptions& options = {},
                                               const std::string& profile = "cm02");
/// Throws std::runtime_error if the run fails or prints: the judge of a case tells which case.
[[nodiscard]] std::map<int, Date> simgrid_ends(const NetworkCase& one);

}  // namespace eastwest::network_test
