// Runs a program and tells the CPU time that it took.
#pragma once

#include <string>
#include <vector>

namespace eastwest::bench {

struct ChildRun {
  double cpu_seconds = 0;  ///< user and system, of the whole process
  std::string output;      ///< what it printed on stdout
};

/// Throws Defect if the program cannot be run or does not end with 0. The first argument is its
/// path.
[[nodiscard]] ChildRun run_child(const std::vector<std::string>& arguments);

}  // namespace eastwest::bench
