// EASY by counts and by nodes, and conservative backfilling, on machines small enough to draw.
#include "tests/models/policy/schedule/site_stage.hpp"

namespace eastwest {

namespace {

/// Ten accelerators: job 0 holds 6 until 100 s, job 1 the other 4 until 40 s; job 2, the head,
/// wants 7. At 40 s only 4 are free, at 100 s all ten: shadow 100 s, extra 3.
SiteStage blocked(const std::string& schedule) {
  SiteStage site(schedule, 10);
  site.queue(6, 100);
  site.queue(4, 40);
  site.queue(7, 50);
  CHECK(site.ask_at(0) == Numbers{0, 1});
  return site;
}

}  // namespace

TEST_CASE("easy: others overtake if they end by the shadow or fit into the extra", "[schedule]") {
  for (const char* schedule : {"easy", "easy-nodes"}) {
    CAPTURE(schedule);
    SiteStage site = blocked(schedule);
    site.queue(4, 60);    // 40 + 60 = 100: by the shadow, if only just
    site.queue(1, 1000);  // no room left beside it
    CHECK(site.ask_at(40, {1}) == Numbers{3});
    // The head waits until both are gone; then the rest follows in order.
    CHECK(site.ask_at(100, {0, 3}) == Numbers{2, 4});
  }
}

TEST_CASE("easy: extra is used up by those that run past the shadow", "[schedule]") {
  for (const char* schedule : {"easy", "easy-nodes"}) {
    CAPTURE(schedule);
    SiteStage site = blocked(schedule);
    site.queue(2, 61);    // past the shadow, takes 2 of 3
    site.queue(2, 1000);  // 2 > 1
    site.queue(1, 1000);  // 1 <= 1
    site.queue(1, 60);    // ends by the shadow
    CHECK(site.ask_at(40, {1}) == Numbers{3, 5, 6});
  }
}

TEST_CASE("easy: a newcomer meets the reservation that stands", "[schedule]") {
  for (const char* schedule : {"easy", "easy-nodes"}) {
    CAPTURE(schedule);
    SiteStage site = blocked(schedule);
    CHECK(site.ask_at(40, {1}).empty());
    site.queue(4, 60);
    CHECK(site.ask_at(41).empty());  // 41 + 60 > 100, and 4 > 3
    site.queue(4, 59);
    CHECK(site.ask_at(41) == Numbers{4});
    CHECK(site.ask_at(100, {0, 4}) == Numbers{2});
  }
}

TEST_CASE("easy: an early end brings a new shadow", "[schedule]") {
  SiteStage site = blocked("easy");
  site.queue(4, 60);
  CHECK(site.ask_at(10, {0}).empty());  // 6 free; job 1 holds 4 until 40 s: 10 + 60 > 40, 4 > 3
  site.queue(3, 1000);
  CHECK(site.ask_at(11) == Numbers{4});       // extra = 10 - 7 = 3
  CHECK(site.ask_at(40, {1}) == Numbers{2});  // 7 of 7
}

TEST_CASE("easy counts all jobs that end at the shadow and corrects no estimates", "[schedule]") {
  SiteStage site("easy", 10);
  site.queue(5, 100);
  site.queue(4, 100);
  site.queue(5, 10);
  site.queue(1, 1000);
  // One is free. At 100 s all ten are, not 6: extra = 5, and job 3 may run past it.
  CHECK(site.ask_at(0) == Numbers{0, 1, 3});
  // Nobody has ended by 100 s: the shadow stays in the past, so only the extra counts.
  site.queue(1, 1);
  CHECK(site.ask_at(200, {3}) == Numbers{4});
}

TEST_CASE("easy: jobs without an estimate count as endless", "[schedule]") {
  SiteStage site("easy", 10);
  site.queue(6);
  site.queue(2, 50);
  site.queue(9, 10);
  site.queue(1, 1e6);
  site.queue(2);
  site.queue(1);
  // Job 0 never ends, so the head waits for ever: then all ten are free, one of them extra. Whoever
  // has an estimate ends before that; whoever has none may only take the extra one.
  CHECK(site.ask_at(0) == Numbers{0, 1, 3, 5});
  CHECK(site.ask_at(50, {1}).empty());  // 2 free, job 4 wants 2, none is extra
}

TEST_CASE("easy and easy-nodes differ where a free node is promised", "[schedule]") {
  // Four nodes: job 0 on node 0 until 20 s, job 1 on node 1 until 10 s, job 2 on node 2 until
  // 20 s, node 3 free. The head wants 2: at 10 s nodes 1 and 3.
  const auto starts = [](const std::string& schedule) {
    SiteStage site(schedule, 4);
    site.queue(1, 20);
    site.queue(1, 10);
    site.queue(1, 20);
    site.queue(2, 50);
    CHECK(site.ask_at(0) == Numbers{0, 1, 2});
    // Counts at 10 s: 2 free for a head of 2. Nobody may run past it.
    site.queue(1, 10);   // ends at 10 s: may start, on node 3
    site.queue(3, 500);  // waits behind
    CHECK(site.ask_at(0) == Numbers{4});
    CHECK(site.ask_at(10, {1, 4}) == Numbers{3});  // head on nodes 1 and 3 until 60 s
    // The next head wants 3. At 20 s nodes 0 and 2, at 60 s all: reserved 0, 1, 2 from 60 s.
    CHECK(site.ask_at(20, {0, 2}).empty());
    site.queue(1, 500);  // one extra by counts (4 - 3); by nodes only 3, which is held
    return site.ask_at(21);
  };
  CHECK(starts("easy") == Numbers{6});
  CHECK(starts("easy-nodes").empty());
}

TEST_CASE("conservative promises a date to everybody, easy only to the head", "[schedule]") {
  // Ten accelerators, 6 held until 100 s. Job 1 wants 8: from 100 s to 150 s. Job 2 wants 9: after
  // it, from 150 s. Job 3 (2 for 160 s) would fit beside job 1 but not beside job 2 and the next.
  const auto play = [](const std::string& schedule) {
    SiteStage site(schedule, 10);
    site.queue(6, 100);
    site.queue(8, 50);
    site.queue(9, 10);
    CHECK(site.ask_at(0) == Numbers{0});
    site.queue(2, 160);
    return site.ask_at(1);
  };
  CHECK(play("easy") == Numbers{3});  // 2 extra at 100 s
  // At 161 s it would still hold 2 of the 9 + 2 > 10 that job 2 was promised at 150 s.
  CHECK(play("conservative").empty());
}

TEST_CASE("conservative moves everybody up when a job ends early", "[schedule]") {
  SiteStage site("conservative", 10);
  site.queue(6, 100);
  site.queue(8, 50);
  site.queue(9, 10);
  site.queue(4, 70);
  CHECK(site.ask_at(0) == Numbers{0, 3});  // 4 free for 70 s: ends before the first promise
  CHECK(site.ask_at(30, {0}).empty());     // 6 free; job 1 now from 70 s
  CHECK(site.ask_at(70, {3}) == Numbers{1});
  CHECK(site.ask_at(110, {1}) == Numbers{2});  // ten seconds early, at once
}

TEST_CASE("conservative makes new promises when a job outlives its estimate", "[schedule]") {
  SiteStage site("conservative", 10);
  site.queue(6, 100);
  site.queue(8, 50);
  CHECK(site.ask_at(0) == Numbers{0});
  site.queue(4, 1000);
  CHECK(site.ask_at(50).empty());   // job 1 is promised 8 of 10 from 100 s
  CHECK(site.ask_at(120).empty());  // job 0 is still there
  site.queue(2, 1000);
  CHECK(site.ask_at(121) == Numbers{3});  // beside job 1's 8
  CHECK(site.ask_at(130, {0}) == Numbers{1});
  CHECK(site.ask_at(180, {1}) == Numbers{2});
}

TEST_CASE("conservative: whoever can never be promised a date waits and is tried again",
          "[schedule]") {
  SiteStage site("conservative", 10);
  site.queue(6);
  site.queue(5, 10);
  site.queue(4, 1e6);
  CHECK(site.ask_at(0) == Numbers{0, 2});  // job 0 is endless: 5 will never be free
  CHECK(site.ask_at(7, {0}) == Numbers{1});
}

}  // namespace eastwest
