// Forks a child whose result and output land in memory files.
#include "tests/models/network/child_process.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest::network_test {
namespace {

/// A file without a name.
class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("child", 0)) {
    if (file_ < 0) throw std::runtime_error("memfd_create failed");
  }
  ~MemoryFile() { close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] int descriptor() const { return file_; }
  void write_all(const std::string& text) const {
    std::size_t written = 0;
    while (written < text.size()) {
      const ssize_t count = write(file_, text.data() + written, text.size() - written);
      if (count <= 0) std::abort();
      written += static_cast<std::size_t>(count);
    }
  }
  [[nodiscard]] std::string read_all() const {
    lseek(file_, 0, SEEK_SET);
    std::string text;
    char buffer[4096];
    for (ssize_t count; (count = read(file_, buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  int file_;
};

/// Exit code and text of the work.
std::pair<int, std::string> outcome_of(const std::function<std::string()>& work) {
  try {
    return {0, work()};
  } catch (const ScenarioError& error) {
    return {2, error.what()};
  } catch (const Defect& error) {
    return {3, error.what()};
  } catch (const EnvironmentError& error) {
    return {4, error.what()};
  } catch (const std::exception& error) {
    return {1, error.what()};
  }
}

/// Exit handlers run, SimGrid's among them. Not so under AddressSanitizer: its leak check stops
/// the forked child now and then while it looks at the stacks of SimGrid's contexts.
[[noreturn]] void end_child(int code) {
#if defined(__SANITIZE_ADDRESS__)
  std::fflush(nullptr);
  std::_Exit(code);
#else
  std::exit(code);
#endif
}

}  // namespace

ChildOutcome run_in_child(const std::function<std::string()>& work) {
  const MemoryFile result;
  const MemoryFile printed;
  std::cout.flush();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    dup2(printed.descriptor(), STDOUT_FILENO);
    dup2(printed.descriptor(), STDERR_FILENO);
    const auto [code, text] = outcome_of(work);
    result.write_all(text);
    end_child(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return {code, result.read_all(), printed.read_all()};
}

}  // namespace eastwest::network_test
