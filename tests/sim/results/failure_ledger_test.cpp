// What outages did to the transfers of near and far: rows, sums, bytes and cost by hand.
#include "sim/results/failure_ledger.hpp"

#include "sim/results/result_tables.hpp"
#include "sim/results/summary.hpp"
#include "sim/results/summary_text.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest::results_test {
namespace {

/// The trunk is down while far's 10 TB arrive (200 s) and while its 5 TB go home (100 s).
std::vector<Outage> two_cuts() {
  return {engine_test::cut({0}, 100, 700), engine_test::cut({0}, 10'850, 11'000)};
}

}  // namespace

TEST_CASE("transfers that wait for the repair", "[results]") {
  ResultsStage stage(near_and_far());
  stage.stage.world.transfer_price = 0.1;
  stage.cut(two_cuts());
  const RunResults& results = stage.run();
  const auto& rows = results.failures().rows();
  REQUIRE(rows.size() == 2);
  // 100 s at 50 GB/s: 5 TB moved, 5 TB left, 600 s still.
  CHECK(rows[0].sums.hit == 1);
  CHECK(rows[0].sums.waited == 1);
  CHECK(rows[0].sums.rerouted + rows[0].sums.failed == 0);
  CHECK(whole_bytes(rows[0].sums.moved) == 5'000'000'000'000);
  CHECK(whole_bytes(rows[0].sums.left) == 5'000'000'000'000);
  CHECK(rows[0].sums.stood == span(600));
  // far computes from 3600 s to 10800 s, so its results have moved for 50 s: 2.5 TB.
  CHECK(whole_bytes(rows[1].sums.moved) == 2'500'000'000'000);
  CHECK(rows[1].sums.stood == span(150));
  CHECK(stage.stage.recorder.finishes.at("far") == 11050.00049);

  const LinkMeter& links = results.links();
  CHECK(whole_bytes(links.link(LinkId{1}).staged) == 10'000'000'000'000);
  CHECK(whole_bytes(links.link(LinkId{0}).returned) == 5'000'000'000'000);
  CHECK(links.link(LinkId{1}).transfers == 1);
  // The first hour had 3000 s of 400 Gb/s: 8e13 bits of 1.2e15.
  CHECK(results.trunks().utilisation(LinkId{1}).maximum == Approx(8e13 / 1.2e15));

  // 15 TB over the trunk at 0.1 CNY/GB.
  REQUIRE(results.network_cost(stage.end()));
  CHECK(*results.network_cost(stage.end()) == Approx(1500));
  const Json summary = summary_json(results, stage.end());
  CHECK(summary["money"]["network_cny"].get<double>() == Approx(1500));
  CHECK(summary["network"]["failures"]["waited"].get<int>() == 2);
  const std::string text = summary_text(results, stage.end());
  CHECK(text.find("Outages of the network: 2 cuts, 0 ports, 0 maintenance windows; 2 transfers "
                  "hit\n  of these 0 went on another way, 2 waited, 0 began again; 7.5 TB had been "
                  "moved, 7.5 TB were\n  left; they stood still for 6.25 min each on average\n") !=
        std::string::npos);
  CHECK(text.find("Cost of transfers: 1.5 thousand CNY, at 0.1 CNY/GB over trunks\n") !=
        std::string::npos);
}

TEST_CASE("transfers that begin again", "[results]") {
  ResultsStage stage(near_and_far());
  stage.scenario.network_plan.in_flight = InFlight::fail;
  stage.cut(two_cuts());
  const RunResults& results = stage.run();
  const FailureLedger::Sums total = results.failures().total();
  CHECK(total.failed == 2);
  CHECK(total.waited + total.rerouted == 0);
  CHECK(whole_bytes(total.wasted) == 7'500'000'000'000);
  // Far's data: 5 TB, then all 10 TB again; its results 2.5 TB and 5 TB.
  CHECK(whole_bytes(results.links().all().bytes()) == 22'500'000'000'000);
  CHECK_FALSE(results.network_cost(stage.end()));
}

TEST_CASE("failures.csv", "[results]") {
  const TemporaryFolder folder;
  ResultsStage stage(near_and_far());
  std::vector<Outage> outages = two_cuts();
  outages[1].end = at(20'000);  // not within the run
  outages[1].spans.push_back(SpanId{2});
  outages[1].ports = 1;
  outages[1].kind = OutageKind::port;
  stage.cut(std::move(outages));
  stage.scenario.duration = span(10'900);
  const RunResults& results = stage.run();
  write_failures_table(FileWriter(folder.file("failures.csv")), results.failures(),
                       stage.stage.world);
  CHECK(folder.read("failures.csv") ==
        "failure,kind,spans,ports,start_s,end_s,transfers_hit,rerouted,waited,failed,bytes_moved,"
        "bytes_left,bytes_wasted,stood_still_s,detoured,bytes_detoured\n"
        "cut at 100 s,cut,a-b,,100,700,1,0,1,0,5000000000000,5000000000000,0,600,0,0\n"
        "cut at 10850 s,port,a-b;right "
        "uplink,1,10850,,1,0,1,0,2500000000000,2500000000000,0,50,0,0\n");
}

TEST_CASE("outages of the warm-up are in no row", "[results]") {
  Job early = job("early", -5000, 1, 10, 1);
  early.input = Bytes{10'000'000'000'000};
  ResultsStage stage({early});
  stage.stage.parts->first = at(-5000);
  stage.cut({engine_test::cut({0}, -4900, 100)});
  CHECK(stage.run().failures().rows().empty());
}

}  // namespace eastwest::results_test
