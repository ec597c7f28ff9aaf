// Jobs that fail while they run: dates by hand, and against a replica that goes from piece to
// piece.
#include <cmath>
#include <string>
#include <vector>

#include "sim/base/elementary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {
namespace {

using Lines = std::vector<std::string>;

struct Terms {
  double between = 100;  ///< of a job on one node of 8
  double interval = 0;
  double stall = 0;
  double restart = 0;
  AfterFailure after = AfterFailure::restart;
};

std::shared_ptr<const FailureTerms> failing(const Terms& terms) {
  return std::make_shared<const FailureTerms>(FailureTerms{.per_node_second = 1 / terms.between,
                                                           .accelerators_per_node = 8,
                                                           .checkpoints = terms.interval > 0,
                                                           .interval = span(terms.interval),
                                                           .stall = span(terms.stall),
                                                           .restart = span(terms.restart),
                                                           .after_failure = terms.after});
}

/// Held accelerators between failures `number` - 1 and `number` of job 0 of the stage's seed.
Duration gap(const Terms& terms, std::uint32_t number, std::uint64_t serial = 0) {
  const double u = RandomSource(1, 0).uniform(0, serial, Purpose::job_failure, number);
  return from_seconds_up(-portable_log(u) * terms.between);
}

struct Course {
  Duration end{0};
  Duration lost{0};
  Duration overhead{0};
  int failures = 0;
};

/// Piece by piece: each is tried until no failure comes before its checkpoint is written.
Course course_of(Duration work, const Terms& terms, std::uint64_t serial = 0) {
  Course course;
  Duration left = gap(terms, 0, serial);
  const Duration interval = terms.interval > 0 ? span(terms.interval) : work;
  const Duration stall = terms.interval > 0 ? span(terms.stall) : Duration{0};
  Duration done{0};
  Duration restart{0};
  while (done < work) {
    const Duration piece = std::min(interval, work - done);
    const Duration length = restart + piece + stall;
    if (length <= left) {
      left -= length;
      course.end += length;
      course.overhead += restart + stall;
      done += piece;
      restart = Duration{0};
      continue;
    }
    course.end += left;
    const Duration restarted = std::min(restart, left);
    const Duration worked = std::min(piece, left - restarted);
    course.lost += worked;
    course.overhead += left - worked;
    left = gap(terms, static_cast<std::uint32_t>(++course.failures), serial);
    restart = span(terms.restart);
  }
  return course;
}

Job failing_job(const std::string& id, double submit, double run_time, const Terms& terms) {
  Job made = job(id, submit, 8, run_time);
  made.failures = failing(terms);
  return made;
}

}  // namespace

TEST_CASE("a job that never fails writes its checkpoints and ends with one", "[failures]") {
  // 100 s of work in pieces of 30 s: four checkpoints of 2 s; killed at 95 s: without the last.
  Terms terms{.between = 1e12, .interval = 30, .stall = 2};
  Stage stage(two_sites(8, 8), into_queue_of(0), {failing_job("whole", 0, 100, terms)});
  CHECK(stage.run().finishes.at("whole") == 108);
  Job cut = failing_job("cut", 0, 100, terms);
  cut.requested = span(95);
  Job even = failing_job("even", 200, 100, terms);
  even.requested = span(90);
  Stage killing(two_sites(8, 8), into_queue_of(0), {cut, even});
  const Recorder& seen = killing.run();
  CHECK(seen.finishes.at("cut") == 101);
  // 90 s in three pieces, killed as the third is done: two checkpoints.
  CHECK(seen.finishes.at("even") == 294);
  CHECK(seen.ended.at("cut").kept == span(95));
  CHECK(seen.ended.at("cut").overhead == span(6));
}

TEST_CASE("a job that fails goes the way of the replica, piece by piece", "[failures][property]") {
  const std::vector<Terms> all = {
      {.between = 300, .interval = 50, .stall = 3, .restart = 20},
      {.between = 80, .interval = 40, .stall = 15, .restart = 60},
      {.between = 200, .interval = 1000, .stall = 3, .restart = 0},
      {.between = 250, .restart = 10},
      {.between = 60, .interval = 7.5, .stall = 0, .restart = 1},
  };
  for (const Terms& terms : all) {
    CAPTURE(terms.between, terms.interval);
    std::vector<Job> jobs;
    for (int i = 0; i < 50; ++i) {
      jobs.push_back(failing_job("j" + std::to_string(i), 0, 100 + 7.25 * i, terms));
    }
    Stage stage(two_sites(400, 8), into_queue_of(0), jobs);
    const Recorder& seen = stage.run();
    int failures = 0;
    for (std::uint64_t i = 0; i < jobs.size(); ++i) {
      CAPTURE(i);
      const Course course = course_of(jobs[i].run_time, terms, i);
      const LiveJob& ended = seen.ended.at(jobs[i].id);
      CHECK(ended.ended == kStart + course.end);
      CHECK(ended.lost == course.lost);
      CHECK(ended.overhead == course.overhead);
      CHECK(ended.setbacks->failures == course.failures);
      CHECK(ended.setbacks->checkpointing + ended.setbacks->restarting == course.overhead);
      CHECK(ended.setbacks->undone == course.lost);
      failures += course.failures;
    }
    CHECK(failures > 20);
  }
}

TEST_CASE("a failure hits a job at the same point of what it holds under every schedule",
          "[failures]") {
  const Terms terms{.between = 150, .interval = 1000, .restart = 0};
  const auto run = [&](bool preempts) {
    std::vector<Job> jobs = {failing_job("long", 0, 100, terms)};
    jobs[0].preemption = {.save = span(0)};
    if (preempts) jobs.push_back(job("short", 10, 8, 30));
    Stage stage(two_sites(8, 8), into_queue_of(0), jobs);
    stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(last_come_first_served());
    stage.parts->random = RandomSource(1, 0);
    return stage.run();
  };
  const Recorder alone = run(false);
  const Recorder suspended = run(true);
  const auto failures = [](const Recorder& seen) {
    std::vector<double> dates;
    for (const std::string& line : seen.lines) {
      if (line.find(" fail long") != std::string::npos) dates.push_back(std::stod(line));
    }
    return dates;
  };
  const std::vector<double> first = failures(alone);
  const std::vector<double> second = failures(suspended);
  REQUIRE_FALSE(first.empty());
  REQUIRE(first[0] > 10);
  // What it had done is kept by the suspension, so it fails less often or as often; the first
  // failure is 30 s later.
  REQUIRE_FALSE(second.empty());
  CHECK(second[0] == Approx(first[0] + 30));
}

TEST_CASE("a job that gives its accelerators back queues again behind who waits", "[failures]") {
  const Terms terms{.between = 60, .interval = 10, .restart = 5, .after = AfterFailure::requeue};
  const Duration first = gap(terms, 0);
  const Duration second = gap(terms, 1);
  REQUIRE(first > span(10));
  REQUIRE(first < span(100));
  Stage stage(two_sites(8, 8), into_queue_of(0),
              {failing_job("long", 0, 100, terms), job("other", 1, 8, 40)});
  const Recorder& seen = stage.run();
  CHECK(Lines(seen.lines.begin() + 7, seen.lines.begin() + 10) ==
        Lines{fmt::format("{} fail long", to_seconds(first)),
              fmt::format("{} suspend long", to_seconds(first)),
              fmt::format("{} start other", to_seconds(first))});
  CHECK(seen.finishes.at("other") == Approx(to_seconds(first) + 40));
  const LiveJob& ended = seen.ended.at("long");
  // It goes on with whole pieces of 10 s after a restart of 5 s, if no second failure cuts it.
  const Duration kept = first - first % span(10);
  const Duration rest = span(105) - kept;
  if (second > rest) {
    CHECK(ended.ended == kStart + first + span(40) + rest);
    CHECK(ended.setbacks->failures == 1);
  }
  CHECK(ended.stood >= span(40));
  CHECK(ended.preemptions == 0);
}

TEST_CASE("policies are told the expected time of a job that may fail", "[failures]") {
  const Terms terms{.between = 1000, .interval = 100, .stall = 10, .restart = 60};
  Stage stage(two_sites(8, 8), into_queue_of(0), {failing_job("one", 0, 1000, terms)});
  // Ten pieces of M e^(R/M) (e^((tau + C)/M) - 1).
  const double expected = 10 * 1000 * std::exp(0.06) * (std::exp(0.11) - 1);
  CHECK(to_seconds(*stage.run().ended.at("one").estimate) == Approx(expected));
}

TEST_CASE("an outage of a site rolls its jobs back, freezes its queue and ends", "[failures]") {
  Job saves = job("saves", 0, 4, 100);
  saves.failures = failing({.between = 1e12, .interval = 20, .stall = 1, .restart = 6});
  Job plain = job("plain", 0, 4, 100);
  plain.preemption.restore = span(9);
  const std::vector<Job> jobs = {saves, plain, job("next", 60, 4, 10)};
  SECTION("they wait for the repair") {
    Stage stage(two_sites(8, 8), into_queue_of(0), jobs);
    stage.parts->site_outages = {.outages = {{"fire", SiteId{0}, at(50), at(80)}}};
    const Recorder& seen = stage.run();
    // saves: two pieces of 21 s are finished, 8 s of work are lost; 80 + 6 + 3 x 21 s.
    CHECK(seen.finishes.at("saves") == 149);
    CHECK(seen.ended.at("saves").lost == span(8));
    CHECK(seen.ended.at("saves").setbacks->standing == span(30));
    CHECK(seen.ended.at("saves").setbacks->restarting == span(6));
    CHECK(seen.ended.at("saves").overhead == span(30 + 6 + 5));
    // plain has kept nothing, and has nothing to restore.
    CHECK(seen.finishes.at("plain") == 180);
    CHECK(seen.ended.at("plain").lost == span(50));
    // next is refused while the site is closed, and asks again when anything changes there.
    CHECK(seen.starts.at("next") == 149);
  }
  SECTION("they begin again elsewhere") {
    Stage stage(
        two_sites(8, 8),
        [](const DispatchView& view, const WaitingJob& waiting, DispatchDecisions& out) {
          const bool left_works = view.sites()[0].accelerators > 0;
          out.place_in_queue(waiting.slot, SiteId{left_works ? 0 : 1});
        },
        jobs);
    stage.parts->site_outages = {.outages = {{"fire", SiteId{0}, at(50), at(80)}},
                                 .at_outage = AtOutage::resubmit};
    const Recorder& seen = stage.run();
    // All anew at the other site: five pieces of 21 s.
    CHECK(seen.finishes.at("saves") == 155);
    CHECK(seen.finishes.at("plain") == 150);
    CHECK(seen.starts.at("saves") == 0);
    CHECK(seen.ended.at("saves").site == SiteId{1});
    CHECK(seen.ended.at("saves").lost == span(48));
    CHECK(seen.ended.at("saves").overhead == span(2 + 5));
    CHECK(seen.ended.at("plain").lost == span(50));
    CHECK(seen.ended.at("plain").setbacks->recalls == 1);
    CHECK(seen.starts.at("next") == 150);
  }
}

TEST_CASE("outages of one site that overlap are one", "[failures]") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {job("one", 0, 8, 100)});
  stage.parts->site_outages = {.outages = {{"a", SiteId{0}, at(50), at(80)},
                                           {"b", SiteId{0}, at(70), at(90)},
                                           {"c", SiteId{1}, at(60), at(200)}}};
  const Recorder& seen = stage.run();
  CHECK(seen.finishes.at("one") == 190);
  CHECK(seen.ended.at("one").setbacks->outages == 1);
}

}  // namespace eastwest::engine_test
