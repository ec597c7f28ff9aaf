// The families of models that a run is assembled from, and the factories that make them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/parameter.hpp"
#include "sim/base/registry.hpp"
#include "sim/engine/cache_policy.hpp"
#include "sim/engine/dispatch.hpp"
#include "sim/engine/live_job.hpp"
#include "sim/engine/network.hpp"
#include "sim/engine/placement.hpp"
#include "sim/engine/replication_policy.hpp"
#include "sim/engine/schedule.hpp"
#include "sim/engine/work.hpp"
#include "sim/engine/workload.hpp"

namespace eastwest {

/// What a policy is told of a job's run time; a pure function of job and random source.
using RuntimeEstimate =
    std::function<std::optional<Duration>(const Job&, std::uint64_t serial, const RandomSource&)>;

struct ModelRegistries;

/// A job and a site of one decision, with everything that filters and scores may look at.
struct Candidate {
  const DispatchView& view;
  const WaitingJob& job;
  const SitePicture& site;
  const Site& details;  ///< static facts of the site
};
/// True if the site may take the job.
using Filter = std::function<bool(const Candidate&)>;
/// Lower is better; scaled min-max over the candidates before it is weighted.
using Score = std::function<double(const Candidate&)>;

/// A placement whose data may take several ways.
struct WayChoice {
  enum class Direction : std::uint8_t { there, back };
  const DispatchView& view;
  const WaitingJob& job;
  const Site& details;  ///< where it was placed
  Direction direction = Direction::there;
  std::span<const RouteId> ways;  ///< two or more, the shortest first
};
/// The rank of the way to take, below ways.size(). An empty function: always the shortest.
using RouteRule = std::function<std::size_t(const WayChoice&)>;

using NetworkFactory = std::function<std::unique_ptr<Network>(const Parameters&)>;
/// What a user should know before a run in which a network has these parameters, this world, and at
/// best these capacities (of one direction, by SpanId): nothing wrong, but hardly what was meant.
using NetworkConcerns = std::function<std::vector<ParameterProblem>(
    const Parameters&, const World&, const std::vector<BitsPerSecond>&)>;
using WorkloadFactory =
    std::function<std::unique_ptr<Workload>(const Parameters&, const WorkloadContext&)>;
using PlatformFactory = std::function<PlatformRules(const Parameters&, const World&)>;
using DispatchFactory = std::function<std::unique_ptr<DispatchPolicy>(
    const Parameters&, const ModelRegistries&, const World&)>;
using ScheduleFactory = std::function<std::unique_ptr<SchedulePolicy>(const Parameters&)>;
using PlacementFactory = std::function<std::unique_ptr<PlacementPolicy>(const Parameters&)>;
using WorkFactory = std::function<std::unique_ptr<Work>(const Parameters&)>;
using EstimateFactory = std::function<RuntimeEstimate(const Parameters&)>;
using FilterFactory = std::function<Filter(const Parameters&, const World&)>;
using ScoreFactory = std::function<Score(const Parameters&, const World&)>;
using RouteFactory = std::function<RouteRule(const Parameters&)>;
using CacheFactory = std::function<CachePolicy(const Parameters&)>;
using ReplicationFactory =
    std::function<std::unique_ptr<ReplicationPolicy>(const Parameters&, const World&)>;

/// One list per family; models/builtin.cpp fills them.
struct ModelRegistries {
  Registry<NetworkFactory> networks;
  Registry<WorkloadFactory> workloads;
  Registry<WorkFactory> works;
  Registry<PlatformFactory> platforms;
  Registry<DispatchFactory> dispatches;
  Registry<ScheduleFactory> schedules;
  Registry<PlacementFactory> placements;
  Registry<EstimateFactory> estimates;
  Registry<FilterFactory> filters;
  Registry<ScoreFactory> scores;
  Registry<RouteFactory> routes;
  Registry<CacheFactory> caches;
  Registry<ReplicationFactory> replications;
  std::vector<Preset> presets;
  std::map<std::string, NetworkConcerns, std::less<>> network_concerns;  ///< of those that have any
};

}  // namespace eastwest
