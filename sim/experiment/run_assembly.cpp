// Implements sim/experiment/run_assembly.hpp.
#include "sim/experiment/run_assembly.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/experiment/mechanisms.hpp"
#include "sim/experiment/model_mistakes.hpp"

namespace eastwest {
namespace {

std::unique_ptr<Network> make_network(const LoadedScenario& loaded,
                                      const ModelRegistries& registries) {
  const Scenario& scenario = loaded.scenario;
  auto network = registries.networks.at(scenario.network.name).make(scenario.network.parameters);
  if (!scenario.duration) return network;
  const Duration span = scenario.warm_up + *scenario.duration;
  const Duration longest = network->traits().span_max;
  if (span <= longest) return network;
  const YamlNode* written = loaded.document.find("duration");
  Diagnostics diagnostics;
  add_error(
      diagnostics, written == nullptr ? loaded.document : *written, "duration",
      fmt::format("the network '{}' simulates at most {}, warm-up and duration are {}",
                  scenario.network.name, to_text(longest), to_text(span)),
      "its clock gets too coarse in a longer run: shorten duration, or choose another network");
  throw ScenarioError(std::move(diagnostics));
}

Duration time_of_day(const CivilTime& time) {
  return std::chrono::hours{time.hour} + std::chrono::minutes{time.minute} +
         std::chrono::seconds{time.second};
}

const DataPlan* plan_of(const Scenario& scenario) {
  return scenario.data_plan.is_used() ? &scenario.data_plan : nullptr;
}

DataParts make_data(const LoadedScenario& loaded, const ModelRegistries& registries) {
  const DataPlan& plan = loaded.scenario.data_plan;
  DataParts parts{.plan = plan_of(loaded.scenario)};
  if (!plan.cache.name.empty()) {
    parts.cache = registries.caches.at(plan.cache.name).make(plan.cache.parameters);
    parts.replication = registries.replications.at(plan.replication.name)
                            .make(plan.replication.parameters, loaded.world);
  }
  return parts;
}

std::vector<std::unique_ptr<Workload>> make_workloads(const LoadedScenario& loaded,
                                                      const ModelRegistries& registries,
                                                      const RandomSource& random,
                                                      TenantBook& tenants) {
  const Scenario& scenario = loaded.scenario;
  std::vector<std::unique_ptr<Workload>> workloads;
  for (std::size_t i = 0; i < scenario.workloads.size(); ++i) {
    const WorkloadChoice& choice = scenario.workloads[i];
    const CivilTime& start = scenario.start;
    const WorkloadContext context{.world = loaded.world,
                                  .id = WorkloadId(i),
                                  .name = choice.name,
                                  .random = random,
                                  .start_weekday = weekday(start),
                                  .start_time_of_day = time_of_day(start),
                                  .first = first_date(scenario),
                                  .horizon = horizon_date(scenario),
                                  .accelerators = accelerators_total(loaded.world),
                                  .models = &registries,
                                  .tenants = &tenants,
                                  .data_plan = plan_of(scenario)};
    const auto& model = registries.workloads.at(choice.model.name);
    try {
      workloads.push_back(model.make(choice.model.parameters, context));
    } catch (const ScenarioError& mistakes) {
      throw with_places(mistakes, loaded.document, "workload");
    }
  }
  return workloads;
}

[[noreturn]] void fail_at(const LoadedScenario& loaded, const char* key, std::string message,
                          std::string hint) {
  const YamlNode* written = loaded.document.find(key);
  Diagnostics diagnostics;
  add_error(diagnostics, written == nullptr ? loaded.document : *written, key, std::move(message),
            std::move(hint));
  throw ScenarioError(std::move(diagnostics));
}

/// A rule that chooses needs ways to choose from, and they must fit into memory.
void check_ways(const LoadedScenario& loaded, const DispatchPolicy& dispatch,
                std::size_t ways_max) {
  constexpr std::size_t kRoutesMax = 4'000'000;
  if (dispatch.chooses_ways() && ways_max == 1) {
    fail_at(loaded, "dispatch",
            "its route rule chooses among several ways, and the network has one",
            "write network: {model: fluid, routes: 3}, or route: shortest");
  }
  const std::size_t routes = 2 * ways_max * loaded.world.nodes.size() * loaded.world.sites.size();
  if (ways_max > 1 && routes > kRoutesMax) {
    fail_at(loaded, "network",
            fmt::format("{} ways between {} nodes and {} sites are up to {} routes; at most {} are "
                        "kept",
                        ways_max, loaded.world.nodes.size(), loaded.world.sites.size(), routes,
                        kRoutesMax),
            "give it fewer routes");
  }
}

/// One for each site that has nodes; a schedule that counts accelerators does not know them.
std::vector<std::unique_ptr<PlacementPolicy>> make_placements(
    const LoadedScenario& loaded, const ModelRegistries& registries,
    const std::vector<std::unique_ptr<SchedulePolicy>>& schedulers) {
  const Scenario& scenario = loaded.scenario;
  std::vector<std::unique_ptr<PlacementPolicy>> placements(loaded.world.sites.size());
  for (std::size_t i = 0; i < placements.size(); ++i) {
    if (loaded.world.sites[i].node_list == nullptr) continue;
    if (!schedulers[i]->knows_nodes()) {
      fail_at(loaded, "schedule",
              fmt::format("site '{}' has nodes, and the schedule '{}' counts accelerators wherever "
                          "they are",
                          loaded.world.sites[i].id, scenario.schedule.name),
              "take fcfs, fit-first, sjf or smallest-area, or leave the nodes out");
    }
    placements[i] =
        registries.placements.at(scenario.placement.name).make(scenario.placement.parameters);
  }
  return placements;
}

}  // namespace

std::size_t ways_max_of(const Scenario& scenario) {
  const Parameters& parameters = scenario.network.parameters;
  return parameters.has("routes") ? static_cast<std::size_t>(parameters.count("routes")) : 1;
}

Date first_date(const Scenario& scenario) { return kStart - scenario.warm_up; }

Date horizon_date(const Scenario& scenario) {
  return scenario.duration ? kStart + *scenario.duration : kNever;
}

void require_network_for_span(const LoadedScenario& loaded, const ModelRegistries& registries) {
  static_cast<void>(make_network(loaded, registries));
}

NetworkCalendar calendar_of(const LoadedScenario& loaded) {
  const Scenario& scenario = loaded.scenario;
  const RandomSource random(scenario.seed, scenario.replication);
  NetworkCalendar calendar = network_calendar(scenario.network_plan, loaded.world, random,
                                              first_date(scenario), horizon_date(scenario));
  calendar.start_time_of_day = time_of_day(scenario.start);
  return calendar;
}

SimulationParts assemble_parts(const LoadedScenario& loaded, const ModelRegistries& registries,
                               Topology& topology) {
  const Scenario& scenario = loaded.scenario;
  auto network = make_network(loaded, registries);
  const RandomSource random(scenario.seed, scenario.replication);
  PlatformRules platform = registries.platforms.at(scenario.platform.name)
                               .make(scenario.platform.parameters, loaded.world);
  std::vector<std::unique_ptr<DispatchPolicy>> dispatchers;
  for (std::size_t i = 0; i < platform.silos.size(); ++i) {
    dispatchers.push_back(registries.dispatches.at(scenario.dispatch.name)
                              .make(scenario.dispatch.parameters, registries, loaded.world));
  }
  if (!dispatchers.empty()) check_ways(loaded, *dispatchers.front(), topology.ways_max());
  std::vector<std::unique_ptr<SchedulePolicy>> schedulers;
  for (std::size_t i = 0; i < loaded.world.sites.size(); ++i) {
    schedulers.push_back(
        registries.schedules.at(scenario.schedule.name).make(scenario.schedule.parameters));
  }
  auto placements = make_placements(loaded, registries, schedulers);
  auto tenants = std::make_unique<TenantBook>();
  auto workloads = make_workloads(loaded, registries, random, *tenants);
  SimulationParts parts{
      .world = loaded.world,
      .topology = topology,
      .platform = std::move(platform),
      .workloads = std::move(workloads),
      .dispatchers = std::move(dispatchers),
      .schedulers = std::move(schedulers),
      .network = std::move(network),
      .dispatch_name = scenario.dispatch.name,
      .schedule_name = scenario.schedule.name,
      .estimate =
          registries.estimates.at(scenario.estimates.name).make(scenario.estimates.parameters),
      .random = random,
      .first = first_date(scenario),
      .horizon = horizon_date(scenario),
      .warm_start = scenario.warm_start,
      .calendar = {},
      .site_changes = site_changes(loaded.world, scenario.start),
      .tenants = std::move(tenants),
      .placements = std::move(placements),
      .observers = {},
      .interrupted = [] { return false; },
      .site_outages = site_outage_calendar(scenario.site_outages, loaded.world, random,
                                           first_date(scenario), horizon_date(scenario)),
      .data = make_data(loaded, registries)};
  check_mechanisms(loaded, parts);
  return parts;
}

}  // namespace eastwest
