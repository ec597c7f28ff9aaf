// What dispatchers see and when they are answered: ageing pictures, refusals, misuse.
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

TEST_CASE("a stale claim is refused and answered at the next refresh") {
  // Refresh every 60 s from 0. Job a takes everything at 0; the dispatcher forgets its own
  // decisions, so at 10 s the old picture still shows 8 free and b's claim is refused.
  Stage stage(two_sites(8, 8),
              [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
                if (view.sites()[0].uncommitted() >= waiting.accelerators) {
                  out.place_now(waiting.slot, SiteId{0});
                }
              },
              {job("a", 0, 8, 100), job("b", 10, 8, 1)});
  stage.parts->platform.refresh = span(60);
  stage.parts->platform.remember_own = false;
  const Recorder& seen = stage.run();
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "10 refuse stale b") == 1);
  // The picture of 60 s shows the site full, that of 120 s shows it free.
  CHECK(seen.starts.at("b") == 120);
}

TEST_CASE("a dispatcher that remembers its own decisions is not refused") {
  Stage stage(two_sites(8, 8),
              [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
                for (const SitePicture& site : view.sites()) {
                  if (site.uncommitted() < waiting.accelerators) continue;
                  out.place_now(waiting.slot, site.site);
                  return;
                }
              },
              {job("a", 0, 8, 100), job("b", 10, 8, 1)});
  stage.parts->platform.refresh = span(60);
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("b") == 10);  // at the other site
}

TEST_CASE("with a fresh picture a refused job comes back when the picture changes") {
  Stage stage(two_sites(8, 8), claim_room_at(0), {job("a", 0, 8, 100), job("b", 10, 8, 1)});
  const Recorder& seen = stage.run();
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "10 refuse stale b") == 1);
  CHECK(seen.starts.at("b") == 100);
}

TEST_CASE("with a matching delay a refused job comes back after it") {
  Stage stage(two_sites(8, 8), claim_room_at(0), {job("a", 0, 8, 100), job("b", 31, 8, 1)});
  stage.parts->platform.matching_delay = span(30);
  const Recorder& seen = stage.run();
  // a starts at 30 and ends at 130; b asks at 31, 61, 91, 121 and 151, then is matched for 30 s.
  CHECK(seen.starts.at("b") == 181);
}

TEST_CASE("a job larger than the site, or outside its circle, is refused with the reason") {
  Job near_only = job("near", 0, 1, 1);
  near_only.circle = Duration{100'000};  // 0.1 ms; the other node is 0.49 ms away
  Stage stage(two_sites(8, 8), claim_room_at(1), {job("big", 0, 9, 1), near_only});
  const Recorder& seen = stage.run();
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "0 refuse no_room big") == 1);
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "0 refuse circle near") == 1);
  // Nothing changes any more, so both stay alive, waiting.
  CHECK(stage.simulation->alive() == 2);
}

TEST_CASE("pictures age between refreshes") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("a", 70, 1, 1), job("b", 119, 1, 1)});
  stage.parts->platform.refresh = span(60);
  const Recorder& seen = stage.run();
  CHECK(seen.ages == std::vector<Duration>{span(10), span(59)});
}

TEST_CASE("a run ends although its policy never decides") {
  Stage stage(two_sites(8, 8), [](const DispatchView&, const WaitingJob&, DispatchDecisions&) {},
              {job("j", 0, 1, 10)});
  stage.parts->platform.refresh = span(60);
  const Recorder& seen = stage.run();
  // Nothing happens for a week (604,800 s) of refreshes, then it is given up.
  CHECK(seen.lines.back() == "604800 alive j");
  CHECK(stage.simulation->alive() == 1);
}

TEST_CASE("policies that break the rules are named") {
  SECTION("a job decided twice") {
    Stage stage(two_sites(8, 8),
                [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
                  out.place_now(waiting.slot, SiteId{0});
                  out.place_now(waiting.slot, SiteId{1});
                },
                {job("j", 0, 1, 10)});
    CHECK_THROWS_AS(stage.run(), PolicyError);
  }
  SECTION("a site outside the scope") {
    Stage stage(two_sites(8, 8), into_queue_of(1), {job("j", 0, 1, 10)});
    stage.parts->platform.silos[0].sites.pop_back();
    CHECK_THROWS_AS(stage.run(), PolicyError);
  }
  SECTION("a start that does not fit") {
    struct Greedy final : SchedulePolicy {
      void decide(const SiteView&, const SiteChanges& changes, SiteDecisions& out) override {
        for (const QueuedJob& queued : changes.queued) out.start(queued.slot);
      }
    };
    Stage stage(two_sites(8, 8), into_queue_of(0), {job("a", 0, 5, 10), job("b", 0, 5, 10)});
    stage.parts->schedulers[0] = std::make_unique<Greedy>();
    CHECK_THROWS_AS(stage.run(), PolicyError);
  }
}
