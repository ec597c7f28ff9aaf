// Jobs whose width is not fixed: what a width does to run times, what a resize costs, who holds
// what meanwhile, and what a scheduler may not ask for.
#include <set>

#include "sim/engine/simulation.hpp"
#include "sim/world/elastic_terms.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

using Lines = std::vector<std::string>;

/// Speed in proportion to the width, exactly: rates are the widths themselves.
std::shared_ptr<ElasticTerms> linear(std::int64_t reference, std::vector<std::int64_t> widths,
                                     double checkpoint = 0, double restart = 0) {
  ElasticTerms terms{
      .reference_rate = reference, .checkpoint = span(checkpoint), .restart = span(restart)};
  for (const std::int64_t width : widths) terms.widths.push_back({width, width});
  return std::make_shared<ElasticTerms>(terms);
}

Job elastic_job(std::string id, double submit, std::int64_t accelerators, double run_time,
                std::shared_ptr<const ElasticTerms> terms) {
  Job made = job(std::move(id), submit, accelerators, run_time);
  made.elastic = std::move(terms);
  return made;
}

/// Hears of widths, beside the recorder.
class WidthRecorder final : public Observer {
 public:
  void on_resizing(Date date, const LiveJob& live) override {
    lines.push_back(fmt::format("{} {} {}->{} until {}", to_seconds(date), live.job.id,
                                live.elastic->width, live.elastic->target,
                                to_seconds(live.elastic->works_since)));
  }
  void on_width_changed(Date date, const LiveJob& live, std::int64_t former) override {
    lines.push_back(fmt::format("{} {} holds {}, held {}", to_seconds(date), live.job.id,
                                live.elastic->width, former));
  }
  Lines lines;
};

/// At each date, what to do with the job of that number (in order of its entry into the queue).
struct Order {
  double at_s = 0;
  int job = 0;
  std::int64_t accelerators = 0;  ///< 0: suspend
};
ScheduleRule obey(std::vector<Order> orders) {
  struct State {
    std::vector<JobSlot> jobs;
    std::set<std::int32_t> started;
  };
  return [orders = std::move(orders), state = State{}](
             const SiteView& view, const SiteChanges& changes, SiteDecisions& out) mutable {
    for (const QueuedJob& queued : changes.queued) state.jobs.push_back(queued.slot);
    Date next = kNever;
    std::set<int> touched;  // a job that is suspended at once is asked for again in the next round
    for (Order& order : orders) {
      if (order.job < 0) continue;
      if (at(order.at_s) > view.now()) {
        next = std::min(next, at(order.at_s));
        continue;
      }
      if (!touched.insert(order.job).second) continue;
      const JobSlot slot = state.jobs.at(static_cast<std::size_t>(order.job));
      if (order.accelerators == 0) {
        out.suspend(slot);
        state.started.erase(slot.value);
      } else if (state.started.insert(slot.value).second) {
        out.start(slot, order.accelerators);
      } else {
        out.resize(slot, order.accelerators);
      }
      order.job = -1;
    }
    if (next != kNever) out.ask_again(next);
  };
}

struct Run {
  Lines widths;
  std::map<std::string, LiveJob> ended;
  std::map<std::string, double> finishes;
};
Run run(std::vector<Job> jobs, std::vector<Order> orders) {
  Stage stage(two_sites(8, 8), into_queue_of(0), std::move(jobs));
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(obey(std::move(orders)));
  WidthRecorder widths;
  stage.parts->observers.push_back(&widths);
  const Recorder& seen = stage.run();
  return {widths.lines, seen.ended, seen.finishes};
}

/// Accelerator-seconds of work, saving and resizing, and work lost.
std::vector<double> areas_of(const LiveJob& live) {
  const auto seconds = [](WideCount area) { return static_cast<double>(area) / 1e9; };
  return {seconds(live.elastic->useful_area), seconds(live.elastic->overhead_area),
          seconds(live.elastic->lost_area)};
}

void expect_problem(std::vector<Job> jobs, std::vector<Order> orders, const std::string& problem) {
  try {
    run(std::move(jobs), std::move(orders));
    FAIL("nobody objects");
  } catch (const PolicyError& error) {
    INFO(error.what());
    CHECK(std::string(error.what()).find(problem) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a job at another width than its reference takes work / speed-up") {
  // 100 s at 4: 400 accelerator-seconds, on 2 in 200 s, on 8 in 50 s.
  const auto terms = linear(4, {2, 4, 8});
  CHECK(run({elastic_job("a", 0, 4, 100, terms)}, {{0, 0, 2}}).finishes.at("a") == 200);
  const Run wide = run({elastic_job("a", 0, 4, 100, terms)}, {{0, 0, 8}});
  CHECK(wide.finishes.at("a") == 50);
  CHECK(areas_of(wide.ended.at("a")) == std::vector<double>{400, 0, 0});
  CHECK(wide.ended.at("a").elastic->start_width == 8);
}

TEST_CASE("a schedule that does not speak of widths starts elastic jobs at their own") {
  Stage stage(two_sites(8, 8), into_queue_of(0), {elastic_job("a", 0, 4, 100, linear(4, {2, 4}))});
  CHECK(stage.run().finishes.at("a") == 100);
}

TEST_CASE("a rate that does not divide the work ends at the next nanosecond") {
  // 10 ns at the width 3, on 7: 10 x 3 / 7 = 4.28... -> 5 ns.
  Job small = elastic_job("a", 0, 3, 1, linear(3, {3, 7}));
  small.run_time = Duration{10};
  const Run seen = run({small}, {{0, 0, 7}});
  CHECK(seen.ended.at("a").ended == kStart + Duration{5});
  CHECK(seen.ended.at("a").kept == Duration{10});
}

TEST_CASE("a narrower job holds all its accelerators until its state is written") {
  // 8 wide for 20 s: 160 of 400. It writes for 5 s on 8, restarts for 3 s on 2 and does the other
  // 240 in 120 s: 20 + 5 + 3 + 120.
  const Run seen =
      run({elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}, 5, 3))}, {{0, 0, 8}, {20, 0, 2}});
  CHECK(seen.widths == Lines{"20 a 8->2 until 28", "25 a holds 2, held 8"});
  CHECK(seen.finishes.at("a") == 148);
  CHECK(areas_of(seen.ended.at("a")) == std::vector<double>{400, 5 * 8 + 3 * 2, 0});
  const ElasticLife& life = *seen.ended.at("a").elastic;
  CHECK(life.resizes == 1);
  CHECK(life.resizing == span(8));
  // Held 25 s by 8 and 123 s by 2.
  CHECK(static_cast<double>(life.held) / 1e9 == 25 * 8 + 123 * 2);
}

TEST_CASE("a wider job takes what it is missing at once, and works when it has restarted") {
  // 2 wide for 20 s: 40 of 400; 5 + 3 s on 8; 360 in 45 s.
  const Run seen =
      run({elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}, 5, 3))}, {{0, 0, 2}, {20, 0, 8}});
  CHECK(seen.widths == Lines{"20 a 2->8 until 28", "20 a holds 8, held 2"});
  CHECK(seen.finishes.at("a") == 73);
  CHECK(areas_of(seen.ended.at("a")) == std::vector<double>{400, 8 * 8, 0});
}

TEST_CASE("two malleable jobs share eight accelerators") {
  // a: 800 accelerator-seconds, alone on 8 from 0. b comes at 40 s with 240. a has done 320, writes
  // for 10 s until 50, restarts for 10 s on 4 until 60 and goes on at 4. b starts on 4 at 50 and
  // ends at 110. Then a has done 320 + 50 x 4 = 520; it writes and restarts on 8 until 130 and does
  // the other 280 in 35 s.
  const auto terms = linear(4, {4, 8}, 10, 10);
  const Run seen = run({elastic_job("a", 0, 4, 200, terms), elastic_job("b", 40, 4, 60, terms)},
                       {{0, 0, 8}, {40, 0, 4}, {50, 1, 4}, {110, 0, 8}});
  CHECK(seen.finishes.at("b") == 110);
  CHECK(seen.finishes.at("a") == 165);
  // a: 10 x 8 + 10 x 4 and 20 x 8 of overhead.
  CHECK(areas_of(seen.ended.at("a")) == std::vector<double>{800, 280, 0});
  CHECK(areas_of(seen.ended.at("b")) == std::vector<double>{240, 0, 0});
}

TEST_CASE("what has not gone on since its state was written is resized without writing it again") {
  // At 27 s it restarts since 25: no second writing, 3 s of restart on 4 from 27.
  const Run seen = run({elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}, 5, 3))},
                       {{0, 0, 8}, {20, 0, 2}, {27, 0, 4}});
  CHECK(seen.widths == Lines{"20 a 8->2 until 28", "25 a holds 2, held 8", "27 a 2->4 until 30",
                             "27 a holds 4, held 2"});
  // 240 on 4 in 60 s.
  CHECK(seen.finishes.at("a") == 90);
  CHECK(seen.ended.at("a").elastic->resizing == span(10));
}

TEST_CASE("a resized job can be suspended, and goes on at the width that it is given") {
  Job first = elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}, 5, 3));
  first.preemption = {.save = span(7), .restore = span(11)};
  // 160 done at 20 s; 2 wide from 25, works from 28; suspended at 48: 40 more; saves until 55. From
  // 60 s on 8: restores for 11 s, 200 in 25 s.
  const Run seen = run({first}, {{0, 0, 8}, {20, 0, 2}, {48, 0, 0}, {60, 0, 8}});
  CHECK(seen.finishes.at("a") == 96);
  CHECK(areas_of(seen.ended.at("a")) ==
        std::vector<double>{400, 5 * 8 + 3 * 2 + 7 * 2 + 11 * 8, 0});
  CHECK(seen.ended.at("a").stood == span(5));
  CHECK(seen.ended.at("a").elastic->resizing == span(8));
}

TEST_CASE("a resize keeps what checkpoints of the job would lose") {
  Job first = elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}));
  first.preemption = {.interval = span(30)};
  // At 10 s on 8: 20 s of work at the reference, kept by the resize. On 2 until 50 s: 20 more. Then
  // it is stopped; checkpoints are at whole multiples of 30 s of work: 30 kept, 10 lost, i.e. 20 s
  // on 2. From 50 s on 4: 70 s.
  const Run seen = run({first}, {{0, 0, 8}, {10, 0, 2}, {50, 0, 0}, {50, 0, 4}});
  CHECK(seen.finishes.at("a") == 120);
  CHECK(areas_of(seen.ended.at("a")) == std::vector<double>{80 + 20 * 2 + 280, 0, 40});
  CHECK(seen.ended.at("a").lost == span(20));
}

TEST_CASE("a request limits the work, at whatever width") {
  Job first = elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}));
  first.requested = span(50);
  const Run seen = run({first}, {{0, 0, 8}});
  CHECK(seen.finishes.at("a") == 25);
  CHECK(seen.ended.at("a").killed);
}

TEST_CASE("a scheduler sees widths, speeds and the reference's estimate") {
  QueuedJob seen;
  Stage stage(two_sites(8, 8), into_queue_of(0),
              {elastic_job("a", 0, 4, 100, linear(4, {2, 4, 8}, 5, 3))});
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(
      [&seen](const SiteView&, const SiteChanges& changes, SiteDecisions& out) {
        for (const QueuedJob& queued : changes.queued) {
          seen = queued;
          REQUIRE(seen.elastic != nullptr);
          CHECK(seen.elastic->most() == 8);
          CHECK(seen.elastic->rate_of(8) == 2 * seen.elastic->reference_rate);
          out.start(queued.slot, 8);
        }
        for (const EndedJob& over : changes.ended) CHECK(over.job.elastic == nullptr);
      });
  stage.run();
  CHECK(seen.estimate == span(100));
  CHECK(seen.accelerators == 4);
}

TEST_CASE("a scheduler that asks for impossible widths is found out") {
  const auto terms = linear(4, {2, 4, 8}, 5, 3);
  const auto mould = linear(4, {2, 4, 8});
  mould->kind = ElasticTerms::Kind::mouldable;
  const std::vector<Job> one = {elastic_job("a", 0, 4, 100, terms)};
  const std::vector<Job> two = {elastic_job("a", 0, 4, 100, terms),
                                elastic_job("b", 0, 4, 100, terms)};
  expect_problem(one, {{0, 0, 3}}, "starts a job of 2 to 8 accelerators on 3");
  expect_problem(one, {{0, 0, 4}, {10, 0, 6}}, "resizes a job of 2 to 8 accelerators from 4 to 6");
  expect_problem(one, {{0, 0, 4}, {10, 0, 4}}, "from 4 to 4");
  expect_problem(one, {{0, 0, 4}, {10, 0, 2}, {12, 0, 8}}, "while it is being resized");
  expect_problem(one, {{0, 0, 4}, {10, 0, 2}, {12, 0, 0}}, "suspends a job that is not running");
  expect_problem(two, {{0, 0, 4}, {0, 1, 4}, {10, 0, 8}},
                 "gives a job 4 accelerators where 0 are free");
  // b's accelerators are free when its state is written, at 15 s.
  expect_problem(two, {{0, 0, 4}, {0, 1, 4}, {10, 1, 2}, {10, 0, 8}}, "where 0 are free");
  expect_problem({elastic_job("a", 0, 4, 100, mould)}, {{0, 0, 4}, {10, 0, 2}},
                 "resizes a job that is not malleable");
  expect_problem({elastic_job("a", 0, 4, 100, mould)}, {{0, 0, 8}, {10, 0, 0}, {20, 0, 4}},
                 "resumes a mouldable job of 8 accelerators on 4");
  expect_problem({job("a", 0, 4, 100)}, {{0, 0, 2}}, "starts a job of 4 accelerators on 2");
  expect_problem({job("a", 0, 4, 100)}, {{0, 0, 4}, {10, 0, 2}}, "that is not malleable");
}

TEST_CASE("warm jobs have done their part at the reference width") {
  Job warm = elastic_job("w", 0, 4, 100, linear(4, {2, 4, 8}));
  warm.warm = true;
  warm.elapsed = span(60);
  Stage stage(two_sites(8, 8), into_queue_of(0), {}, {warm});
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(obey({{0, 0, 8}}));
  // 40 s at 4 are 20 s at 8.
  CHECK(stage.run().finishes.at("w") == 20);
}
