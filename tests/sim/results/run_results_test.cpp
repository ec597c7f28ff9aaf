// The hand-computed run of near and far: jobs, sites, trunks, flows and verdict.
#include "sim/results/run_results.hpp"

#include "sim/results/result_tables.hpp"
#include "sim/results/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/results/results_stage.hpp"

namespace eastwest::results_test {

TEST_CASE("waits and their parts are those of the story", "[results]") {
  ResultsStage stage(near_and_far());
  const JobLedger& jobs = stage.run().jobs();
  CHECK(jobs.nation().submitted == 2);
  CHECK(jobs.nation().completed == 2);
  CHECK(jobs.nation().alive == 0);
  // near waits 0 s, far 3600 s: 200.00049 s of staging, the rest in the queue.
  CHECK(jobs.waits().mean() == 1800);
  CHECK(jobs.waits().maximum() == 3600);
  CHECK(jobs.wait_parts().deferred == 0);
  CHECK(jobs.wait_parts().matching == 0);
  CHECK(jobs.wait_parts().staging == Approx(kStaged / 2));
  CHECK(jobs.wait_parts().queued == Approx((3600 - kStaged) / 2));
  // near 3600 s from submission to done; far until its results are home.
  CHECK(jobs.flow_times().mean() == Approx((3600 + kEnd) / 2));
  CHECK(jobs.slowdowns().maximum() == 1.5);  // (3600 + 7200) / 7200
  CHECK(to_seconds(jobs.makespan()) == Approx(kEnd));
  // 4 x 1 h + 8 x 2 h.
  CHECK(to_accelerator_hours(jobs.held()) == 20);
  CHECK(jobs.nation().served_share() == 1);
}

TEST_CASE("sites are as full as the story says", "[results]") {
  ResultsStage stage(near_and_far());
  const SiteLedger& sites = stage.run().sites();
  CHECK(to_seconds(sites.span()) == Approx(kEnd));
  CHECK(sites.allocated_share({SiteId{0}}) == Approx(20 * 3600 / (8 * kEnd)));
  CHECK(sites.allocated_share({SiteId{1}}) == 0);
  CHECK(sites.allocated_share() == Approx(20 * 3600 / (12 * kEnd)));
  REQUIRE(sites.allocated_share_by_day().size() == 1);
  CHECK(sites.allocated_share_by_day()[0] == Approx(20 * 3600 / (12 * kEnd)));
  // far alone queues: 8 accelerators from 200.00049 s to 3600 s.
  const StepIntegral& queued = sites.site(SiteId{0}).queued;
  CHECK(static_cast<double>(queued.integral()) == Approx(8 * (3600 - kStaged) * 1e9));
  CHECK(static_cast<double>(queued.maximum()) == 8);
}

TEST_CASE("trunks carry the bytes of the story", "[results]") {
  ResultsStage stage(near_and_far());
  const LinkMeter& links = stage.run().links();
  const TrunkLedger& trunks = stage.results->trunks();
  CHECK(links.all().transfers == 2);
  CHECK(whole_bytes(links.all().staged) == 10'000'000'000'000);
  CHECK(whole_bytes(links.all().returned) == 5'000'000'000'000);
  // Link 0 is a to b (results), link 1 b to a (data sets).
  CHECK(whole_bytes(links.link(LinkId{0}).returned) == 5'000'000'000'000);
  CHECK(whole_bytes(links.link(LinkId{0}).staged) == 0);
  CHECK(whole_bytes(links.link(LinkId{1}).staged) == 10'000'000'000'000);
  CHECK(whole_bytes(links.link(LinkId{1}).returned) == 0);
  CHECK_FALSE(links.knows_limits());
  // 8 bits x 10 TB / (400 Gb/s x 3600 s) = 1/18 of the first hour, nothing later.
  const Utilisation there = trunks.utilisation(LinkId{1});
  CHECK(there.maximum == Approx(1.0 / 18));
  CHECK(there.mean == Approx(8 * 10e12 / (4e11 * kEnd)));
  // The results fill the last 100.00049 s but for the 0.49 ms of light.
  const Utilisation back = trunks.utilisation(LinkId{0});
  CHECK(back.maximum == Approx(100 / 100.00049));
  // 95 % of the time of both directions is idle or 1/18: the last window is 1 % of 2 x 10900 s,
  // the first hour 17 %.
  CHECK(trunks.utilisation().p95 == Approx(1.0 / 18));
  CHECK(trunks.utilisation().mean == Approx((there.mean + back.mean) / 2));
}

namespace {

/// Meter and ledger of the link between the two sites that are told by hand what a transfer has
/// left.
struct ReadTrunk {
  ReadTrunk() {
    meter.read_from({.remaining = [this](TransferSlot slot) { return Bytes{left[slot.index()]}; }});
  }
  [[nodiscard]] TransferEvent from_b_to_left(int slot, std::int64_t size) const {
    return {.slot = TransferSlot{slot},
            .route = topology.node_to_site(NodeId{1}, SiteId{0}),
            .size = Bytes{size}};
  }
  void settle(double seconds, std::vector<std::int64_t> left_now) {
    left = std::move(left_now);
    meter.on_settled(at(seconds));
    ledger.on_settled(at(seconds));
  }
  void close(double seconds) {
    meter.on_horizon(at(seconds));
    ledger.on_horizon(at(seconds));
  }
  [[nodiscard]] std::int64_t bytes(int link) const {
    return whole_bytes(meter.link(LinkId{link}).bytes());
  }

  World world = two_sites(8, 4);
  Topology topology{world};
  std::vector<std::int64_t> left;
  LinkMeter meter{topology};
  TrunkLedger ledger{meter};
};

}  // namespace

TEST_CASE("bytes belong to the hour in which they passed, those of the warm-up to none",
          "[results]") {
  ReadTrunk trunk;
  const TransferEvent early = trunk.from_b_to_left(0, 1000);
  trunk.meter.on_transfer_started(at(-30), early);
  trunk.settle(-20, {900});
  // Of 1000 bytes 100 have moved before the start, 150 in the first hour, 750 in the second.
  trunk.settle(0, {900});
  const TransferEvent late = trunk.from_b_to_left(1, 1000);
  trunk.meter.on_transfer_started(at(3590), late);
  trunk.settle(3600, {750, 1000});
  CHECK(trunk.bytes(1) == 150);
  trunk.meter.on_transfer_ended(at(3605), early);
  // 400 of the other 1000 when the end of the run cuts it.
  trunk.meter.on_transfer_cancelled(at(3610), late, Bytes{600});
  trunk.close(3610);
  CHECK(whole_bytes(trunk.meter.all().bytes()) == 900 + 400);
  CHECK(trunk.meter.all().transfers == 1);
  CHECK(trunk.bytes(1) == 150 + 750 + 400);
  CHECK(trunk.bytes(0) == 0);
  // 1150 B in the 10 s of the second hour, at 50 GB/s.
  CHECK(trunk.ledger.utilisation(LinkId{1}).maximum == Approx(1150 / 500e9));
  CHECK(trunk.ledger.utilisation(LinkId{0}).maximum == 0);
}

TEST_CASE("a full trunk is full to the last digit, one that shares nothing may be more",
          "[results]") {
  // 400 Gb/s x 3600 s = 180 TB an hour.
  constexpr std::int64_t kHourful = 180'000'000'000'000;
  struct Case {
    std::int64_t more;
    double expected;
  };
  // Two transfers under way at both hours: each is read to a byte, at a date good to 4 ns (200 B).
  for (const Case& one : {Case{0, 1}, Case{2, 1}, Case{90'000'000'000'000, 1.5}}) {
    CAPTURE(one.more);
    ReadTrunk trunk;
    const std::int64_t half = kHourful / 2;
    trunk.settle(0, {});
    trunk.meter.on_transfer_started(at(0), trunk.from_b_to_left(0, kHourful));
    trunk.meter.on_transfer_started(at(0), trunk.from_b_to_left(1, kHourful));
    trunk.settle(3600, {half, half - one.more});
    trunk.meter.on_transfer_cancelled(at(3600), trunk.from_b_to_left(0, kHourful), Bytes{half});
    trunk.meter.on_transfer_cancelled(at(3600), trunk.from_b_to_left(1, kHourful),
                                      Bytes{half - one.more});
    trunk.close(3600);
    CHECK(trunk.ledger.utilisation(LinkId{1}).maximum == one.expected);
    CHECK(trunk.ledger.utilisation(LinkId{1}).mean == one.expected);
  }
}

TEST_CASE("a transfer that began in the warm-up and crosses hours, in a run", "[results]") {
  // 400 TB at 400 Gb/s take 8000 s: 1000 s before the start, one hour of 180 TB, another, and done
  // at 7000 s: 170 TB in the second hour.
  Job far = job("far", -1000, 1, 600, 1);
  far.input = Bytes{400'000'000'000'000};
  ResultsStage stage({far});
  stage.stage.parts->first = at(-1000);
  const RunResults& results = stage.run();
  CHECK(whole_bytes(results.links().link(LinkId{1}).staged) == 350'000'000'000'000);
  CHECK(whole_bytes(results.links().all().bytes()) == 350'000'000'000'000);
  CHECK(results.trunks().utilisation(LinkId{1}).maximum == 1);
  // The run ends 600 s after the data are there: at 7600.00049 s, of which 7000 s were full.
  CHECK(results.trunks().utilisation(LinkId{1}).mean == Approx(7000 / 7600.00049));
}

TEST_CASE("flows tell who computes for whom", "[results]") {
  ResultsStage stage(near_and_far());
  const FlowLedger& flows = stage.run().flows();
  REQUIRE(flows.flows().size() == 2);
  // far is eastern work of 16 of 20 accelerator-hours, done in the West.
  CHECK(flows.east_to_west_share().value() == Approx(0.8));
  CHECK(flows.home_share().value() == Approx(0.2));
  const auto& [key, sums] = *flows.flows().rbegin();
  CHECK(key.home == ProvinceId{1});
  CHECK(key.site == ProvinceId{0});
  CHECK(key.class_name == "large");
  CHECK(sums.jobs == 1);
  CHECK(to_accelerator_hours(sums.held) == 16);
  CHECK(static_cast<double>(sums.bytes) == 15e12);
}

TEST_CASE("jobs cut at the horizon are alive, those not started are not served", "[results]") {
  // At 1800 s near runs and far queues.
  ResultsStage stage(near_and_far());
  stage.scenario.duration = span(1800);
  const RunResults& results = stage.run();
  const JobSums& sums = results.jobs().nation();
  CHECK(sums.completed == 0);
  CHECK(sums.alive == 2);
  CHECK(to_accelerator_hours(results.jobs().held()) == 2);  // 4 x half an hour
  CHECK(to_accelerator_hours(sums.unserved) == 16);
  CHECK(sums.served_share() == Approx(4.0 / 20));
  CHECK(results.backlog().nation() == 16);
  CHECK(results.backlog().site(SiteId{0}) == 16);
}

TEST_CASE("warm jobs and jobs of the warm-up fill sites and are in no count", "[results]") {
  Job warm = job("warm", -100, 2, 300);
  warm.warm = true;
  warm.elapsed = span(100);
  ResultsStage stage({job("early", -50, 1, 100), job("counted", 0, 1, 10)}, {warm});
  stage.stage.parts->first = at(-100);
  const RunResults& results = stage.run();
  CHECK(results.jobs().nation().submitted == 1);
  CHECK(results.jobs().nation().completed == 1);
  CHECK(to_accelerator_hours(results.jobs().held()) == Approx(10.0 / 3600));
  // From 0 s on: warm holds 2 until -100 + 200 = 100 s, early 1 until 50 s, counted 1 for 10 s.
  const WideInteger held = results.sites().site(SiteId{0}).allocated.integral();
  CHECK(static_cast<double>(held) == (2 * 100 + 1 * 50 + 1 * 10) * 1e9);
  CHECK(results.flows().flows().size() == 1);
}

TEST_CASE("Jain's index by hand", "[results]") {
  CHECK(jain_index({}) == 1);
  CHECK(jain_index({0, 0}) == 1);
  CHECK(jain_index({2, 2, 2}) == Approx(1));
  CHECK(jain_index({5, 0, 0, 0}) == Approx(0.25));
  CHECK(jain_index({1, 3}) == Approx(0.8));  // 16 / (2 x 10)
}

TEST_CASE("the summary agrees with the ledgers", "[results]") {
  ResultsStage stage(near_and_far());
  const RunResults& results = stage.run();
  const Json summary = summary_json(results, stage.end());
  CHECK((summary["scenario"] == "near and far"));
  CHECK((summary["start"] == "2025-07-07 00:00"));
  CHECK((summary["choices"]["network"] == "lone"));
  CHECK((summary["jobs"]["wait_s"]["mean"] == 1800.0));
  CHECK((summary["jobs"]["accelerator_hours"] == 20.0));
  CHECK((summary["compute"]["accelerators"] == 12));
  CHECK((summary["compute"]["by_hub"][0]["hub"] == "none"));
  CHECK((summary["network"]["bytes"] == 15'000'000'000'000));
  CHECK((summary["network"]["capacity_bps"] == 400'000'000'000));
  CHECK(summary["shift"]["home_share"].get<double>() == Approx(0.2));
  // Waits of 0 s (home a) and 3600 s (home b): one has everything.
  CHECK(summary["fairness"]["jain_wait_by_home"].get<double>() == Approx(0.5));
  CHECK(summary["fairness"]["jain_served_by_home"].get<double>() == Approx(1));
  CHECK((summary["platform"]["decisions"] == 2));
  CHECK((summary["platform"]["refused"]["stale"] == 0));
  CHECK((summary["verdict"] == "stable"));
  CHECK((summary["scopes"][0]["scope"] == "nation"));
  CHECK_FALSE(summary.contains("energy"));
  CHECK_FALSE(summary.contains("interrupted"));
  CHECK_FALSE(summary["compute"].contains("offered_share"));
}

}  // namespace eastwest::results_test
