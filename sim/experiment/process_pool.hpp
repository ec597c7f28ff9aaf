// Many runs at once: each task in a forked process of its own, its answer sent back through a pipe.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace eastwest {

/// Work for one child process (SimGrid allows one simulation a process).
struct PoolTask {
  /// Names the task in messages, e.g. "siloed-fcfs, replication 3".
  std::string label;
  /// Runs in the child; what it returns is the answer.
  std::function<std::string()> work;
};

struct PoolOptions {
  /// Processes at a time; 0: as many as there are cores.
  std::size_t jobs = 0;
  /// Asked several times a second; true kills the children and throws Interrupted.
  std::function<bool()> interrupted = [] { return false; };
  /// Called after each task with the number of those done.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// The user stopped the program (exit code 130).
class Interrupted : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

/// The answers in the order of the tasks, whatever the number of processes and the order in which
/// they end. The first task that fails (in the order of tasks) stops the pool: its exception is
/// thrown here again with its label, as ScenarioError, EnvironmentError (also for PolicyError and a
/// child that was killed) or Defect (also for a child that crashed). The calling program must have
/// one thread.
[[nodiscard]] std::vector<std::string> run_in_processes(const std::vector<PoolTask>& tasks,
                                                        const PoolOptions& options);

}  // namespace eastwest
