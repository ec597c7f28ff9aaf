// fork and exec: nothing of a shell stands between the test and the program.
#include "tests/tools/program_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace eastwest {
namespace {

/// In the child: what happens between fork and exec.
void redirect(int stream, const std::string& file) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened < 0 || dup2(opened, stream) < 0) _exit(126);
  close(opened);
}

void redirect_out(const ProgramCall& call, const std::string& file) {
  if (call.out == ProgramCall::kClosed) {
    close(STDOUT_FILENO);
  } else if (call.out == ProgramCall::kBrokenPipe) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0 || dup2(ends[1], STDOUT_FILENO) < 0) _exit(126);
    close(ends[0]);
    close(ends[1]);
  } else {
    redirect(STDOUT_FILENO, call.out.empty() ? file : call.out);
  }
}

}  // namespace

ProgramProcess::ProgramProcess(const ProgramCall& call) {
  std::vector<char*> arguments = {const_cast<char*>(EASTWEST_PROGRAM)};
  for (const std::string& one : call.arguments) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  const std::string out = streams_.file("out");
  const std::string error = streams_.file("error");
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("fork failed");
  if (process_ > 0) return;
  redirect_out(call, out);
  redirect(STDERR_FILENO, error);
  if (!call.folder.empty() && chdir(call.folder.c_str()) != 0) _exit(126);
  for (const std::string& one : call.environment) putenv(const_cast<char*>(one.c_str()));
  // The test program's own handlers do not survive exec, what it ignores does.
  signal(SIGPIPE, SIG_DFL);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

ProgramProcess::~ProgramProcess() {
  if (process_ <= 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void ProgramProcess::send(int signal) const { kill(process_, signal); }

EndedProgram ProgramProcess::wait() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  return {.code = WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status),
          .out = streams_.read("out"),
          .error = streams_.read("error")};
}

EndedProgram run_to_end(const ProgramCall& call) { return ProgramProcess(call).wait(); }

EndedProgram eastwest_with(const std::vector<std::string>& arguments, const std::string& folder) {
  return run_to_end({.arguments = arguments, .folder = folder, .environment = {}, .out = {}});
}

std::string source_file(const std::string& path) {
  return std::string(EASTWEST_SOURCE_DIR) + "/" + path;
}

}  // namespace eastwest
