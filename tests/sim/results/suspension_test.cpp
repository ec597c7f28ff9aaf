// Suspended jobs in the ledgers: every accelerator-hour is useful, overhead or lost, whatever a
// scheduler does; deadlines met and missed.
#include <map>

#include "sim/base/random.hpp"
#include "sim/results/audit.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

/// Starts and suspends at random, and asks again after a random time while anything is there.
engine_test::ScheduleRule whims(std::uint64_t seed) {
  struct Known {
    QueuedJob job;
    bool runs = false;
  };
  return [known = std::map<std::int32_t, Known>(), random = RandomSource(seed, 0),
          pass = std::uint64_t{0}](const SiteView& view, const SiteChanges& changes,
                                   SiteDecisions& out) mutable {
    ++pass;
    std::uint32_t drawn = 0;
    const auto draw = [&] { return random.uniform(0, pass, Purpose::job_class, drawn++); };
    for (const EndedJob& over : changes.ended) known.erase(over.job.slot.value);
    for (const auto& list : {changes.queued, changes.suspended}) {
      for (const QueuedJob& job : list) known[job.slot.value] = {job, false};
    }
    std::map<std::int32_t, std::int64_t> suspended;
    for (auto& [slot, each] : known) {
      if (!each.runs || draw() > 0.3) continue;
      out.suspend(each.job.slot);
      suspended[slot] = each.job.accelerators;
    }
    for (auto& [slot, each] : known) {
      const bool waits = !each.runs && suspended.count(slot) == 0;
      if (!waits || each.job.accelerators > view.free() || draw() > 0.7) continue;
      out.start(each.job.slot);
      each.runs = true;
    }
    for (const auto& [slot, size] : suspended) known.erase(slot);
    if (!known.empty() || !suspended.empty()) {
      out.ask_again(view.now() + std::chrono::seconds{1 + static_cast<int>(draw() * 300)});
    }
  };
}

std::vector<Job> drawn_jobs(const RandomSource& random) {
  std::vector<Job> jobs;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(1, i, Purpose::job_class, what);
    };
    Job made = job("j" + std::to_string(i), static_cast<double>(i) * 40, 1, 1 + draw(1) * 600);
    made.accelerators = 1 + static_cast<std::int64_t>(draw(0) * 8);
    if (draw(2) < 0.5) made.preemption.save = span(draw(3) * 60);
    if (draw(2) > 0.7) made.preemption.interval = span(1 + draw(4) * 100);
    if (draw(2) > 0.95) made.preemption.interval = Duration::max();
    made.preemption.restore = span(draw(5) * 30);
    if (draw(6) < 0.2) made.requested = span(1 + draw(7) * 500);
    if (draw(8) < 0.3) {
      made.deadline = made.submitted + span(draw(9) * 3000);
      made.expires = draw(10) < 0.5;
    }
    jobs.push_back(made);
  }
  return jobs;
}

}  // namespace

TEST_CASE("what jobs held is useful, overhead or lost, whoever is suspended when",
          "[results][property]") {
  std::int64_t expired = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    ResultsStage stage(drawn_jobs(RandomSource(seed, 1)));
    stage.stage.parts->schedulers[0] = std::make_unique<engine_test::RuleSchedule>(whims(seed));
    if (seed % 2 == 0) stage.scenario.duration = span(9000);
    Audit audit(stage.stage.world, stage.stage.topology, kStart);
    audit.compare_with({.site = [&stage](SiteId id) -> const SiteBook& {
                          return stage.stage.simulation->site_book(id);
                        },
                        .alive = [&stage] { return stage.stage.simulation->alive(); },
                        .links = {},
                        .network = {}});
    const RunResults& results = stage.run({&audit});
    const PreemptionSums& sums = results.jobs().preemption();
    CHECK(sums.preemptions > 100);
    CHECK(sums.lost > 0);
    CHECK(sums.overhead > 0);
    CHECK((results.jobs().held() == sums.useful + sums.overhead + sums.lost));
    CHECK((results.sites().site(SiteId{0}).allocated.integral() == results.jobs().held()));
    const DeadlineSums& deadlines = results.jobs().deadlines();
    CHECK(deadlines.jobs == deadlines.met + deadlines.missed + deadlines.open);
    expired += results.jobs().nation().expired;
    if (!stage.scenario.duration) {
      // All work of the jobs that were started is done, and nothing waits.
      CHECK((sums.useful == results.jobs().nation().work - results.jobs().nation().unserved));
      CHECK(results.backlog().nation() == 0);
      CHECK(results.backlog().site(SiteId{0}) == 0);
    }
  }
  CHECK(expired > 0);
}

TEST_CASE("rows of suspended jobs and of jobs with terms", "[results]") {
  const TemporaryFolder folder;
  Job first = job("first", 0, 8, 100);
  first.preemption = {.save = span(5), .restore = span(3)};
  first.deadline = at(117);
  first.priority = -2;
  TenantBook tenants;
  first.tenant = tenants.enter("lab");
  ResultsStage stage({first, job("second", 30, 8, 10)});
  stage.stage.parts->schedulers[0] =
      std::make_unique<engine_test::RuleSchedule>(engine_test::last_come_first_served());
  JobsTable table(FileWriter(folder.file("jobs.csv")), stage.stage.world, stage.scenario,
                  {.attributes = {.priority = true, .tenant = true, .deadline = true},
                   .tenants = &tenants,
                   .preemptive = true});
  const RunResults& results = stage.run({&table});
  table.commit();
  const std::string text = folder.read("jobs.csv");
  // first: suspended 35…45 s, 5 + 3 s of overhead, over at 118 s: a second late.
  CHECK(text.find(",lab,-2,117,1,1,10,100,8,0\n") != std::string::npos);
  CHECK(text.find(",,0,,,0,0,10,0,0\n") != std::string::npos);
  // 8 accelerators x (100 + 10) s and 8 x 8 s.
  const Json jobs = summary_json(results, stage.end())["jobs"];
  CHECK(jobs["preemption"]["useful_accelerator_hours"].get<double>() == Approx(880.0 / 3600));
  CHECK(jobs["preemption"]["overhead_accelerator_hours"].get<double>() == Approx(64.0 / 3600));
  CHECK(jobs["preemption"]["suspended_mean_s"].get<double>() == 10);
  CHECK(jobs["deadlines"]["lateness_mean_s"].get<double>() == 1);
  CHECK(jobs["deadlines"]["met_share"].get<double>() == 0);
}

}  // namespace eastwest::results_test
