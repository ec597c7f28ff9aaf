// Tasks in processes of their own: order, failures, signals, interruption.
#include "sim/experiment/process_pool.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"

namespace eastwest {
namespace {

void sleep_milliseconds(int count) {
  std::this_thread::sleep_for(std::chrono::milliseconds(count));
}

PoolTask failing(const std::string& label, std::function<void()> action) {
  return {.label = label, .work = [action = std::move(action)] {
            action();
            return std::string("not reached");
          }};
}

/// The text of the exception of this type that a single task leads to.
template <class Error>
std::string message_of(const PoolTask& task) {
  try {
    static_cast<void>(run_in_processes({task}, {}));
  } catch (const Error& error) {
    return error.what();
  }
  return "no exception";
}

bool has_children() { return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

/// Ends the process by a signal, whatever handler the test program has.
void die_by(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

}  // namespace

TEST_CASE("answers come in the order of tasks, whoever ends first", "[pool]") {
  std::vector<PoolTask> tasks;
  std::vector<std::string> expected;
  for (int i = 0; i < 6; ++i) {
    expected.push_back(fmt::format("answer {}", i));
    tasks.push_back({.label = "task", .work = [i] {
                       sleep_milliseconds(10 * (6 - i));
                       return fmt::format("answer {}", i);
                     }});
  }
  for (const std::size_t jobs : {1, 2, 6}) {
    std::vector<std::size_t> progress;
    PoolOptions options;
    options.jobs = jobs;
    options.progress = [&](std::size_t done, std::size_t all) {
      CHECK(all == 6);
      progress.push_back(done);
    };
    CHECK(run_in_processes(tasks, options) == expected);
    CHECK(progress == std::vector<std::size_t>{1, 2, 3, 4, 5, 6});
    CHECK_FALSE(has_children());
  }
}

TEST_CASE("each task has a process of its own, and answers may be large", "[pool]") {
  const auto own_number = [] { return std::to_string(getpid()); };
  const auto answers =
      run_in_processes({{.label = "a", .work = own_number},
                        {.label = "b", .work = own_number},
                        // More than a pipe holds.
                        {.label = "c", .work = [] { return std::string(3'000'000, 'x'); }}},
                       {});
  const std::set<std::string> numbers = {answers[0], answers[1], std::to_string(getpid())};
  CHECK(numbers.size() == 3);
  CHECK(answers[2] == std::string(3'000'000, 'x'));
  CHECK(run_in_processes({}, {}).empty());
}

TEST_CASE("a child's exception arrives with its label and its kind", "[pool]") {
  CHECK(message_of<ScenarioError>(failing("silos, replication 3", [] {
          throw ScenarioError("jobs.csv", "no such row");
        })) == "jobs.csv: error: no such row (in silos, replication 3)");
  CHECK(message_of<EnvironmentError>(failing("a", [] { throw EnvironmentError("disk full"); })) ==
        "a: disk full");
  CHECK(message_of<EnvironmentError>(failing("a", [] { throw PolicyError("never settles"); })) ==
        "a: never settles");
  CHECK(message_of<Defect>(failing("a", [] { throw std::logic_error("impossible"); })) ==
        "a: impossible");
}

TEST_CASE("a child's mistakes arrive whole, each with its place", "[pool]") {
  Diagnostics mistakes;
  mistakes.error({"a.yaml", 3, 8}, "sites[3].pue", "0.9 is below 1", "write at least 1",
                 "  pue: 0.9");
  mistakes.warning({"a.yaml", 2, 1}, "", "an \"odd\" 东 line");
  CHECK(message_of<ScenarioError>(failing(
            "silos, replication 3", [&] { throw ScenarioError(mistakes); })) == mistakes.text());
  CHECK(
      mistakes.text().starts_with("a.yaml:2:1: warning: an \"odd\" 东 line\na.yaml:3:8: error: "
                                  "sites[3].pue: 0.9 is below 1\n"));
  // Bytes that are no text must not make a defect of a mistake.
  CHECK(message_of<ScenarioError>(failing("a", [] {
          throw ScenarioError("b\xff.csv", "no such row");
        })).ends_with("no such row (in a)"));
}

TEST_CASE("a child that dies is told with its signal or code", "[pool]") {
  const std::string crashed =
      message_of<Defect>(failing("a, replication 1", [] { die_by(SIGABRT); }));
  CHECK(crashed.starts_with("a, replication 1: its process was ended by signal 6"));
  const std::string killed = message_of<EnvironmentError>(failing("a", [] { raise(SIGKILL); }));
  CHECK(killed.starts_with("a: its process was ended by signal 9"));
  CHECK(killed.ends_with("as happens when memory is short"));
  CHECK(message_of<Defect>(failing("a", [] { _exit(7); })) ==
        "a: its process ended with code 7 and no answer");
}

TEST_CASE("the failure of the earliest task is the one that is told", "[pool]") {
  const std::vector<PoolTask> tasks = {failing("first",
                                               [] {
                                                 sleep_milliseconds(150);
                                                 throw EnvironmentError("slow");
                                               }),
                                       failing("second", [] { throw EnvironmentError("quick"); }),
                                       failing("third", [] { sleep_milliseconds(60'000); })};
  const auto begun = std::chrono::steady_clock::now();
  for (const std::size_t jobs : {1, 3}) {
    PoolOptions options;
    options.jobs = jobs;
    std::string message;
    try {
      static_cast<void>(run_in_processes(tasks, options));
    } catch (const EnvironmentError& error) {
      message = error.what();
    }
    CHECK(message == "first: slow");
    CHECK_FALSE(has_children());
  }
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(30));
}

TEST_CASE("an interruption kills the children", "[pool]") {
  int asked = 0;
  PoolOptions options;
  options.jobs = 2;
  options.interrupted = [&asked] { return ++asked > 2; };
  const PoolTask sleeper{.label = "a", .work = [] {
                           sleep_milliseconds(60'000);
                           return std::string();
                         }};
  CHECK_THROWS_AS(run_in_processes({sleeper, sleeper, sleeper}, options), Interrupted);
  CHECK_FALSE(has_children());
}

}  // namespace eastwest
