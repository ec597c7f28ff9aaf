// Failures and outages in the ledgers: every accelerator-hour is accounted for, whoever is
// suspended, fails, is hit or is killed when.
#include "sim/results/setback_ledger.hpp"

#include <map>

#include "sim/results/audit.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

std::vector<Job> drawn_jobs(const RandomSource& random) {
  std::vector<Job> jobs;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto draw = [&](std::uint32_t what) {
      return random.uniform(1, i, Purpose::job_class, what);
    };
    Job made = job("j" + std::to_string(i), static_cast<double>(i) * 60, 1, 1 + draw(1) * 600);
    made.accelerators = 1 + static_cast<std::int64_t>(draw(0) * 8);
    if (draw(2) < 0.5) made.preemption.save = span(draw(3) * 60);
    if (draw(2) > 0.7) made.preemption.interval = span(1 + draw(4) * 100);
    made.preemption.restore = span(draw(5) * 30);
    if (draw(6) < 0.2) made.requested = span(1 + draw(7) * 500);
    if (draw(8) < 0.2) {
      made.deadline = made.submitted + span(draw(9) * 3000);
      made.expires = true;
    }
    if (draw(10) < 0.8) {
      FailureTerms terms{.per_node_second = draw(11) / 200,
                         .accelerators_per_node = 1 + static_cast<std::int64_t>(draw(12) * 8),
                         .checkpoints = draw(13) < 0.7,
                         .interval = span(5 + draw(14) * 100),
                         .stall = span(draw(15) * 5),
                         .restart = span(draw(16) * 30)};
      terms.per_node_second /= static_cast<double>(made.accelerators);
      if (draw(17) < 0.4) terms.after_failure = AfterFailure::requeue;
      if (draw(18) < 0.3) terms.interval = Duration{0};
      if (terms.interval == Duration{0}) terms.stall = span(1 + draw(15) * 5);
      made.failures = std::make_shared<const FailureTerms>(terms);
    }
    jobs.push_back(made);
  }
  return jobs;
}

SiteOutageCalendar drawn_outages(const World& world, std::uint64_t seed) {
  SiteOutagePlan plan;
  plan.random = RandomSiteOutages{
      .rate = 1.0 / 2000, .repair = Law(Law::Uniform{1, 600}), .sites = {SiteId{0}, SiteId{1}}};
  if (seed % 3 == 0) plan.at_outage = AtOutage::resubmit;
  return site_outage_calendar(plan, world, RandomSource(seed, 2), kStart, at(12'000));
}

}  // namespace

TEST_CASE("what jobs held is accounted for, whatever fails when", "[results][property]") {
  std::int64_t recalled = 0;
  std::int64_t failures = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    CAPTURE(seed);
    ResultsStage stage(drawn_jobs(RandomSource(seed, 1)));
    if (seed % 2 == 0) {
      stage.stage.parts->schedulers[0] =
          std::make_unique<engine_test::RuleSchedule>(engine_test::last_come_first_served());
    }
    if (seed % 4 < 2) stage.scenario.duration = span(9000);
    stage.stage.parts->site_outages = drawn_outages(stage.stage.world, seed);
    Audit audit(stage.stage.world, stage.stage.topology, kStart);
    audit.compare_with({.site = [&stage](SiteId id) -> const SiteBook& {
                          return stage.stage.simulation->site_book(id);
                        },
                        .alive = [&stage] { return stage.stage.simulation->alive(); },
                        .links = {},
                        .network = {}});
    const RunResults& results = stage.run({&audit});
    const PreemptionSums& all = results.jobs().preemption();
    const SetbackSums& sums = results.setbacks().sums();
    CHECK(sums.failures > 0);
    failures += sums.failures;
    CHECK(sums.hit > 0);
    CHECK(sums.lost > 0);
    CHECK(sums.checkpointing > 0);
    CHECK(sums.restarting > 0);
    CHECK((sums.lost <= all.lost && sums.useful <= all.useful));
    CHECK((sums.checkpointing + sums.restarting + sums.standing <= all.overhead));
    CHECK((results.jobs().held() == all.useful + all.overhead + all.lost));
    const auto& sites = results.sites();
    CHECK(
        (sites.site(SiteId{0}).allocated.integral() + sites.site(SiteId{1}).allocated.integral() ==
         results.jobs().held()));
    if (!stage.scenario.duration) {
      CHECK((all.useful == results.jobs().nation().work - results.jobs().nation().unserved));
      CHECK(results.backlog().nation() == 0);
      CHECK(results.backlog().site(SiteId{0}) == 0);
    }
    recalled += sums.recalls;
  }
  CHECK(recalled > 0);
  CHECK(failures > 24 * 25);
}

TEST_CASE("rows and sums of an outage", "[results]") {
  const TemporaryFolder folder;
  Job one = job("one", 0, 8, 100);
  one.failures = std::make_shared<const FailureTerms>(FailureTerms{
      .checkpoints = true, .interval = span(20), .stall = span(1), .restart = span(6)});
  ResultsStage stage({one});
  stage.stage.parts->site_outages = {.outages = {{"fire", SiteId{0}, at(50), at(80)}}};
  JobsTable table(FileWriter(folder.file("jobs.csv")), stage.stage.world, stage.scenario,
                  {.setbacks = true});
  const RunResults& results = stage.run({&table});
  table.commit();
  // Held for 149 s: 100 of work, 5 + 2 of checkpoints (two before the outage, three after), 6 of
  // restart, 30 standing, 8 lost.
  CHECK(folder.read("jobs.csv").find(",0,1,5,6,30,8,0.6711409395973155\n") != std::string::npos);
  const Json summary = summary_json(results, stage.end());
  const Json& part = summary["jobs"]["setbacks"];
  CHECK(part["useful_accelerator_hours"].get<double>() == Approx(800.0 / 3600));
  CHECK(part["stood_accelerator_hours"].get<double>() == Approx(240.0 / 3600));
  CHECK(part["goodput"].get<double>() == Approx(100.0 / 149));
  CHECK(summary["compute"]["site_outages"]["unavailable_accelerator_hours"].get<double>() ==
        Approx(240.0 / 3600));
  write_site_outages_table(FileWriter(folder.file("site_outages.csv")), results.setbacks(),
                           stage.stage.world);
  CHECK(folder.read("site_outages.csv") ==
        "outage,site,start_s,end_s,jobs_hit,jobs_sent_back,lost_accelerator_hours,"
        "unavailable_accelerator_hours\n"
        "fire,left,50,80,1,0,0.017777777777777778,0.06666666666666667\n");
}

}  // namespace eastwest::results_test
