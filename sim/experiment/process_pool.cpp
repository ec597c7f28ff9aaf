// fork, pipe and poll; a child's answer is one byte for its kind and the text after it.
#include "sim/experiment/process_pool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/text/json.hpp"

namespace eastwest {
namespace {

constexpr int kPollMilliseconds = 100;

/// First byte of what a child sends.
enum class Kind : char { answer = 'a', input = 'i', environment = 'e', defect = 'd' };

struct Child {
  std::size_t task = 0;
  pid_t process = -1;
  int pipe = -1;
  std::string received;
};

struct Failure {
  std::size_t task = 0;
  Kind kind = Kind::defect;
  std::string message;  ///< of Kind::input: diagnostics as JSON
};

/// Mistakes as a child sends them, each with its place.
std::string sent(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& one : diagnostics.all()) {
    list.push_back({one.severity == Severity::error, one.position.file, one.position.line,
                    one.position.column, one.path, one.message, one.hint, one.source_line});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What `sent` says; a mistake without a line in a file is told with the task that found it.
Diagnostics received(const std::string& text, const std::string& label) {
  Diagnostics diagnostics;
  for (const Json& one : parse_json(text, label)) {
    Diagnostic diagnostic{.severity = one[0].get<bool>() ? Severity::error : Severity::warning,
                          .position = {one[1], one[2], one[3]},
                          .path = one[4],
                          .message = one[5],
                          .hint = one[6],
                          .source_line = one[7]};
    if (diagnostic.position.line == 0) {
      diagnostic.message += fmt::format(" (in {})", label);
    }
    diagnostics.add(std::move(diagnostic));
  }
  return diagnostics;
}

std::string answer_of(const PoolTask& task) {
  const auto framed = [](Kind kind, const std::string& text) {
    return static_cast<char>(kind) + text;
  };
  try {
    return framed(Kind::answer, task.work());
  } catch (const ScenarioError& error) {
    return framed(Kind::input, sent(error.diagnostics()));
  } catch (const EnvironmentError& error) {
    return framed(Kind::environment, error.what());
  } catch (const PolicyError& error) {
    return framed(Kind::environment, error.what());
  } catch (const std::bad_alloc&) {
    return framed(Kind::environment, "out of memory");
  } catch (const std::exception& error) {
    return framed(Kind::defect, error.what());
  }
}

void send_all(int pipe, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = write(pipe, bytes.data() + sent, bytes.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // nobody listens any more
    sent += static_cast<std::size_t>(count);
  }
}

/// The life of a child: work, send, leave without running the parent's destructors.
[[noreturn]] void run_child(const PoolTask& task, int pipe, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  send_all(pipe, answer_of(task));
  _exit(0);
}

int ended_status(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// The children alive; whoever leaves early leaves none of them behind.
class Nursery {
 public:
  Nursery() = default;
  Nursery(const Nursery&) = delete;
  Nursery& operator=(const Nursery&) = delete;
  ~Nursery() { kill_from(0); }

  void start(const PoolTask& task, std::size_t index) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw EnvironmentError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    }
    // What is buffered now would otherwise be written by the child too.
    std::fflush(nullptr);
    const pid_t parent = getpid();
    const pid_t process = fork();
    if (process == 0) {
      close(ends[0]);
      run_child(task, ends[1], parent);
    }
    const int reason = errno;
    close(ends[1]);
    if (process < 0) {
      close(ends[0]);
      throw EnvironmentError(fmt::format("cannot start a process: {}", std::strerror(reason)));
    }
    children_.push_back({.task = index, .process = process, .pipe = ends[0], .received = {}});
  }

  /// Waits for bytes; the children whose pipes were closed, so that they are over.
  std::vector<Child> wait() {
    std::vector<pollfd> pipes;
    for (const Child& child : children_) {
      pipes.push_back({.fd = child.pipe, .events = POLLIN, .revents = 0});
    }
    std::vector<Child> over;
    if (poll(pipes.data(), pipes.size(), kPollMilliseconds) <= 0) return over;
    for (std::size_t i = pipes.size(); i-- > 0;) {
      if (pipes[i].revents == 0 || !receive(children_[i])) continue;
      over.push_back(std::move(children_[i]));
      children_.erase(children_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return over;
  }

  /// Kills the children of this task and of all later ones.
  void kill_from(std::size_t task) {
    const auto first = std::stable_partition(children_.begin(), children_.end(),
                                             [&](const Child& child) { return child.task < task; });
    for (auto child = first; child != children_.end(); ++child) {
      kill(child->process, SIGKILL);
      close(child->pipe);
      ended_status(child->process);
    }
    children_.erase(first, children_.end());
  }

  [[nodiscard]] std::size_t size() const { return children_.size(); }

 private:
  /// Takes what is there; true at the end.
  static bool receive(Child& child) {
    std::array<char, 65536> buffer;
    const ssize_t count = read(child.pipe, buffer.data(), buffer.size());
    if (count > 0) child.received.append(buffer.data(), static_cast<std::size_t>(count));
    return count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
  }

  std::vector<Child> children_;
};

/// What went wrong with a child that is over, if anything did; otherwise its answer.
std::optional<Failure> reap(const Child& child, std::string& answer) {
  close(child.pipe);
  const int status = ended_status(child.process);
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    const bool from_outside = signal == SIGKILL || signal == SIGTERM || signal == SIGINT ||
                              signal == SIGXCPU || signal == SIGHUP;
    return Failure{.task = child.task,
                   .kind = from_outside ? Kind::environment : Kind::defect,
                   .message = fmt::format(
                       "its process was ended by signal {} ({}){}", signal, strsignal(signal),
                       signal == SIGKILL ? ", as happens when memory is short" : "")};
  }
  if (child.received.empty()) {
    return Failure{.task = child.task,
                   .kind = Kind::defect,
                   .message = fmt::format("its process ended with code {} and no answer",
                                          WEXITSTATUS(status))};
  }
  const auto kind = static_cast<Kind>(child.received.front());
  std::string text = child.received.substr(1);
  if (kind != Kind::answer) {
    return Failure{.task = child.task, .kind = kind, .message = std::move(text)};
  }
  answer = std::move(text);
  return std::nullopt;
}

[[noreturn]] void raise(const Failure& failure, const std::string& label) {
  const std::string message = fmt::format("{}: {}", label, failure.message);
  switch (failure.kind) {
    case Kind::input:
      throw ScenarioError(received(failure.message, label));
    case Kind::environment:
      throw EnvironmentError(message);
    case Kind::answer:
    case Kind::defect:
      break;
  }
  throw Defect(message);
}

}  // namespace

std::vector<std::string> run_in_processes(const std::vector<PoolTask>& tasks,
                                          const PoolOptions& options) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t width = options.jobs > 0 ? options.jobs : cores;
  std::vector<std::string> answers(tasks.size());
  std::optional<Failure> failure;
  Nursery nursery;
  std::size_t next = 0;
  std::size_t done = 0;
  while (nursery.size() > 0 || (next < tasks.size() && !failure)) {
    if (options.interrupted()) throw Interrupted();
    while (!failure && next < tasks.size() && nursery.size() < width) {
      nursery.start(tasks[next], next);
      ++next;
    }
    for (const Child& child : nursery.wait()) {
      auto problem = reap(child, answers[child.task]);
      if (!problem) {
        ++done;
        if (options.progress) options.progress(done, tasks.size());
      } else if (options.interrupted()) {
        throw Interrupted();
      } else if (!failure || problem->task < failure->task) {
        // Earlier tasks are waited for: the failure reported does not depend on who was faster.
        nursery.kill_from(problem->task);
        failure = std::move(problem);
      }
    }
  }
  if (failure) raise(*failure, tasks[failure->task].label);
  return answers;
}

}  // namespace eastwest
