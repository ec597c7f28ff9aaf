// The one list of what exists: a new model is its own file and one line here.
#include "models/builtin.hpp"

#include "models/network/reserved/reserved_network.hpp"
#include "models/strategies.hpp"

namespace eastwest {

namespace {

template <class Factory>
Registered<Factory> entry_of(const Registry<Factory>&);

/// Declares the function by which a model's file tells of the model, and adds what it returns.
#define EW_ADD(family, function)                         \
  do {                                                   \
    extern decltype(entry_of(models.family)) function(); \
    models.family.add(function());                       \
  } while (false)

}  // namespace

// Outside of the unnamed namespace: it is where the functions are declared.
static void add_workloads(ModelRegistries& models) {
  EW_ADD(workloads, training_workload);
  EW_ADD(workloads, training_run_workload);
  EW_ADD(workloads, trace_workload);
  EW_ADD(workloads, table_workload);
  EW_ADD(workloads, inflation_workload);
  EW_ADD(workloads, archive_workload);

  EW_ADD(works, declared_work);
  EW_ADD(works, analytic_work);
  EW_ADD(works, table_work);

  EW_ADD(estimates, exact_estimate);
  EW_ADD(estimates, requested_estimate);
  EW_ADD(estimates, noisy_estimate);
  EW_ADD(estimates, no_estimate);
}

static void add_policies(ModelRegistries& models) {
  EW_ADD(platforms, nation_platform);
  EW_ADD(platforms, province_platform);

  EW_ADD(dispatches, scored_dispatch);
  EW_ADD(filters, fits_filter);
  EW_ADD(filters, circle_filter);
  EW_ADD(filters, compatible_filter);
  EW_ADD(filters, stores_filter);
  EW_ADD(scores, nearest_score);
  EW_ADD(scores, home_score);
  EW_ADD(scores, cheapest_score);
  EW_ADD(scores, least_loaded_score);
  EW_ADD(scores, native_score);
  EW_ADD(scores, random_score);
  EW_ADD(scores, least_staging_score);
  EW_ADD(scores, cheapest_storage_score);
  EW_ADD(routes, shortest_route);
  EW_ADD(routes, ecmp_route);
  EW_ADD(routes, widest_route);

  EW_ADD(caches, lru_cache);
  EW_ADD(caches, lfu_cache);
  EW_ADD(caches, fifo_cache);
  EW_ADD(caches, largest_first_cache);
  EW_ADD(caches, no_eviction);
  EW_ADD(replications, no_replication);
  EW_ADD(replications, on_demand_replication);
  EW_ADD(replications, popular_replication);
  EW_ADD(replications, west_archive);

  EW_ADD(schedules, fcfs_schedule);
  EW_ADD(schedules, sjf_schedule);
  EW_ADD(schedules, smallest_area_schedule);
  EW_ADD(schedules, fit_first_schedule);
  EW_ADD(schedules, easy_schedule);
  EW_ADD(schedules, easy_nodes_schedule);
  EW_ADD(schedules, conservative_schedule);
  EW_ADD(schedules, srpt_schedule);
  EW_ADD(schedules, srsf_schedule);
  EW_ADD(schedules, las_schedule);
  EW_ADD(schedules, priority_schedule);
  EW_ADD(schedules, edf_schedule);
  EW_ADD(schedules, fair_share_schedule);
  EW_ADD(schedules, drf_schedule);
  EW_ADD(schedules, fit_width_schedule);
  EW_ADD(schedules, marginal_gain_schedule);

  EW_ADD(placements, first_fit_placement);
  EW_ADD(placements, best_fit_placement);
  EW_ADD(placements, worst_fit_placement);
  EW_ADD(placements, random_placement);
  EW_ADD(placements, packing_placement);
}

static void add_networks(ModelRegistries& models) {
  EW_ADD(networks, simgrid_network);
  EW_ADD(networks, fluid_network);
  EW_ADD(networks, reserved_network);
  EW_ADD(networks, uncontended_network);

  models.network_concerns.emplace("reserved", reserved_concerns);
}

ModelRegistries builtin_models() {
  ModelRegistries models;
  add_workloads(models);
  add_policies(models);
  add_networks(models);
  models.presets = named_strategies();
  return models;
}

}  // namespace eastwest
