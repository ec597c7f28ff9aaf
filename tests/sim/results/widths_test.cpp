// Jobs that change their width in the ledgers and tables, and an audit that notices what is wrong.
#include "sim/base/check.hpp"
#include "sim/results/audit.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/summary.hpp"
#include "sim/results/summary_text.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

/// On 2 until 50 s: 25 s of work at the reference. 8 from then on; goes on at 65 s with the other
/// 75 s, in 37.5 s: until 102.5 s. Held 2 x 50 + 8 x 52.5 = 520, 8 x 15 = 120 of them idle.
struct WideRun {
  ResultsStage stage{resized_jobs()};
  const RunResults& run(std::vector<Observer*> extra = {}) {
    stage.stage.parts->schedulers[0] = std::make_unique<engine_test::RuleSchedule>(wider_at(50));
    return stage.run(std::move(extra));
  }
};

AuditedBooks books_of(Stage& stage) {
  return {
      .site = [&stage](SiteId id) -> const SiteBook& { return stage.simulation->site_book(id); },
      .alive = [&stage] { return stage.simulation->alive(); },
      .links = {},
      .network = {}};
}

/// Changes what the audit hears of a job's widths.
class Liar final : public Observer {
 public:
  enum class Lie : std::uint8_t { none, no_resize, no_change, other_former, late };
  Liar(Audit& audit, Lie lie) : audit_(audit), lie_(lie) {}
  void on_submitted(Date date, const LiveJob& live) override { audit_.on_submitted(date, live); }
  void on_placed(Date date, const LiveJob& live) override { audit_.on_placed(date, live); }
  void on_queued(Date date, const LiveJob& live) override { audit_.on_queued(date, live); }
  void on_started(Date date, const LiveJob& live) override { audit_.on_started(date, live); }
  void on_resizing(Date date, const LiveJob& live) override {
    if (lie_ == Lie::no_resize) return;
    audit_.on_resizing(lie_ == Lie::late ? date + Duration{1} : date, live);
  }
  void on_width_changed(Date date, const LiveJob& live, std::int64_t former) override {
    if (lie_ == Lie::no_change) return;
    audit_.on_width_changed(lie_ == Lie::late ? date + Duration{1} : date, live,
                            lie_ == Lie::other_former ? former + 1 : former);
  }
  void on_ended(Date date, const LiveJob& live) override { audit_.on_ended(date, live); }
  void on_finished(Date date, const LiveJob& live) override { audit_.on_finished(date, live); }
  void on_settled(Date date) override {
    if (lie_ != Lie::late) audit_.on_settled(date);
  }

 private:
  Audit& audit_;
  Lie lie_;
};

}  // namespace

TEST_CASE("ledgers follow a job's width", "[results]") {
  WideRun wide;
  const RunResults& results = wide.run();
  const ElasticSums& sums = results.jobs().elastic();
  CHECK(sums.jobs == 1);
  CHECK(sums.resizes == 1);
  const auto seconds = [](WideInteger area) { return static_cast<double>(area) / 1e9; };
  CHECK(seconds(sums.area) == 520);
  CHECK(seconds(sums.resizing_area) == 120);
  CHECK(seconds(results.sites().site(SiteId{0}).allocated.integral()) == 520);
  CHECK(seconds(results.jobs().held()) == 520);
  const Json jobs = summary_json(results, wide.stage.end())["jobs"];
  CHECK(jobs["elastic"]["width_mean"].get<double>() == Approx(520 / 102.5));
  CHECK(jobs["elastic"]["resizing_mean_s"].get<double>() == 15);
  // In the system for 102.5 s, 50 + 37.5 of them at work.
  CHECK(jobs["bounded_slowdown"]["max"].get<double>() == Approx(102.5 / 87.5));
  CHECK(summary_text(results, wide.stage.end())
            .find("Elastic jobs: 1, 5.07 accelerators wide on average; 1 resizes of 1 of them") !=
        std::string::npos);
}

TEST_CASE("books of a resized job that is alive at the end", "[results]") {
  WideRun wide;
  wide.stage.scenario.duration = span(60);  // it has been idle on 8 for 10 s
  const RunResults& results = wide.run();
  const auto seconds = [](WideInteger area) { return static_cast<double>(area) / 1e9; };
  CHECK(seconds(results.jobs().elastic().area) == 2 * 50 + 8 * 10);
  CHECK(seconds(results.jobs().elastic().resizing_area) == 80);
  CHECK(seconds(results.jobs().held()) == 180);
}

TEST_CASE("rows of elastic jobs, and of others beside them", "[results]") {
  const TemporaryFolder folder;
  WideRun wide;
  JobsTable table(FileWriter(folder.file("jobs.csv")), wide.stage.stage.world, wide.stage.scenario,
                  {.attributes = {.elastic = true}});
  wide.run({&table});
  table.commit();
  CHECK(folder.read("jobs.csv").find(",0,,2,1,15,520\n") != std::string::npos);
  ResultsStage rigid({job("rigid", 0, 4, 100)});
  JobsTable rows(FileWriter(folder.file("rigid.csv")), rigid.stage.world, rigid.scenario,
                 {.attributes = {.elastic = true}});
  const RunResults& results = rigid.run({&rows});
  rows.commit();
  CHECK(folder.read("rigid.csv").find(",0,,,,,\n") != std::string::npos);
  CHECK_FALSE(summary_json(results, rigid.end())["jobs"].contains("elastic"));
}

TEST_CASE("the audit keeps its own book of widths", "[results]") {
  for (const auto lie : {Liar::Lie::none, Liar::Lie::no_resize, Liar::Lie::no_change,
                         Liar::Lie::other_former, Liar::Lie::late}) {
    CAPTURE(static_cast<int>(lie));
    WideRun wide;
    Stage& stage = wide.stage.stage;
    Audit audit(stage.world, stage.topology, kStart);
    audit.compare_with(books_of(stage));
    Liar liar(audit, lie);
    if (lie == Liar::Lie::none) {
      CHECK_NOTHROW(wide.run({&liar}));
    } else {
      CHECK_THROWS_AS(wide.run({&liar}), Defect);
    }
  }
}

}  // namespace eastwest::results_test
