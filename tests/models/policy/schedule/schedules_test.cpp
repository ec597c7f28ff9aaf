// The schedules fcfs, sjf and fit-first on queues made by hand, and fit-first against a plain scan.
#include <utility>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/models/policy/schedule/site_stage.hpp"

namespace eastwest {

TEST_CASE("fcfs stops at the first job that does not fit", "[schedule]") {
  SiteStage site("fcfs", 10);
  for (const int size : {4, 8, 2}) site.queue(size);
  CHECK(site.ask() == Numbers{0});        // 8 does not fit into 6, 2 waits behind it
  CHECK(site.ask({0}) == Numbers{1, 2});  // 8 + 2 = 10
  CHECK(site.ask({1, 2}).empty());
}

TEST_CASE("sjf takes the shortest estimate and stops at the first that does not fit",
          "[schedule]") {
  SiteStage site("sjf", 10);
  site.queue(4, 300);
  site.queue(4, 100);
  site.queue(8, 200);
  CHECK(site.ask() == Numbers{1});  // then job 2 (200 s) does not fit and holds up job 0
  site.queue(6, 50);
  CHECK(site.ask() == Numbers{3});
  CHECK(site.ask({1, 3}) == Numbers{2});
  CHECK(site.ask({2}) == Numbers{0});
}

TEST_CASE("sjf: ties go by entry into the queue, then serial, no estimate comes last",
          "[schedule]") {
  SiteStage site("sjf", 100);
  site.queue(1, -1, 0);
  site.queue(1, 60, 5);
  site.queue(1, 60, 3);
  site.queue(1, 60, 3);
  site.queue(1, 0, 9);
  site.queue(1, -1, 0);
  site.queue(1, 1e9, 0);
  CHECK(site.ask() == Numbers{4, 2, 3, 1, 6, 0, 5});
}

TEST_CASE("smallest-area takes the least accelerators x estimate", "[schedule]") {
  SiteStage site("smallest-area", 10);
  site.queue(8, 100);                  // 800
  site.queue(1, 700);                  // 700: longer, but smaller
  site.queue(2, 350);                  // 700, later
  site.queue(3);                       // no estimate: last
  CHECK(site.ask() == Numbers{1, 2});  // then 8 do not fit into 7 and hold up job 3
  CHECK(site.ask({2}) == Numbers{0});  // 9 free
  CHECK(site.ask({0, 1}) == Numbers{3});
}

TEST_CASE("fit-first passes over what does not fit", "[schedule]") {
  SiteStage site("fit-first", 10);
  for (const int size : {4, 8, 2, 5, 4}) site.queue(size);
  CHECK(site.ask() == Numbers{0, 2, 4});  // 4 + 2 + 4 = 10; 8 and 5 were passed over
  CHECK(site.ask({0, 2}) == Numbers{3});  // 6 free
  CHECK(site.ask({3, 4}) == Numbers{1});
}

TEST_CASE("fit-first agrees with a plain scan of the queue", "[schedule][property]") {
  const RandomSource random(20250707, 0);
  constexpr std::int64_t kAccelerators = 64;
  SiteStage site("fit-first", kAccelerators);
  std::vector<std::pair<int, std::int64_t>> queue, running;
  std::int64_t free = kAccelerators;
  int number = 0;
  for (std::uint64_t round = 0; round < 2000; ++round) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(0, round, Purpose::job_class, what);
    };
    for (int i = 0; i < static_cast<int>(draw(0) * 5); ++i) {
      const auto size =
          1 + static_cast<std::int64_t>(draw(10 + static_cast<std::uint32_t>(i)) * 40);
      site.queue(size);
      queue.emplace_back(number++, size);
    }
    Numbers ended;
    while (!running.empty() && draw(100 + static_cast<std::uint32_t>(ended.size())) < 0.7) {
      ended.push_back(running.front().first);
      free += running.front().second;
      running.erase(running.begin());
    }
    Numbers expected;
    std::erase_if(queue, [&](const auto& job) {
      if (job.second > free) return false;
      free -= job.second;
      expected.push_back(job.first);
      running.push_back(job);
      return true;
    });
    CAPTURE(round);
    REQUIRE(site.ask(ended) == expected);
  }
  CHECK(number > 3000);
}

}  // namespace eastwest
