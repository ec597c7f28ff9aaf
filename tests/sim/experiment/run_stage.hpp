// A hand-made scenario with hand-made models, for tests of whole runs.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/run_scenario.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::run_test {

using engine_test::at;
using engine_test::job;
using engine_test::span;

/// Two sites (8 accelerators in the west, 4 in the east), a trunk of 400 Gb/s and 0.49 ms. `near`
/// of home a holds 4 of the west from 0 to 3600 s; `far` of home b brings 10 TB (200.00049 s),
/// holds 8 of the west from 3600 to 10800 s, and its 5 TB are home at 10900.00049 s.
inline std::vector<Job> near_and_far() {
  Job near = job("near", 0, 4, 3600, 0);
  Job far = job("far", 0, 8, 7200, 1);
  far.input = Bytes{10'000'000'000'000};
  far.result = Bytes{5'000'000'000'000};
  return {near, far};
}

inline LoadedScenario loaded_scenario() {
  LoadedScenario loaded;
  loaded.world = engine_test::two_sites(8, 4);
  Scenario& scenario = loaded.scenario;
  scenario.name = "near-and-far";
  scenario.start = CivilTime{.year = 2025, .month = 7, .day = 7};
  scenario.seed = 7;
  scenario.strategy = "custom";
  scenario.workloads = {{.name = "list", .model = {.name = "list", .parameters = {}}}};
  scenario.platform.name = "nation";
  scenario.dispatch.name = "west";
  scenario.schedule.name = "plain-fcfs";
  scenario.estimates.name = "none";
  scenario.network.name = "lone";
  loaded.resolved = "name: near-and-far\n";
  loaded.inputs = {{.path = "near-and-far.yaml", .sha256 = "0123"}};
  return loaded;
}

/// Adds a model that has no parameters.
template <class Factory>
void add(Registry<Factory>& registry, const std::string& name, Factory make) {
  Registered<Factory> entry;
  entry.description.name = name;
  entry.make = std::move(make);
  registry.add(std::move(entry));
}

inline std::unique_ptr<DispatchPolicy> rule(engine_test::DispatchRule made) {
  return std::make_unique<engine_test::RuleDispatch>(std::move(made));
}

/// A network that, like SimGrid's, cannot go on for ever.
class BriefNetwork final : public engine_test::LoneNetwork {
 public:
  [[nodiscard]] NetworkTraits traits() const override {
    return {.span_max = std::chrono::days{90}};
  }
};

/// Models by the names that loaded_scenario() uses, with the jobs given.
inline ModelRegistries registries_with(std::vector<Job> jobs) {
  ModelRegistries models;
  const NetworkFactory lone = [](const Parameters&) {
    return std::make_unique<engine_test::LoneNetwork>();
  };
  add(models.networks, "lone", lone);
  add<NetworkFactory>(models.networks, "brief",
                      [](const Parameters&) { return std::make_unique<BriefNetwork>(); });
  add<WorkloadFactory>(models.workloads, "list", [jobs](const Parameters&, const WorkloadContext&) {
    return std::make_unique<engine_test::ListWorkload>(jobs);
  });
  add<WorkloadFactory>(models.workloads, "torn",
                       [](const Parameters&, const WorkloadContext&) -> std::unique_ptr<Workload> {
                         throw ScenarioError("jobs.csv", "the file is torn");
                       });
  add<PlatformFactory>(models.platforms, "nation", [](const Parameters&, const World&) {
    PlatformRules rules;
    rules.silos = {
        {.name = "nation", .sites = {SiteId{0}, SiteId{1}}, .homes = {NodeId{0}, NodeId{1}}}};
    return rules;
  });
  add<DispatchFactory>(models.dispatches, "west",
                       [](const Parameters&, const ModelRegistries&, const World&) {
                         return rule(engine_test::into_queue_of(0));
                       });
  add<DispatchFactory>(models.dispatches, "astray",
                       [](const Parameters&, const ModelRegistries&, const World&) {
                         return rule(engine_test::into_queue_of(9));
                       });
  add<ScheduleFactory>(models.schedules, "plain-fcfs", [](const Parameters&) {
    return std::make_unique<engine_test::PlainFcfs>();
  });
  add<EstimateFactory>(models.estimates, "none", [](const Parameters&) -> RuntimeEstimate {
    return [](const Job&, std::uint64_t, const RandomSource&) { return std::nullopt; };
  });
  return models;
}

}  // namespace eastwest::run_test
