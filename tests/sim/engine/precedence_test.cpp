// Jobs that come after others: when their lives begin, and what becomes of them if one is not done.
#include "sim/engine/precedence_book.hpp"
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

/// Fills in who names whom: `after` of each job are numbers in the list.
std::vector<Job> ordered(std::vector<Job> jobs,
                         const std::vector<std::vector<std::uint64_t>>& after) {
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    jobs[i].after = after[i];
    for (const std::uint64_t number : after[i]) ++jobs[number].followers;
  }
  return jobs;
}

}  // namespace

TEST_CASE("a job's life begins when all that it comes after are done") {
  // a runs 0…10 s and b 0…25 s; c asks for 5 s and comes at 25 s; d asks for 40 s.
  Stage stage(
      two_sites(8, 8), into_queue_of(0),
      ordered({job("a", 0, 2, 10), job("b", 0, 2, 25), job("c", 5, 2, 5), job("d", 40, 2, 1)},
              {{}, {}, {0, 1}, {0}}));
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("c") == 25);
  CHECK(seen.starts.at("d") == 40);
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "25 submit c") == 1);
  CHECK(stage.simulation->held() == 0);
}

TEST_CASE("a job may name one that comes later, and one that ends when it comes") {
  Stage stage(
      two_sites(8, 8), into_queue_of(0),
      ordered({job("a", 0, 1, 10), job("b", 10, 1, 10), job("c", 10, 1, 10)}, {{1}, {2}, {}}));
  const Recorder& seen = stage.run();
  // c 10…20 s, b 20…30 s, a 30…40 s
  CHECK(seen.starts.at("b") == 20);
  CHECK(seen.starts.at("a") == 30);
  CHECK(seen.finishes.at("a") == 40);
}

TEST_CASE("a job is rejected if one that it comes after was not done") {
  std::vector<Job> jobs =
      ordered({job("a", 0, 1, 10), job("b", 0, 1, 10), job("c", 0, 1, 10)}, {{}, {0}, {1}});
  jobs[0].requested = span(4);
  Stage stage(two_sites(8, 8), into_queue_of(0), jobs);
  const Recorder& seen = stage.run();
  // a is killed at 4 s, then b and with it c.
  CHECK(std::vector<std::string>(seen.lines.end() - 5, seen.lines.end()) ==
        std::vector<std::string>{"4 killed a", "4 submit b", "4 rejected b", "4 submit c",
                                 "4 rejected c"});
}

TEST_CASE("what is held at the horizon is counted and was never submitted") {
  Stage stage(two_sites(8, 8), into_queue_of(0),
              ordered({job("a", 0, 1, 100), job("b", 0, 1, 10)}, {{}, {0}}));
  stage.parts->horizon = at(50);
  const Recorder& seen = stage.run();
  CHECK(stage.simulation->held() == 1);
  CHECK(stage.simulation->alive() == 1);
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "0 submit b") == 0);
}

TEST_CASE("a book of jobs that wait forgets what nobody waits for") {
  PrecedenceBook book;
  std::vector<std::int32_t> ready;
  std::vector<Job> jobs =
      ordered({job("a", 0, 1, 1), job("b", 0, 1, 1), job("c", 0, 1, 1)}, {{}, {0}, {0, 1}});
  CHECK(book.admit(jobs[1], 101, 100) == PrecedenceBook::Verdict::held);
  CHECK(book.held() == 1);
  book.over(jobs[0], 100, JobState::done, ready);
  REQUIRE(ready.size() == 1);
  CHECK(book.serial(ready[0]) == 101);
  const auto released = book.release(ready[0]);
  CHECK(released.job.id == "b");
  CHECK(released.verdict == PrecedenceBook::Verdict::free);
  CHECK(book.held() == 0);
  ready.clear();
  book.over(released.job, 101, JobState::done, ready);
  CHECK(ready.empty());
  // c comes when both are over.
  CHECK(book.admit(jobs[2], 102, 100) == PrecedenceBook::Verdict::free);
}
