// An engine stage with all ledgers attached, and hand-made jobs for ledgers that are fed directly.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/offered_load.hpp"
#include "sim/results/run_results.hpp"
#include "tests/sim/engine/cuttable_network.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::results_test {

using engine_test::at;
using engine_test::into_queue_of;
using engine_test::job;
using engine_test::span;
using engine_test::Stage;
using engine_test::two_sites;

inline Scenario scenario_named(const std::string& name) {
  Scenario scenario;
  scenario.name = name;
  scenario.start = CivilTime{.year = 2025, .month = 7, .day = 7};
  scenario.strategy = "custom";
  scenario.workloads = {{.name = "list", .model = {.name = "trace", .parameters = {}}}};
  scenario.platform.name = "nation";
  scenario.dispatch.name = "rule";
  scenario.schedule.name = "plain-fcfs";
  scenario.network.name = "lone";
  return scenario;
}

/// A job as a ledger sees it at its submission.
inline LiveJob live_job(Job made, std::uint64_t serial = 0) {
  LiveJob live;
  live.job = std::move(made);
  live.serial = serial;
  live.dispatcher = DispatcherId{0};
  return live;
}

/// The run that most tests of results compute by hand. Left (west, 8 accelerators) is the site of
/// all jobs; the trunk between a and b has 400 Gb/s, 100 km and 0.49 ms.
///
///   near: home a (west), 4 accelerators, runs 0 … 3600 s.
///   far:  home b (east), 8 accelerators for 7200 s. 10 TB travel 200 s + 0.49 ms; it then
///         queues until near ends, runs 3600 … 10800 s, and 5 TB travel home in 100 s + 0.49 ms.
inline std::vector<Job> near_and_far() {
  Job near = job("near", 0, 4, 3600, 0);
  near.class_name = "small";
  Job far = job("far", 0, 8, 7200, 1);
  far.class_name = "large";
  far.input = Bytes{10'000'000'000'000};
  far.result = Bytes{5'000'000'000'000};
  return {near, far};
}
inline constexpr double kStaged = 200.00049;
inline constexpr double kEnd = 10900.00049;

/// A stage whose run is observed by all ledgers. `extra` observers come after them.
struct ResultsStage {
  explicit ResultsStage(std::vector<Job> jobs, std::vector<Job> warm = {})
      : stage(two_sites(8, 4), into_queue_of(0), std::move(jobs), std::move(warm)) {}

  /// Gives the run outages, and a network that can be cut. To be called before run().
  void cut(std::vector<Outage> outages) {
    stage.parts->calendar.outages = std::move(outages);
    stage.parts->calendar.in_flight = scenario.network_plan.in_flight;
    stage.parts->network = std::make_unique<engine_test::CuttableNetwork>();
  }

  RunResults& run(std::vector<Observer*> extra = {}) {
    results = std::make_unique<RunResults>(RunFrame{
        .world = stage.world,
        .topology = stage.topology,
        .scenario = scenario,
        .scopes = stage.parts->platform.silos,
        .offered = offered_by_silo(stage.world, stage.parts->platform, stage.parts->workloads)});
    for (Observer* observer : results->observers()) stage.parts->observers.push_back(observer);
    for (Observer* observer : extra) stage.parts->observers.push_back(observer);
    stage.parts->settle_step = TrunkLedger::kStep;
    results->read_from([this](TransferSlot slot) { return stage.simulation->remaining(slot); });
    if (scenario.duration) stage.parts->horizon = kStart + *scenario.duration;
    stage.run();
    return *results;
  }
  [[nodiscard]] RunEnd end() const {
    return {.events = stage.simulation->events(), .interrupted = false};
  }

  Stage stage;
  Scenario scenario = scenario_named("near and far");
  std::unique_ptr<RunResults> results;
};

}  // namespace eastwest::results_test
