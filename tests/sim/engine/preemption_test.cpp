// Suspended jobs: what it costs, what is kept, who may be suspended, and deadlines in a queue.
#include "sim/engine/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

using Lines = std::vector<std::string>;

/// `long` has all 8 accelerators from 0 s and runs 100 s; `short` comes at 30 s and runs 10 s.
Stage long_and_short(const PreemptionTerms& terms, ScheduleRule rule = last_come_first_served()) {
  Job first = job("long", 0, 8, 100);
  first.preemption = terms;
  Stage stage(two_sites(8, 8), into_queue_of(0), {first, job("short", 30, 8, 10)});
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(std::move(rule));
  return stage;
}

/// Seconds of (work, saving and restoring, work lost, suspended) at its end.
std::vector<double> use_of(const LiveJob& live) {
  return {to_seconds(live.kept - live.job.elapsed), to_seconds(live.overhead),
          to_seconds(live.lost), to_seconds(live.stood)};
}

}  // namespace

TEST_CASE("a suspended job saves its state, waits, restores it and goes on") {
  Stage stage = long_and_short({.save = span(5), .restore = span(3)});
  const Recorder& seen = stage.run();
  CHECK(seen.lines == Lines{"0 submit long", "0 place long", "0 queue long", "0 start long",
                            "30 submit short", "30 place short", "30 queue short",
                            // It holds its accelerators until 30 + 5 = 35 s.
                            "30 preempt long", "35 suspend long", "35 start short", "45 end short",
                            "45 done short",
                            // 3 s of restoring and 100 - 30 = 70 s of work: 45 + 73 = 118 s.
                            "45 resume long", "118 end long", "118 done long"});
  // Held 0…35 and 45…118 s: 108 = 100 of work + (5 + 3).
  CHECK(use_of(seen.ended.at("long")) == std::vector<double>{100, 8, 0, 10});
  CHECK(seen.ended.at("long").preemptions == 1);
  CHECK(seen.starts.at("long") == 0);
}

TEST_CASE("without costs a suspension takes no time") {
  Stage stage = long_and_short({});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("short") == 30);
  CHECK(seen.finishes.at("long") == 110);
}

TEST_CASE("a job with checkpoints is stopped at once and goes on from the last one") {
  Stage stage = long_and_short({.restore = span(3), .interval = span(20)});
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("short") == 30);
  // 20 of 30 s are kept: 40 + 3 + 80 = 123 s.
  CHECK(seen.finishes.at("long") == 123);
  CHECK(use_of(seen.ended.at("long")) == std::vector<double>{100, 3, 10, 10});
}

TEST_CASE("a job that keeps nothing begins again, with nothing to restore") {
  Stage stage = long_and_short({.restore = span(3), .interval = Duration::max()});
  const Recorder& seen = stage.run();
  CHECK(seen.finishes.at("long") == 140);
  CHECK(use_of(seen.ended.at("long")) == std::vector<double>{100, 0, 30, 10});
}

TEST_CASE("a job that is suspended while it restores has nothing to save") {
  Stage stage = long_and_short({.save = span(5), .restore = span(3)});
  // short runs 35…45 s; at 46 s long has restored for 1 of 3 s.
  stage.parts->workloads[0] = std::make_unique<ListWorkload>([] {
    Job first = job("long", 0, 8, 100);
    first.preemption = {.save = span(5), .restore = span(3)};
    return std::vector<Job>{first, job("short", 30, 8, 10), job("third", 46, 8, 10)};
  }());
  const Recorder& seen = stage.run();
  CHECK(seen.starts.at("third") == 46);
  // Resumed at 56 s: 3 + 70 s.
  CHECK(seen.finishes.at("long") == 129);
  CHECK(use_of(seen.ended.at("long")) == std::vector<double>{100, 5 + 1 + 3, 0, 10 + 10});
}

TEST_CASE("the requested time is a limit of the work, whatever suspensions cost") {
  Stage stage = long_and_short({});
  stage.parts->workloads[0] = std::make_unique<ListWorkload>([] {
    Job first = job("long", 0, 8, 100);
    first.requested = span(50);
    first.preemption = {.save = span(5), .restore = span(3)};
    return std::vector<Job>{first, job("short", 30, 8, 10)};
  }());
  const Recorder& seen = stage.run();
  // 45 + 3 + (50 - 30) = 68 s.
  CHECK(seen.lines.back() == "68 killed long");
}

TEST_CASE("a scheduler sees what a suspended job has kept") {
  std::vector<QueuedJob> back;
  Stage stage =
      long_and_short({.restore = span(3), .interval = span(20)},
                     [&back, rule = last_come_first_served()](
                         const SiteView& view, const SiteChanges& changes, SiteDecisions& out) {
                       back.insert(back.end(), changes.suspended.begin(), changes.suspended.end());
                       rule(view, changes, out);
                     });
  stage.run();
  REQUIRE(back.size() == 1);
  CHECK(back[0].attained == span(20));
  CHECK(back[0].restore == span(3));
  CHECK(back[0].estimate == span(100));
  CHECK(back[0].queued == at(0));
}

TEST_CASE("a scheduler that suspends what does not run is found out") {
  const auto run = [](ScheduleRule rule) {
    Stage stage = long_and_short({.save = span(5)}, std::move(rule));
    stage.run();
  };
  const auto start_all = [](const SiteView& view, const SiteChanges& changes, SiteDecisions& out) {
    for (const QueuedJob& queued : changes.queued) {
      if (queued.accelerators <= view.free()) out.start(queued.slot);
    }
  };
  SECTION("a waiting job") {
    CHECK_THROWS_AS(run([](const SiteView&, const SiteChanges& changes, SiteDecisions& out) {
                      out.suspend(changes.queued[0].slot);
                    }),
                    PolicyError);
  }
  SECTION("twice") {
    CHECK_THROWS_AS(run([&](const SiteView& view, const SiteChanges& changes, SiteDecisions& out) {
                      start_all(view, changes, out);
                      if (view.now() < at(30)) return;
                      out.suspend(JobSlot{0});
                      out.suspend(JobSlot{0});
                    }),
                    PolicyError);
  }
  SECTION("and starts in its place before its state is written") {
    CHECK_THROWS_AS(run([&](const SiteView& view, const SiteChanges& changes, SiteDecisions& out) {
                      if (view.now() < at(30)) return start_all(view, changes, out);
                      out.suspend(JobSlot{0});
                      out.start(JobSlot{1});
                    }),
                    PolicyError);
  }
  SECTION("or wants to be asked in the past") {
    CHECK_THROWS_AS(run([](const SiteView& view, const SiteChanges&, SiteDecisions& out) {
                      out.ask_again(view.now());
                    }),
                    PolicyError);
  }
}

TEST_CASE("a scheduler is asked again when it wants to be, and not after its last wish is void") {
  std::vector<double> asked;
  Stage stage =
      long_and_short({}, [&](const SiteView& view, const SiteChanges& changes, SiteDecisions& out) {
        asked.push_back(to_seconds(view.now()));
        for (const QueuedJob& queued : changes.queued) {
          if (queued.accelerators <= view.free()) out.start(queued.slot);
        }
        // Of 25 s and 50 s the later wish counts; it is void when short comes at 30 s.
        if (view.now() == at(0)) out.ask_again(at(25));
        if (view.now() == at(25)) out.ask_again(at(50));
        if (view.now() == at(30)) out.ask_again(at(40));
        if (view.now() == at(40) && changes.suspended.empty()) out.suspend(JobSlot{0});
        for (const QueuedJob& back : changes.suspended) out.start(back.slot);
      });
  stage.parts->horizon = at(200);
  stage.run();
  // Once more at 40 s, since the suspended job stands in the queue; then long ends.
  CHECK(asked == std::vector<double>{0, 25, 30, 40, 40, 100});
}

TEST_CASE("a job that expires leaves the queue when its turn comes, one that does not runs late") {
  Job gone = job("gone", 5, 8, 10);
  gone.deadline = at(60);
  gone.expires = true;
  Job late = job("late", 6, 8, 10);
  late.deadline = at(60);
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("first", 0, 8, 100), gone, late});
  const Recorder& seen = stage.run();
  // At 100 s both deadlines are over: `late` starts all the same.
  CHECK(Lines(seen.lines.end() - 7, seen.lines.end()) ==
        Lines{"100 end first", "100 done first", "100 withdraw gone", "100 expired gone",
              "100 start late", "110 end late", "110 done late"});
  CHECK(stage.simulation->alive() == 0);
}

TEST_CASE("a job that expires is not placed after its deadline") {
  Job gone = job("gone", 0, 8, 10);
  gone.deadline = at(60);
  gone.expires = true;
  Stage stage(two_sites(8, 8), claim_room_at(0), {job("first", 0, 8, 100), gone});
  const Recorder& seen = stage.run();
  CHECK(Lines(seen.lines.end() - 2, seen.lines.end()) ==
        Lines{"100 refuse deadline gone", "100 expired gone"});
}
