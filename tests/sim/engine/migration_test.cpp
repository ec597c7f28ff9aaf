// Jobs between the queues of two sites: dates, what is kept, what is refused, and who is told.
#include "sim/engine/simulation.hpp"
#include "sim/results/audit.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/engine_stage.hpp"

using namespace eastwest;
using namespace eastwest::engine_test;

namespace {

using Lines = std::vector<std::string>;

/// Everything goes to the queue of the first site; `rule` says what becomes of those at sites.
using ReviewRule = std::function<void(const PlacedJob&, const DispatchView&, DispatchDecisions&)>;
class Migrating final : public DispatchPolicy {
 public:
  Migrating(double seconds, ReviewRule rule) : interval_(span(seconds)), rule_(std::move(rule)) {}
  [[nodiscard]] Duration review_interval() const override { return interval_; }
  void decide(const DispatchView& view, const DispatchChanges& changes,
              DispatchDecisions& out) override {
    for (const WaitingJob& waiting : view.waiting()) out.place_in_queue(waiting.slot, SiteId{0});
    if (!changes.review) return;
    for (const PlacedJob& placed : view.placed()) rule_(placed, view, out);
  }

 private:
  Duration interval_;
  ReviewRule rule_;
};

/// First come, first served, and gives up jobs.
ScheduleRule obliging_fcfs() {
  return [queue = std::vector<QueuedJob>()](const SiteView& view, const SiteChanges& changes,
                                            SiteDecisions& out) mutable {
    queue.insert(queue.end(), changes.suspended.begin(), changes.suspended.end());
    for (const QueuedJob& gone : changes.withdrawn) {
      REQUIRE(std::erase_if(queue, [&](const QueuedJob& job) { return job.slot == gone.slot; }) ==
              1);
    }
    queue.insert(queue.end(), changes.queued.begin(), changes.queued.end());
    while (!queue.empty() && queue.front().accelerators <= view.free()) {
      out.start(queue.front().slot);
      queue.erase(queue.begin());
    }
  };
}
class Obliging final : public SchedulePolicy {
 public:
  explicit Obliging(ScheduleRule rule) : rule_(std::move(rule)) {}
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView& view, const SiteChanges& changes, SiteDecisions& out) override {
    rule_(view, changes, out);
  }

 private:
  ScheduleRule rule_;
};

/// A stage that is audited; moves go from site 0 to site 1, once each.
struct MigrationStage {
  MigrationStage(World world, std::vector<Job> jobs, double every, ReviewRule rule)
      : stage(std::move(world), into_queue_of(0), std::move(jobs)),
        audit(stage.world, stage.topology, kStart) {
    stage.parts->dispatchers[0] = std::make_unique<Migrating>(every, std::move(rule));
    for (auto& scheduler : stage.parts->schedulers) {
      scheduler = std::make_unique<Obliging>(obliging_fcfs());
    }
    stage.parts->observers.insert(stage.parts->observers.begin(), &audit);
  }
  const Recorder& run() {
    stage.simulation = std::make_unique<Simulation>(std::move(*stage.parts));
    Simulation& simulation = *stage.simulation;
    audit.compare_with(
        {.site = [&](SiteId id) -> const SiteBook& { return simulation.site_book(id); },
         .alive = [&] { return simulation.alive(); },
         .links = [] { return std::vector<double>{}; },
         .network = simulation.network().traits()});
    simulation.run();
    return stage.recorder;
  }

  Stage stage;
  Audit audit;
};

ReviewRule once_to(int site, PlacedJob::Phase phase) {
  return [site, phase](const PlacedJob& placed, const DispatchView&, DispatchDecisions& out) {
    if (placed.phase == phase && placed.migrations == 0) out.migrate(placed, SiteId{site});
  };
}

/// Site 1 is of another family than the jobs' own.
std::shared_ptr<const MobilityTerms> foreign_right(double porting, double slowdown, Bytes state) {
  using Fit = MobilityTerms::Fit;
  auto terms = std::make_shared<MobilityTerms>();
  terms->sites = {{.fit = Fit::own, .family = 0}, {.fit = Fit::other, .family = 1}};
  terms->porting = span(porting);
  terms->slowdown = slowdown;
  terms->state = state;
  return terms;
}

Job with(Job job, std::shared_ptr<const MobilityTerms> terms) {
  job.preemption = {.save = span(5), .restore = span(3)};
  job.mobility = std::move(terms);
  return job;
}

constexpr Bytes kHundredGigabytes{100'000'000'000};

}  // namespace

TEST_CASE("a queued job migrates with its data set", "[migration]") {
  Job second = job("second", 0, 8, 50);
  second.input = Bytes{50'000'000'000};
  second.transfer_rate_cap = BitsPerSecond{400'000'000'000};
  MigrationStage stage(two_sites(8, 8), {job("first", 0, 8, 100), second}, 30,
                       once_to(1, PlacedJob::Phase::queued));
  const Recorder& seen = stage.run();
  // 50 GB x 8 / 400 Gb/s = 1 s into the queue at the left; at 30 s the same again to the right, and
  // 100 km x 4.9 us = 0.49 ms; then 50 s.
  CHECK(seen.lines == Lines{"0 submit first", "0 submit second", "0 place first", "0 queue first",
                            "0 place second", "0 start first", "1 queue second", "30 depart second",
                            "30 migrate second", "31.00049 arrive second", "31.00049 start second",
                            "81.00049 end second", "81.00049 done second", "100 end first",
                            "100 done first"});
  const LiveJob& over = seen.ended.at("second");
  CHECK(over.site == SiteId{1});
  CHECK(over.journey->carried == 50'000'000'000);
  CHECK(to_seconds(over.journey->travelled) == 1.00049);
}

TEST_CASE("a running job is saved, travels, restores and goes on", "[migration]") {
  auto terms = std::make_shared<MobilityTerms>();
  terms->state = kHundredGigabytes;
  MigrationStage stage(two_sites(8, 8),
                       {with(job("moved", 0, 8, 100), terms), job("waits", 10, 8, 10)}, 30,
                       once_to(1, PlacedJob::Phase::running));
  const Recorder& seen = stage.run();
  // 30 s of work; saved at 35 s, when `waits` starts; 100 GB x 8 / 400 Gb/s = 2 s + 0.49 ms; 3 s of
  // restoring and the other 70 s of work: 37.00049 + 73. (`waits` has no terms and moves for free
  // at 30 s only if it ran then.)
  CHECK(seen.lines == Lines{"0 submit moved", "0 place moved", "0 queue moved", "0 start moved",
                            "10 submit waits", "10 place waits", "10 queue waits",
                            "30 preempt moved", "35 suspend moved", "35 depart moved",
                            "35 migrate moved", "35 start waits", "37.00049 arrive moved",
                            "37.00049 resume moved", "45 end waits", "45 done waits",
                            "110.00049 end moved", "110.00049 done moved"});
  const LiveJob& over = seen.ended.at("moved");
  CHECK(to_seconds(over.journey->useful) == 30);
  CHECK(to_seconds(over.kept - over.before) == 70);
  CHECK(to_seconds(over.overhead) == 5 + 3);
}

TEST_CASE("on another family the rest takes longer, after porting", "[migration]") {
  MigrationStage stage(two_sites(8, 8),
                       {with(job("moved", 0, 8, 100), foreign_right(10, 1.5, kHundredGigabytes))},
                       30, once_to(1, PlacedJob::Phase::running));
  const Recorder& seen = stage.run();
  // 30 of 100 s are 45 of 150 s there: 37.00049 + 3 + 10 + 105 s.
  CHECK(seen.lines.back() == "155.00049 done moved");
  const LiveJob& over = seen.ended.at("moved");
  CHECK(to_seconds(over.overhead) == 5 + 3 + 10);
  CHECK(to_seconds(over.ported) == 10);
  // What its scheduler is told there: 150 - 45 s of work, porting and restoring.
  CHECK(to_seconds(*over.estimate) == 150 + 10);
}

TEST_CASE("a job placed on another family ports there once", "[migration]") {
  Job foreign = with(job("foreign", 0, 8, 100), foreign_right(10, 1.5, Bytes{}));
  Stage stage(two_sites(8, 8), into_queue_of(1), {foreign});
  const Recorder& seen = stage.run();
  CHECK(seen.lines.back() == "160 done foreign");
  CHECK(seen.starts.at("foreign") == 0);
}

TEST_CASE("what cannot be migrated is refused with the reason", "[migration]") {
  Job large = job("large", 0, 8, 100);
  MigrationStage narrow(two_sites(8, 4), {large}, 30, once_to(1, PlacedJob::Phase::running));
  CHECK(narrow.run().lines.at(4) == "30 refuse no_room large");

  auto nowhere = std::make_shared<MobilityTerms>();
  nowhere->sites = {{}, {.fit = MobilityTerms::Fit::none, .family = 1}};
  MigrationStage foreign(two_sites(8, 8), {with(large, nowhere)}, 30,
                         once_to(1, PlacedJob::Phase::running));
  CHECK(foreign.run().lines.at(4) == "30 refuse incompatible large");

  large.circle = span(1e-4);
  MigrationStage far(two_sites(8, 8), {large}, 30, once_to(1, PlacedJob::Phase::running));
  CHECK(far.run().lines.at(4) == "30 refuse circle large");
}

TEST_CASE("with pictures that age a job may have begun meanwhile", "[migration]") {
  // Seen in the queue at 60 s, asked for at 70 s when a job comes; it has run since 65 s.
  std::vector<PlacedJob> seen_then;
  const auto rule = [&](const PlacedJob& placed, const DispatchView&, DispatchDecisions&) {
    if (placed.phase == PlacedJob::Phase::queued) seen_then.push_back(placed);
  };
  class Late final : public DispatchPolicy {
   public:
    Late(ReviewRule rule, std::vector<PlacedJob>& seen) : rule_(std::move(rule)), seen_(seen) {}
    [[nodiscard]] Duration review_interval() const override { return span(60); }
    void decide(const DispatchView& view, const DispatchChanges& changes,
                DispatchDecisions& out) override {
      for (const WaitingJob& waiting : view.waiting()) {
        out.place_in_queue(waiting.slot, SiteId{0});
      }
      if (changes.review) {
        for (const PlacedJob& placed : view.placed()) rule_(placed, view, out);
      } else if (!seen_.empty()) {
        out.migrate(seen_.front(), SiteId{1});
        seen_.clear();
      }
    }

   private:
    ReviewRule rule_;
    std::vector<PlacedJob>& seen_;
  };
  MigrationStage stage(two_sites(8, 8),
                       {job("first", 0, 8, 65), job("second", 1, 8, 30), job("third", 70, 1, 1)},
                       60, rule);
  stage.stage.parts->platform.refresh = span(60);
  stage.stage.parts->dispatchers[0] = std::make_unique<Late>(rule, seen_then);
  const Recorder& seen = stage.run();
  CHECK(std::count(seen.lines.begin(), seen.lines.end(), "70 refuse stale second") == 1);
  CHECK(seen.finishes.at("second") == 95);
}

TEST_CASE("a scheduler that suspends a job on its way out is told that it is gone", "[migration]") {
  // `moved` is being saved from 30 s to 35 s; `late` comes at 32 s and its scheduler suspends
  // whoever ran last: the job comes back to the queue and leaves it at 35 s.
  auto terms = std::make_shared<MobilityTerms>();
  terms->state = kHundredGigabytes;
  MigrationStage stage(two_sites(8, 8),
                       {with(job("moved", 0, 8, 100), terms), job("late", 32, 8, 10)}, 30,
                       once_to(1, PlacedJob::Phase::running));
  std::vector<std::string> told;
  stage.stage.parts->schedulers[0] = std::make_unique<Obliging>(
      [&told, running = JobSlot{}, waiting = std::vector<QueuedJob>()](
          const SiteView& view, const SiteChanges& changes, SiteDecisions& out) mutable {
        for (const QueuedJob& job : changes.suspended) {
          told.push_back("suspended");
          waiting.push_back(job);
        }
        for (const QueuedJob& gone : changes.withdrawn) {
          told.push_back("withdrawn");
          std::erase_if(waiting, [&](const QueuedJob& job) { return job.slot == gone.slot; });
        }
        for (std::size_t i = 0; i < changes.ended.size(); ++i) told.push_back("ended");
        waiting.insert(waiting.end(), changes.queued.begin(), changes.queued.end());
        if (waiting.empty()) return;
        if (waiting.back().accelerators <= view.free()) {
          running = waiting.back().slot;
          out.start(running);
          waiting.pop_back();
        } else if (running.valid()) {
          out.suspend(running);
          running = JobSlot{};
        }
      });
  const Recorder& seen = stage.run();
  CHECK(told == std::vector<std::string>{"suspended", "withdrawn", "ended"});
  CHECK(seen.starts.at("late") == 35);
  CHECK(seen.ended.at("moved").preemptions == 1);
  CHECK(seen.finishes.at("moved") == 110.00049);
}

TEST_CASE("a job on its way at the end of the run is alive", "[migration]") {
  auto terms = std::make_shared<MobilityTerms>();
  terms->state = kHundredGigabytes;
  MigrationStage stage(two_sites(8, 8), {with(job("moved", 0, 8, 100), terms)}, 30,
                       once_to(1, PlacedJob::Phase::running));
  stage.stage.parts->horizon = at(36);
  const Recorder& seen = stage.run();
  CHECK(seen.lines.back() == "36 alive moved");
  CHECK(seen.cancelled == 1);
}

TEST_CASE("a schedule that gives up no jobs is named when one is migrated", "[migration]") {
  MigrationStage stage(two_sites(8, 8), {job("moved", 0, 8, 100)}, 30,
                       once_to(1, PlacedJob::Phase::running));
  stage.stage.parts->schedulers[0] = std::make_unique<PlainFcfs>();
  CHECK_THROWS_AS(stage.run(), PolicyError);
}

TEST_CASE("a job that no site is compatible with is rejected for that", "[migration]") {
  auto nowhere = std::make_shared<MobilityTerms>();
  nowhere->sites = {{.fit = MobilityTerms::Fit::none, .family = 0},
                    {.fit = MobilityTerms::Fit::none, .family = 1}};
  std::optional<Rejection> why;
  class Reasons final : public Observer {
   public:
    explicit Reasons(std::optional<Rejection>& why) : why_(why) {}
    void on_finished(Date, const LiveJob& live) override { why_ = live.rejection; }

   private:
    std::optional<Rejection>& why_;
  };
  Reasons reasons(why);
  Stage stage(two_sites(8, 8),
              [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
                out.reject(waiting.slot);
              },
              {with(job("hopeless", 0, 8, 100), nowhere)});
  stage.parts->observers.emplace_back(&reasons);
  stage.run();
  CHECK(why == Rejection::incompatible);
}
