// Workloads for tests: a context made by hand, and everything that a workload hands out.
#pragma once

#include <string>
#include <vector>

#include "models/builtin.hpp"
#include "tests/models/model_parameters.hpp"
#include "tests/sim/world/drawn_world.hpp"

namespace eastwest {

/// A Monday at midnight, seed 2025, one week, no warm-up.
inline WorkloadContext context_of(const World& world, std::int64_t accelerators) {
  return {.world = world,
          .id = WorkloadId{0},
          .name = "work",
          .random = RandomSource(2025, 0),
          .start_weekday = 0,
          .start_time_of_day = Duration{0},
          .first = kStart,
          .horizon = kStart + std::chrono::hours{168},
          .accelerators = accelerators};
}

inline const Registered<WorkloadFactory>& workload_model(const std::string& kind) {
  static const ModelRegistries models = builtin_models();
  return models.workloads.at(kind);
}

inline std::unique_ptr<Workload> workload_of(const std::string& kind, const Values& values,
                                             const WorkloadContext& context) {
  const auto& entry = workload_model(kind);
  return entry.make(with_defaults(entry.description.schema, values), context);
}

inline std::vector<Job> all_jobs(Workload& workload) {
  std::vector<Job> jobs;
  while (auto job = workload.next()) jobs.push_back(std::move(*job));
  return jobs;
}

/// Three nodes with demand 0.5, 0.3 and 0.2; the first two in province p, the third in q.
inline World three_homes() {
  World world = drawn_world("A --400G 10km-- B --400G 10km-- C\n");
  for (const char* id : {"p", "q"}) {
    world.provinces.push_back({.id = id, .name = id, .hub = "none"});
  }
  const double demand[] = {0.5, 0.3, 0.2};
  for (std::size_t i = 0; i < 3; ++i) {
    world.nodes[i].demand_weight = demand[i];
    world.nodes[i].province = ProvinceId{i < 2 ? 0 : 1};
  }
  return world;
}

}  // namespace eastwest
