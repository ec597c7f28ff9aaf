// A checked scenario as plain data: what to simulate, with which models, for how long.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/world/data_plan.hpp"
#include "sim/world/network_plan.hpp"
#include "sim/world/site_outage.hpp"

namespace eastwest {

/// One named source of jobs.
struct WorkloadChoice {
  std::string name;
  ModelChoice model;
};

/// Which tables a run writes.
struct ResultsChoice {
  enum class Jobs { csv, csv_gz, none };
  Jobs jobs = Jobs::csv;
  Duration timeline_step{std::chrono::hours{1}};
};

/// Everything that a run needs besides the world; all values checked, all defaults filled in.
struct Scenario {
  std::string name;
  std::string title;
  CivilTime start;
  /// Simulated span from `start`; empty = until every job is over.
  std::optional<Duration> duration;
  Duration warm_up{0};  ///< whole days before `start`
  /// Fill the sites at the beginning of the warm-up with jobs from the stationary law.
  bool warm_start = true;
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::string strategy;  ///< name as written, or "custom"
  std::vector<WorkloadChoice> workloads;
  ModelChoice platform;
  ModelChoice dispatch;
  ModelChoice schedule;
  ModelChoice placement{.name = "first-fit", .parameters = {}};  ///< at sites with nodes
  ModelChoice estimates;
  ModelChoice network;
  NetworkPlan network_plan;
  ResultsChoice results;
  SiteOutagePlan site_outages;
  DataPlan data_plan = {};
};

}  // namespace eastwest
