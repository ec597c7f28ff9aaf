// Runs a piece of work in a process of its own: SimGrid allows one simulation a process.
#pragma once

#include <functional>
#include <string>

namespace eastwest::network_test {

/// How the child ended.
struct ChildOutcome {
  int exit_code =
      -1;  ///< as the program's: 2 ScenarioError, 3 Defect, 4 EnvironmentError; -1 killed
  std::string result;   ///< what the work returned, or what() of what it threw
  std::string printed;  ///< everything on stdout and stderr
};

/// Forks, does `work` in the child, which then exits by exit(), so that leaks are reported there.
[[nodiscard]] ChildOutcome run_in_child(const std::function<std::string()>& work);

}  // namespace eastwest::network_test
