// Waiting jobs in order, whoever comes back and leaves, and the first that could fit.
#include "sim/engine/waiting_jobs.hpp"

#include <algorithm>
#include <random>

#include "tests/catch.hpp"

namespace eastwest {
namespace {

WaitingJob waiting(int slot, std::int64_t accelerators, std::uint64_t serial) {
  WaitingJob job;
  job.slot = JobSlot{slot};
  job.serial = serial;
  job.accelerators = accelerators;
  job.submitted = kStart + std::chrono::seconds{serial / 2};  // two jobs a second
  return job;
}

std::vector<std::uint64_t> serials(const WaitingJobs& jobs) {
  std::vector<std::uint64_t> result;
  for (const WaitingJob& job : jobs) result.push_back(job.serial);
  return result;
}

}  // namespace

TEST_CASE("jobs stand in order of submission and serial, also those that come back") {
  WaitingJobs jobs;
  for (const int serial : {4, 1, 3, 0}) {
    jobs.insert(waiting(10 + serial, 1, static_cast<std::uint64_t>(serial)));
  }
  CHECK(serials(jobs) == std::vector<std::uint64_t>{0, 1, 3, 4});
  CHECK(jobs.erase(JobSlot{11}));
  CHECK_FALSE(jobs.erase(JobSlot{11}));
  CHECK_FALSE(jobs.erase(JobSlot{7}));
  CHECK(jobs.find(JobSlot{11}) == nullptr);
  CHECK(jobs.find(JobSlot{13})->serial == 3);
  jobs.insert(waiting(11, 1, 2));  // the slot is used again
  CHECK(jobs.find(JobSlot{11})->serial == 2);
  CHECK(serials(jobs) == std::vector<std::uint64_t>{0, 2, 3, 4});
  CHECK(jobs.behind({kStart + std::chrono::seconds{1}, 2})->serial == 3);
  // Nobody stands at serial 1 any more; behind it comes 2.
  CHECK(jobs.behind({kStart, 1})->serial == 2);
}

TEST_CASE("a handful of jobs and a crowd stand in the same order") {
  WaitingJobs jobs;
  std::vector<std::uint64_t> expected;
  // Up to 20 jobs, each second one later, and back to none.
  for (const int first : {0, 1}) {
    for (int serial = first; serial < 20; serial += 2) {
      jobs.insert(waiting(serial, 1, static_cast<std::uint64_t>(serial)));
      const auto number = static_cast<std::uint64_t>(serial);
      expected.insert(std::upper_bound(expected.begin(), expected.end(), number), number);
      REQUIRE(serials(jobs) == expected);
      REQUIRE(jobs.size() == expected.size());
    }
  }
  for (const int slot : {3, 19, 0, 7, 8, 1, 2, 4, 5, 6, 9, 10, 18, 17, 16, 15, 14, 13, 12, 11}) {
    REQUIRE(jobs.erase(JobSlot{slot}));
    REQUIRE(jobs.find(JobSlot{slot}) == nullptr);
    std::erase(expected, static_cast<std::uint64_t>(slot));
    REQUIRE(serials(jobs) == expected);
    const auto behind = jobs.behind(waiting(0, 1, 10).place());
    const auto next = std::upper_bound(expected.begin(), expected.end(), std::uint64_t{10});
    REQUIRE(std::distance(behind, jobs.end()) == std::distance(next, expected.end()));
  }
  CHECK(jobs.empty());
  jobs.insert(waiting(2, 1, 2));
  CHECK(serials(jobs) == std::vector<std::uint64_t>{2});
}

TEST_CASE("the first job that could fit is the one that a search in order finds") {
  std::mt19937 draw(20251122);
  for (int round = 0; round < 20; ++round) {
    WaitingJobs jobs;
    std::vector<WaitingJob> plain;  // in order
    std::uint64_t serial = 0;
    for (int step = 0; step < 200; ++step) {
      if (draw() % 3 != 0 || plain.empty()) {
        plain.push_back(waiting(static_cast<int>(serial), 1 << draw() % 6, serial));
        jobs.insert(plain.back());
        ++serial;
      } else {
        const auto gone = plain.begin() + static_cast<std::ptrdiff_t>(draw() % plain.size());
        REQUIRE(jobs.erase(gone->slot));
        plain.erase(gone);
      }
      const std::int64_t room = draw() % 40;
      std::optional<WaitingJob::Place> behind;
      if (!plain.empty() && draw() % 2 == 0) behind = plain[draw() % plain.size()].place();
      const WaitingJob* expected = nullptr;
      for (const WaitingJob& job : plain) {
        if (job.accelerators > room || (behind && job.place() <= *behind)) continue;
        expected = &job;
        break;
      }
      const WaitingJob* found = jobs.first_of_at_most(room, behind);
      CAPTURE(round, step, room);
      REQUIRE((found == nullptr) == (expected == nullptr));
      if (found != nullptr) REQUIRE(found->serial == expected->serial);
    }
    CHECK(jobs.size() == plain.size());
  }
}

}  // namespace eastwest
