// Jobs across sites in the ledgers: accelerator-hours by site, bytes on links, and the audit.
#include "sim/results/spread_ledger.hpp"

#include <cmath>

#include "sim/results/audit.hpp"
#include "sim/results/job_work.hpp"
#include "sim/results/jobs_table.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/spread_stage.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

using engine_test::across;
using engine_test::hundred_steps;

/// Left has 8, right 4 accelerators; jobs at one site go to the right.
void dispatch_across(ResultsStage& stage) {
  stage.stage.parts->dispatchers[0] =
      std::make_unique<engine_test::RuleDispatch>(engine_test::to_both_or(1));
}

AuditedBooks books_of(ResultsStage& stage) {
  return {.site = [&stage](SiteId id) -> const SiteBook& {
            return stage.stage.simulation->site_book(id);
          },
          .alive = [&stage] { return stage.stage.simulation->alive(); },
          .links = {},
          .network = {}};
}

/// Says of one event of a part what is not so.
class Liar final : public Observer {
 public:
  explicit Liar(Audit& audit, int lie) : audit_(audit), lie_(lie) {}
  void on_submitted(Date date, const LiveJob& live) override { audit_.on_submitted(date, live); }
  void on_placed(Date date, const LiveJob& live) override { audit_.on_placed(date, live); }
  void on_queued(Date date, const LiveJob& live) override { audit_.on_queued(date, live); }
  void on_part_queued(Date date, const LiveJob& live, const JobPart& part) override {
    audit_.on_part_queued(date, live, part);
  }
  void on_part_held(Date date, const LiveJob& live, const JobPart& part) override {
    JobPart told = part;
    if (lie_ == 1) told.accelerators += 5;
    if (lie_ == 2 && part.site == SiteId{1}) return;
    audit_.on_part_held(date, live, told);
  }
  void on_part_freed(Date date, const LiveJob& live, const JobPart& part) override {
    if (lie_ != 3) audit_.on_part_freed(date, live, part);
  }
  void on_started(Date date, const LiveJob& live) override { audit_.on_started(date, live); }
  void on_ended(Date date, const LiveJob& live) override { audit_.on_ended(date, live); }
  void on_finished(Date date, const LiveJob& live) override { audit_.on_finished(date, live); }

 private:
  Audit& audit_;
  int lie_;
};

}  // namespace

TEST_CASE("each site of a job across them holds its own part", "[results]") {
  SpreadTerms terms = hundred_steps();
  terms.parts = {6, 2};
  // `busy` has the right site until 30 s; the run comes at 10 s, its left part holds at once.
  ResultsStage stage({job("busy", 0, 4, 30), across("run", 10, terms)});
  dispatch_across(stage);
  Audit audit(stage.stage.world, stage.stage.topology, kStart);
  audit.compare_with(books_of(stage));
  const RunResults& results = stage.run({&audit});
  // 100 s of computing, 50.098 s of waiting.
  const double run = 150.098;
  const auto seconds = [](WideInteger held) { return static_cast<double>(held) / 1e9; };
  CHECK(seconds(results.sites().site(SiteId{0}).allocated.integral()) == Approx(6 * (20 + run)));
  CHECK(seconds(results.sites().site(SiteId{1}).allocated.integral()) == Approx(120 + 2 * run));
  CHECK(seconds(results.jobs().held()) == Approx(120 + 8 * run + 6 * 20));
  const SpreadLedger::Sums& sums = results.spread().sums();
  CHECK(sums.jobs == 1);
  CHECK(seconds(sums.computed) == Approx(8 * 100));
  CHECK(seconds(sums.exposed) == Approx(8 * 50.098));
  CHECK(seconds(sums.held_idle) == Approx(6 * 20));
  CHECK((sums.exchanged == 10'000'000'000'000));
  CHECK(sums.compute_share().value() == Approx(100 / run));
  // Each way the trunk carried 100 times 50 GB.
  CHECK((results.links().all().exchanged == sums.exchanged));
  CHECK((results.links().link(LinkId{0}).exchanged == 5'000'000'000'000));
  CHECK((results.links().link(LinkId{1}).bytes() == 5'000'000'000'000));
  CHECK(results.backlog().nation() == 0);
  CHECK(results.backlog().site(SiteId{0}) == 0);
  CHECK(results.backlog().site(SiteId{1}) == 0);
  CHECK(spread_text(results.spread()) ==
        "  Across sites: 1 jobs computed 66.6 % of their time, exchanged 10 TB; 0.0333 "
        "accelerator-hours held until all parts had theirs\n");
}

TEST_CASE("a row of a job across sites, over or alive", "[results]") {
  const TemporaryFolder folder;
  SpreadTerms terms = hundred_steps();
  terms.bytes_per_exchange = 0;
  terms.exchanges_per_block = 100;
  ResultsStage stage({across("run", 0, terms), job("plain", 0, 2, 10), across("next", 1, terms)});
  dispatch_across(stage);
  stage.scenario.duration = span(150);
  JobsTable table(FileWriter(folder.file("jobs.csv")), stage.stage.world, stage.scenario,
                  {.attributes = {.spread = true}});
  stage.run({&table});
  table.commit();
  const std::string text = folder.read("jobs.csv");
  CHECK(text.find(",left;right,0,0,100,100,8,done,") != std::string::npos);
  CHECK(text.find(",1,0,0,0\n") != std::string::npos);
  CHECK(text.find("\nplain,") != std::string::npos);
  CHECK(text.find(",left;right,1,110,,,8,running,") != std::string::npos);
}

TEST_CASE("books of sites agree, whoever waits for whom", "[results][property]") {
  std::int64_t across_all = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    const RandomSource random(seed, 0);
    std::vector<Job> jobs;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto draw = [&](std::uint32_t what) {
        return random.uniform(0, i, Purpose::job_class, what);
      };
      const double submit = static_cast<double>(i) * 7;
      const std::string id = std::to_string(i);
      SpreadTerms terms = hundred_steps();
      terms.steps = 1 + static_cast<std::int64_t>(draw(0) * 40);
      terms.bytes_per_exchange = draw(1) * 90e9;
      terms.parts = {1 + static_cast<std::int64_t>(draw(2) * 8),
                     1 + static_cast<std::int64_t>(draw(3) * 4)};
      const auto size = static_cast<std::int64_t>(1 + std::floor(draw(2) * 4));
      jobs.push_back(draw(4) < 0.5 ? job(id, submit, size, 1 + draw(5) * 50)
                                   : across(id, submit, terms, 1 + draw(5) * 50));
    }
    ResultsStage stage(jobs);
    dispatch_across(stage);
    if (seed % 2 == 0) stage.scenario.duration = span(600);
    Audit audit(stage.stage.world, stage.stage.topology, kStart);
    audit.compare_with(books_of(stage));
    const RunResults& results = stage.run({&audit});
    const WideInteger at_sites = results.sites().site(SiteId{0}).allocated.integral() +
                                 results.sites().site(SiteId{1}).allocated.integral();
    CHECK((results.jobs().held() == at_sites));
    WideInteger by_flow = 0;
    for (const auto& [key, sums] : results.flows().flows()) by_flow += sums.held;
    CHECK((by_flow == at_sites));
    CHECK(results.spread().sums().jobs > 0);
    across_all += results.spread().sums().jobs;
    if (!stage.scenario.duration) {
      CHECK(results.backlog().site(SiteId{0}) == 0);
      CHECK(results.backlog().site(SiteId{1}) == 0);
    }
  }
  CHECK(across_all > 50);
}

TEST_CASE("the audit notices a part that holds too much, starts without another, or stays",
          "[results]") {
  for (const int lie : {0, 1, 2, 3}) {
    CAPTURE(lie);
    ResultsStage stage({across("run", 0, hundred_steps())});
    dispatch_across(stage);
    Audit audit(stage.stage.world, stage.stage.topology, kStart);
    Liar liar(audit, lie);
    if (lie == 0) {
      stage.run({&liar});
    } else {
      REQUIRE_THROWS_AS(stage.run({&liar}), Defect);
    }
  }
}

}  // namespace eastwest::results_test
