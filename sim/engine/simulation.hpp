// One run: the event queue, the settle loop, the jobs alive, and the models that act on them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/listener.hpp"
#include "sim/engine/live_job.hpp"
#include "sim/engine/model_registries.hpp"
#include "sim/engine/network.hpp"
#include "sim/engine/schedule.hpp"
#include "sim/engine/workload.hpp"
#include "sim/world/build_calendar.hpp"
#include "sim/world/outage.hpp"
#include "sim/world/site_outage.hpp"
#include "sim/world/tenant_book.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Named data sets, storage, and who decides about copies.
struct DataParts {
  const DataPlan* plan = nullptr;                            ///< null: there are none
  CachePolicy cache = {};                                    ///< empty: nothing is evicted
  std::unique_ptr<ReplicationPolicy> replication = nullptr;  ///< null: nothing is kept or copied
};

/// Everything a run is made of. References must outlive the simulation.
struct SimulationParts {
  const World& world;
  Topology& topology;  ///< networks that choose routes add to it
  PlatformRules platform;
  std::vector<std::unique_ptr<Workload>> workloads;  ///< index = WorkloadId
  /// One policy for each silo, same order as platform.silos.
  std::vector<std::unique_ptr<DispatchPolicy>> dispatchers;
  /// One for each site, same order as world.sites.
  std::vector<std::unique_ptr<SchedulePolicy>> schedulers;
  std::unique_ptr<Network> network;
  std::string dispatch_name;  ///< for messages about a policy that misbehaves
  std::string schedule_name;
  RuntimeEstimate estimate;
  RandomSource random;
  Date first;             ///< beginning of the warm-up, at most kStart
  Date horizon = kNever;  ///< kNever: until every job is over
  bool warm_start = false;
  /// Every whole multiple of each of them (> 0) from kStart on is a settled date, whether or not
  /// anything happens then, for observers that read the network. A run until done in which nothing
  /// is to come but ends of transfers, and no byte moves between two multiples of the first, is
  /// over.
  std::vector<Duration> settle_steps = {};
  /// What happens to the network. The simulation adds the ways round it to the topology.
  NetworkCalendar calendar = {};
  /// Sites that open or close during the run, in order of date.
  std::vector<SiteChange> site_changes = {};
  /// In which the workloads have entered their tenants; null: there are none.
  std::unique_ptr<TenantBook> tenants = nullptr;
  /// One for each site with nodes, null for the others, same order as world.sites; may be empty
  /// where no site has nodes.
  std::vector<std::unique_ptr<PlacementPolicy>> placements = {};
  std::vector<Listener> observers;  ///< called in this order
  /// Asked now and then; true stops the run at the date reached (Ctrl-C).
  std::function<bool()> interrupted = [] { return false; };
  /// When whole sites are out of service.
  SiteOutageCalendar site_outages = {};
  DataParts data = {};
};

/// A policy did what no policy may do (starts a job that does not fit, never settles). Exit code 4.
class PolicyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The exact state of one site, for observers that hold the engine to its promises.
struct SiteBook {
  std::int64_t accelerators = 0;
  std::int64_t allocated = 0;
  std::int64_t incoming = 0;
  std::int64_t queued = 0;
};

class Simulation {
 public:
  explicit Simulation(SimulationParts parts);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Runs from `first` to the horizon (or until done) and tells the observers. Call once.
  void run();

  [[nodiscard]] std::uint64_t events() const;
  [[nodiscard]] const SiteBook& site_book(SiteId site) const;
  /// Jobs alive now, all states but the final ones.
  [[nodiscard]] std::int64_t alive() const;
  /// Jobs whose dates have come and that wait for others to be over; not submitted yet.
  [[nodiscard]] std::int64_t held() const;
  /// True if `interrupted` stopped it.
  [[nodiscard]] bool was_interrupted() const;
  [[nodiscard]] Network& network();
  /// Bytes that stand in a pool or have been promised room there.
  [[nodiscard]] StoredBytes stored_bytes(SiteId site, PoolKind kind) const;
  /// Bytes of a live transfer that have not left the last link at the date being settled (rounded
  /// up); 0 while only their light is under way.
  [[nodiscard]] Bytes remaining(TransferSlot slot) const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace eastwest
