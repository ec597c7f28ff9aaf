// Implements sim/experiment/mechanisms.hpp.
#include "sim/experiment/mechanisms.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

namespace {

/// What a run does to all of its jobs.
struct RunMechanisms {
  bool suspends = false;
  bool migrates = false;
  bool has_nodes = false;
  bool has_outages = false;
};

RunMechanisms mechanisms_of(const SimulationParts& parts) {
  RunMechanisms run;
  for (const auto& schedule : parts.schedulers) run.suspends = run.suspends || schedule->preempts();
  for (const auto& dispatch : parts.dispatchers) {
    run.migrates = run.migrates || dispatch->review_interval() > Duration{0};
  }
  for (const Site& site : parts.world.sites) {
    run.has_nodes = run.has_nodes || site.node_list != nullptr;
  }
  run.has_outages = !parts.site_outages.outages.empty();
  return run;
}

struct Pair {
  bool is_there;
  const char* jobs;   ///< what is special about the jobs
  const char* other;  ///< and what cannot be with it
};

/// `jobs` and what comes after it exclude each other.
std::vector<Pair> excluded_pairs(const JobAttributes& jobs, const RunMechanisms& run) {
  constexpr const char* kSpread = "run across sites";
  constexpr const char* kElastic = "have no fixed width";
  constexpr const char* kData = "name data sets";
  constexpr const char* kFailures = "fail while they run";
  constexpr const char* kSuspends = "the schedule may suspend jobs";
  constexpr const char* kMigrates = "the dispatch policy migrates jobs";
  constexpr const char* kNodes = "sites have nodes";
  constexpr const char* kOutages = "sites have outages";
  constexpr const char* kChips = "they mind the kind of accelerators";
  return {{jobs.spread && run.suspends, kSpread, kSuspends},
          {jobs.spread && run.migrates, kSpread, kMigrates},
          {jobs.spread && run.has_nodes, kSpread, kNodes},
          {jobs.spread && run.has_outages, kSpread, kOutages},
          {jobs.spread && jobs.elastic, kSpread, "they have no fixed width"},
          {jobs.spread && jobs.failures, kSpread, "they fail while they run"},
          {jobs.spread && jobs.data, kSpread, "they name data sets"},
          {jobs.spread && jobs.mobility, kSpread, kChips},
          {jobs.elastic && run.migrates, kElastic, kMigrates},
          {jobs.elastic && run.has_nodes, kElastic, kNodes},
          {jobs.elastic && run.has_outages, kElastic, kOutages},
          {jobs.elastic && jobs.failures, kElastic, "they fail while they run"},
          {jobs.elastic && jobs.mobility, kElastic, kChips},
          {jobs.failures && run.migrates, kFailures, kMigrates},
          {jobs.failures && jobs.mobility, kFailures, kChips},
          {jobs.mobility && run.has_outages, "mind the kind of accelerators", kOutages},
          {jobs.data && run.migrates, kData, kMigrates},
          {jobs.data && run.has_outages, kData, kOutages},
          {run.migrates && run.has_nodes, "may be migrated", kNodes},
          {run.migrates && run.has_outages, "may be migrated", kOutages}};
}

}  // namespace

void check_mechanisms(const LoadedScenario& loaded, const SimulationParts& parts) {
  const RunMechanisms run = mechanisms_of(parts);
  Diagnostics diagnostics;
  const YamlNode* workloads = loaded.document.find("workload");
  for (std::size_t i = 0; i < parts.workloads.size(); ++i) {
    const std::string& name = loaded.scenario.workloads[i].name;
    const YamlNode* written = workloads == nullptr ? nullptr : workloads->find(name);
    for (const Pair& pair : excluded_pairs(parts.workloads[i]->attributes(), run)) {
      if (!pair.is_there) continue;
      add_error(diagnostics, written == nullptr ? loaded.document : *written, "workload." + name,
                fmt::format("its jobs {}, and {}: the two are not simulated together", pair.jobs,
                            pair.other),
                "leave one of them out, or take two scenarios");
    }
  }
  diagnostics.throw_if_errors();
}

}  // namespace eastwest
