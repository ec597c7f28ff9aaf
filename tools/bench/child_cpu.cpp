// fork, exec, and wait4 for the usage of exactly that process.
#include "tools/bench/child_cpu.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "sim/base/check.hpp"

namespace eastwest::bench {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

ChildRun run_child(const std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  std::array<int, 2> ends{};
  EW_CHECK(::pipe(ends.data()) == 0, "no pipe for {}", arguments.front());
  const pid_t child = ::fork();
  EW_CHECK(child >= 0, "no process for {}", arguments.front());
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execvp(pointers.front(), pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  ChildRun run;
  run.output = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0) {
    EW_CHECK(errno == EINTR, "{} was lost", arguments.front());
  }
  EW_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "{} ended with status {}",
           arguments.front(), status);
  run.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  return run;
}

}  // namespace eastwest::bench
