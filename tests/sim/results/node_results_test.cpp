// What results say of sites with nodes: shares held, fragmentation by hand, and the second book.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/results/audit.hpp"
#include "sim/results/jobs_table.hpp"
#include "sim/results/result_tables.hpp"
#include "sim/text/byte_source.hpp"
#include "tests/catch.hpp"
#include "tests/sim/engine/node_stage.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

using engine_test::give_nodes;
using engine_test::job_on;

/// `half` has half an accelerator of n0 for 400 s, `pair` both of n1 for 100 s.
std::vector<Job> half_and_pair() {
  return {job_on("half", 0, 1, 400, {.share = 500}), job_on("pair", 0, 2, 100, {.together = true})};
}

}  // namespace

TEST_CASE("shares of an accelerator count as what they are", "[nodes]") {
  ResultsStage stage(half_and_pair());
  give_nodes(stage.stage, {2, 2});
  const RunResults& results = stage.run();
  // 1/2 x 400 + 2 x 100 = 400 accelerator-seconds, of 4 x 400.
  CHECK(results.sites().allocated_share({SiteId{0}}) == 0.25);
  CHECK(to_accelerator_hours(results.jobs().held()) == 400 / 3600.0);
  CHECK(to_accelerator_hours(results.jobs().nation().work) == 400 / 3600.0);
}

TEST_CASE("what is free and could not be used is fragmented", "[nodes]") {
  ResultsStage stage(half_and_pair());
  give_nodes(stage.stage, {2, 2});
  const RunResults& results = stage.run();
  // Half of the jobs are pairs. All the time n0 has 1500 thousandths free that no pair could use,
  // and any half could: F = (0 + 1500) / 2 = 750. Free are 1500 for 100 s, then 3500 for 300 s.
  const double expected = 750.0 * 400 / (1500.0 * 100 + 3500.0 * 300);
  CHECK(results.fragmentation().fragmentation(SiteId{0}) == Approx(expected).epsilon(1e-14));
  CHECK(results.fragmentation().fragmentation() == Approx(0.25).epsilon(1e-14));
  CHECK(results.fragmentation().fragmentation(SiteId{1}) == 0);
}

TEST_CASE("what no job can use on a node is all of it", "[nodes]") {
  const ComputeNode node{.id = "n", .accelerators = 4, .kind = "G2", .cpu = 8000};
  const NodeList list({node});
  std::vector<NodeState> states = free_nodes(list);
  NodeState& state = states.front();
  CHECK(unusable_thousandths(state, 1, {.share = 300}) == 0);
  CHECK(unusable_thousandths(state, 8, {}) == 0);
  // Another kind; more than there is; too much CPU.
  CHECK(unusable_thousandths(state, 1, {.kinds = {"T4"}}) == 4000);
  CHECK(unusable_thousandths(state, 8, {.together = true}) == 4000);
  CHECK(unusable_thousandths(state, 1, {.cpu = 9000}) == 4000);
  take_part(state, {.node = 0, .accelerators = {1}, .cpu = 6000, .memory = 0}, 800);
  // 200 thousandths of one are left, and 2 cores.
  CHECK(unusable_thousandths(state, 1, {.share = 300}) == 200);
  CHECK(unusable_thousandths(state, 1, {.share = 200}) == 0);
  CHECK(unusable_thousandths(state, 2, {}) == 200);
  CHECK(unusable_thousandths(state, 1, {.share = 200, .cpu = 3000}) == 3200);
  CHECK(unusable_thousandths(state, 4, {.nodes = 1}) == 3200);
}

TEST_CASE("the table of jobs tells their nodes", "[nodes]") {
  const TemporaryFolder folder;
  ResultsStage stage(half_and_pair());
  give_nodes(stage.stage, {1, 1, 2});
  JobsTable table(FileWriter(folder.file("jobs.csv")), stage.stage.world, stage.scenario,
                  {.nodes = true});
  stage.run({&table});
  table.commit();
  const std::string text = read_whole_file(folder.file("jobs.csv"), 1 << 20);
  CHECK(text.find(",held_accelerators,nodes\n") != std::string::npos);
  CHECK(text.find("\npair,") < text.find("\nhalf,"));
  CHECK(text.find(",2,n2\n") != std::string::npos);
  CHECK(text.ends_with(",0.5,n0\n"));
}

TEST_CASE("the table of sites tells nodes and fragmentation where there are any", "[nodes]") {
  const TemporaryFolder folder;
  ResultsStage stage(half_and_pair());
  give_nodes(stage.stage, {2, 2});
  write_sites_table(FileWriter(folder.file("sites.csv")), stage.run());
  const std::string text = read_whole_file(folder.file("sites.csv"), 1 << 20);
  CHECK(text.find(",uplink_out_bytes,nodes,fragmentation\n") != std::string::npos);
  CHECK(text.find(",2,0.25\n") != std::string::npos);
  CHECK(text.ends_with(",,\n"));  // the right site is one pool
}

namespace {

/// What the audit says of a run whose jobs tell `forged` holds.
using Doctor = std::function<void(NodeHold&)>;
std::string audited(const Doctor& doctor) {
  ResultsStage stage(half_and_pair());
  give_nodes(stage.stage, {2, 2});
  /// Hands on what the audit must see of a run without transfers.
  class Forger final : public Observer {
   public:
    Forger(Audit& audit, Doctor doctor) : audit_(audit), doctor_(std::move(doctor)) {}
    void on_submitted(Date date, const LiveJob& live) override { audit_.on_submitted(date, live); }
    void on_placed(Date date, const LiveJob& live) override { audit_.on_placed(date, live); }
    void on_queued(Date date, const LiveJob& live) override { audit_.on_queued(date, live); }
    void on_started(Date date, const LiveJob& live) override {
      LiveJob forged = live;
      forged.hold = std::make_shared<NodeHold>(*live.hold);
      doctor_(*forged.hold);
      audit_.on_started(date, forged);
    }
    void on_ended(Date date, const LiveJob& live) override { audit_.on_ended(date, live); }
    void on_finished(Date date, const LiveJob& live) override { audit_.on_finished(date, live); }
    void on_settled(Date date) override { audit_.on_settled(date); }

   private:
    Audit& audit_;
    Doctor doctor_;
  };
  Audit audit(stage.stage.world, stage.stage.topology, kStart);
  Forger forger(audit, doctor);
  stage.stage.parts->observers = {&forger};
  try {
    stage.stage.simulation = std::make_unique<Simulation>(std::move(*stage.stage.parts));
    audit.compare_with({.site = [&](SiteId id) -> const SiteBook& {
                          return stage.stage.simulation->site_book(id);
                        },
                        .alive = [&] { return stage.stage.simulation->alive(); },
                        .links = {},
                        .network = {}});
    stage.stage.simulation->run();
  } catch (const Defect& defect) {
    return defect.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("the audit finds what is stolen from a node", "[nodes]") {
  CHECK(audited([](NodeHold&) {}) == "nothing");
  const std::string broken = "audit: invariant 1 ";
  // Another share, a node less, an accelerator that is not there, one that is taken already.
  CHECK(audited([](NodeHold& hold) { hold.share += 100; }).starts_with(broken));
  CHECK(audited([](NodeHold& hold) { hold.parts.clear(); }).starts_with(broken));
  CHECK(audited([](NodeHold& hold) { hold.parts[0].accelerators[0] = 7; }).starts_with(broken));
  CHECK(audited([](NodeHold& hold) { hold.parts[0].node = 0; }).starts_with(broken));
  CHECK(audited([](NodeHold& hold) { hold.parts[0].cpu = 20'000; }).starts_with(broken));
  CHECK(audited([](NodeHold& hold) {
          if (hold.share == 500) hold.parts[0].node = 1;
        }).starts_with(broken));
}

}  // namespace eastwest::results_test
