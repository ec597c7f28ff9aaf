// docs/results.md is held against the writers: no column or key without its line, no line without
// its key.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/data_ledger.hpp"
#include "sim/results/decision_log.hpp"
#include "sim/results/failure_ledger.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/results/summary.hpp"
#include "sim/results/tenant_ledger.hpp"
#include "sim/results/timeline.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/data_stage.hpp"
#include "tests/sim/engine/node_stage.hpp"
#include "tests/sim/engine/spread_stage.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

using Names = std::vector<std::string>;

/// The names in the first cells of the table headed `| header |` below the heading `## section`.
Names documented(const std::string& section, const std::string& header) {
  std::ifstream page(std::string(EASTWEST_SOURCE_DIR) + "/docs/results.md");
  REQUIRE(page.is_open());
  Names names;
  bool in_section = false;
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) in_section = line == "## " + section;
    if (!line.starts_with("|")) in_table = false;
    if (!in_section || !line.starts_with("|")) continue;
    if (line.starts_with("| " + header + " |")) {
      in_table = true;
    } else if (in_table && line.starts_with("| `")) {
      names.push_back(line.substr(3, line.find('`', 3) - 3));
      // Name, unit, meaning: none is empty.
      CHECK(std::count(line.begin(), line.end(), '|') == 4);
      CHECK(line.find("|  |") == std::string::npos);
    }
  }
  return names;
}

/// Paths of all values: `a.b`, members of lists as `a[].b`.
void collect(const Json& value, const std::string& path, std::set<std::string>& paths) {
  if (value.is_object()) {
    for (const auto& [key, part] : value.items()) {
      collect(part, path.empty() ? key : path + "." + key, paths);
    }
  } else if (value.is_array()) {
    for (const Json& part : value) collect(part, path + "[]", paths);
  } else {
    paths.insert(path);
  }
}

/// Sends jobs to the first site, and away from it at the first look.
class Restless final : public DispatchPolicy {
 public:
  [[nodiscard]] Duration review_interval() const override { return span(30); }
  void decide(const DispatchView& view, const DispatchChanges& changes,
              DispatchDecisions& out) override {
    for (const WaitingJob& waiting : view.waiting()) {
      if (waiting.mobility->runs_at(SiteId{0})) {
        out.place_in_queue(waiting.slot, SiteId{0});
      } else {
        out.reject(waiting.slot);
      }
    }
    if (!changes.review) return;
    for (const PlacedJob& placed : view.placed()) {
      if (placed.migrations == 0) out.migrate(placed, SiteId{1});
    }
  }
};

/// Starts everything at once, and lets it go.
class Easygoing final : public SchedulePolicy {
 public:
  [[nodiscard]] bool gives_up_jobs() const override { return true; }
  void decide(const SiteView&, const SiteChanges& changes, SiteDecisions& out) override {
    for (const QueuedJob& job : changes.queued) out.start(job.slot);
  }
};

/// A job of a tenant that migrates from a site where it was ported, and one that runs nowhere.
std::unique_ptr<ResultsStage> a_move() {
  const auto terms = [](MobilityTerms::Fit fit) {
    auto made = std::make_shared<MobilityTerms>();
    made->sites = {{.fit = fit, .family = 0}, {.fit = fit, .family = 1}};
    made->porting = span(1);
    return made;
  };
  Job moves = job("moves", 0, 4, 100);
  moves.tenant = TenantId{0};
  moves.mobility = terms(MobilityTerms::Fit::other);
  Job hopeless = job("hopeless", 0, 4, 100);
  hopeless.mobility = terms(MobilityTerms::Fit::none);
  auto run = std::make_unique<ResultsStage>(std::vector<Job>{moves, hopeless});
  SimulationParts& parts = *run->stage.parts;
  parts.dispatchers[0] = std::make_unique<Restless>();
  for (auto& scheduler : parts.schedulers) scheduler = std::make_unique<Easygoing>();
  static const TenantBook tenants = [] {
    TenantBook book;
    book.enter("lab");
    return book;
  }();
  run->results = std::make_unique<RunResults>(RunFrame{.world = run->stage.world,
                                                       .topology = run->stage.topology,
                                                       .scenario = run->scenario,
                                                       .scopes = parts.platform.silos,
                                                       .offered = {0},
                                                       .tenants = {.book = &tenants},
                                                       .is_mobile = true});
  return run;
}

}  // namespace

TEST_CASE("every column of a table is documented, in its order", "[results]") {
  const JobsTableExtras all{.attributes = {.priority = true,
                                           .tenant = true,
                                           .deadline = true,
                                           .elastic = true,
                                           .spread = true,
                                           .data = true},
                            .preemptive = true,
                            .nodes = true,
                            .setbacks = true,
                            .migratory = true};
  CHECK(documented("jobs.csv", "column") == jobs_table_columns(all));
  Names of_sites = sites_table_columns();
  of_sites.insert(of_sites.end(), node_site_columns().begin(), node_site_columns().end());
  CHECK(documented("sites.csv", "column") == of_sites);
  CHECK(documented("trunks.csv", "column") == trunks_table_columns());
  CHECK(documented("flows.csv", "column") == flows_table_columns());
  CHECK(documented("tenants.csv", "column") == tenants_table_columns());
  CHECK(documented("failures.csv", "column") == failures_table_columns());
  CHECK(documented("site_outages.csv", "column") == site_outages_table_columns());
  CHECK(documented("storage.csv", "column") == storage_table_columns());
  CHECK(documented("timeline.csv", "column") == timeline_columns());
  CHECK(documented("timeline.csv", "metric") == timeline_metrics());
}

TEST_CASE("every key of the summary is documented, and exists", "[results]") {
  std::set<std::string> written;
  ResultsStage traced(near_and_far());
  const InputRows rows{.rows = 2,
                       .used = 1,
                       .left_out = {{.what = "no", .rows = 1, .first_line = 2}},
                       .remarks = {{.what = "but", .rows = 1, .first_line = 1}}};
  collect(summary_json(traced.run(), {.inputs = {{"log", rows}}, .events = 1}), "", written);
  // A run until done has everything but the offer; four days have the interval of the backlog.
  for (const double days : {0.0, 4.0}) {
    ResultsStage stage(near_and_far());
    if (days > 0) stage.scenario.duration = span(days * 86400);
    stage.know_limits();
    const RunResults& results = stage.run();
    const ReservationSales sales{
        .given = 1, .declined = 1, .displaced = 1, .wave_hours = 1, .price_cny = 1};
    collect(summary_json(results, {.events = 1, .interrupted = true, .reservations = sales}), "",
            written);
  }
  ResultsStage broken(near_and_far());
  broken.stage.world.transfer_price = 0.1;
  broken.cut({engine_test::cut({0}, 100, 700)});
  collect(summary_json(broken.run(), {.events = 1, .interrupted = true}), "", written);
  ResultsStage hopeless({job("hopeless", 0, 9, 1)});
  hopeless.stage.parts->dispatchers[0] = std::make_unique<engine_test::RuleDispatch>(
      [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
        out.reject(waiting.slot);
      });
  collect(summary_json(hopeless.run(), {.events = 1, .interrupted = true}), "", written);
  // A job that is late, of a tenant, with one that suspends it and one that is held.
  Job first = job("first", 0, 8, 100);
  first.deadline = at(90);
  first.tenant = TenantId{0};
  Job last = job("last", 20, 8, 1000);
  last.after = {0};
  first.followers = 1;
  ResultsStage terms({first, job("second", 10, 8, 10), last});
  terms.stage.parts->schedulers[0] =
      std::make_unique<engine_test::RuleSchedule>(engine_test::last_come_first_served());
  collect(summary_json(terms.run(), {.held = 1}), "", written);
  // A job that changes its width.
  ResultsStage wide(resized_jobs());
  wide.stage.parts->schedulers[0] = std::make_unique<engine_test::RuleSchedule>(wider_at(50));
  collect(summary_json(wide.run(), {}), "", written);
  // An outage of the site where a job runs.
  ResultsStage dark({job("hit", 0, 8, 100)});
  dark.stage.parts->site_outages = {.outages = {{"fire", SiteId{0}, at(50), at(80)}}};
  collect(summary_json(dark.run(), {}), "", written);
  // A job that is killed, and one that was to come after it.
  first.requested = span(5);
  ResultsStage behind({first, last});
  collect(summary_json(behind.run(), {}), "", written);
  ResultsStage on_nodes({job("on nodes", 0, 4, 100)});
  engine_test::give_nodes(on_nodes.stage, {4, 4});
  collect(summary_json(on_nodes.run(), {}), "", written);
  ResultsStage across_sites({engine_test::across("both", 0, engine_test::hundred_steps())});
  across_sites.stage.parts->dispatchers[0] =
      std::make_unique<engine_test::RuleDispatch>(engine_test::to_both_or(0));
  collect(summary_json(across_sites.run(), {}), "", written);
  collect(summary_json(a_move()->run(), {}), "", written);
  // A job that needs a named set, at sites with both pools.
  ResultsStage storing({engine_test::job_with("reads", 0, {0})});
  DataPlan& plan = storing.scenario.data_plan;
  plan.sites.resize(2);
  plan.sites[0].hot.capacity = plan.sites[0].cold.capacity = 10;
  plan.sets.push_back({.name = "set", .size = Bytes{1}, .places = {NodeId{1}}});
  storing.stage.parts->data.plan = &plan;
  collect(summary_json(storing.run(), {}), "", written);
  Names names = documented("summary.json", "key");
  CHECK(std::set<std::string>(names.begin(), names.end()) == written);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
}

TEST_CASE("every key of a decision is documented, and exists", "[results]") {
  const TemporaryFolder folder;
  // room claims 6 of 8, late claims 6 where 2 are left, hopeless is rejected.
  ResultsStage stage({job("room", 0, 6, 100), job("late", 0, 6, 100), job("hopeless", 0, 9, 1)});
  stage.stage.parts->platform.remember_own = false;
  stage.stage.parts->dispatchers[0] = std::make_unique<engine_test::RuleDispatch>(
      [](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
        if (waiting.accelerators > 8) {
          out.reject(waiting.slot);
        } else {
          out.place_now(waiting.slot, SiteId{0});
        }
      });
  const DataPlan plan{.sets = {{.name = "set", .size = Bytes{1}}}};
  DecisionLog log(FileWriter(folder.file("decisions.jsonl")), stage.stage.world,
                  stage.stage.parts->platform, &plan);
  stage.run({&log});
  log.on_replicated(at(1), DataSetId{0}, SiteId{0}, PoolKind::hot, nullptr);
  log.commit();
  ResultsStage wide(resized_jobs());
  wide.stage.parts->schedulers[0] = std::make_unique<engine_test::RuleSchedule>(wider_at(50));
  DecisionLog widths(FileWriter(folder.file("widths.jsonl")), wide.stage.world,
                     wide.stage.parts->platform);
  wide.run({&widths});
  widths.commit();
  ResultsStage across_sites({engine_test::across("both", 0, engine_test::hundred_steps())});
  across_sites.stage.parts->dispatchers[0] =
      std::make_unique<engine_test::RuleDispatch>(engine_test::to_both_or(0));
  DecisionLog both(FileWriter(folder.file("both.jsonl")), across_sites.stage.world,
                   across_sites.stage.parts->platform);
  across_sites.run({&both});
  both.commit();
  std::set<std::string> written;
  collect(parse_json(folder.read("both.jsonl"), "both.jsonl"), "", written);
  std::istringstream lines(folder.read("decisions.jsonl") + folder.read("widths.jsonl"));
  std::vector<std::string> decisions;
  for (std::string line; std::getline(lines, line);) {
    const Json entry = parse_json(line, "decisions.jsonl");
    collect(entry, "", written);
    const char* of = entry.contains("job") ? "job" : "set";
    decisions.push_back(entry[of].get<std::string>() + " " + entry["decision"].get<std::string>());
  }
  // late is refused at 0 and comes back when room has ended.
  CHECK(decisions == Names{"room placed", "late refused", "hopeless rejected", "late placed",
                           "set copied", "wide placed", "wide started", "wide resized"});
  const Names names = documented("Decisions (`--decisions FILE`)", "key");
  CHECK(std::set<std::string>(names.begin(), names.end()) == written);
}

}  // namespace eastwest::results_test
