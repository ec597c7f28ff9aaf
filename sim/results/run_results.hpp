// All ledgers of one run, and what they say together about the nation, its scopes and its sites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/input_rows.hpp"
#include "sim/engine/listener.hpp"
#include "sim/results/backlog_ledger.hpp"
#include "sim/results/data_ledger.hpp"
#include "sim/results/failure_ledger.hpp"
#include "sim/results/flow_ledger.hpp"
#include "sim/results/fragmentation_ledger.hpp"
#include "sim/results/job_ledger.hpp"
#include "sim/results/link_meter.hpp"
#include "sim/results/mobility_ledger.hpp"
#include "sim/results/platform_ledger.hpp"
#include "sim/results/setback_ledger.hpp"
#include "sim/results/site_ledger.hpp"
#include "sim/results/spread_ledger.hpp"
#include "sim/results/tenant_ledger.hpp"
#include "sim/results/trunk_ledger.hpp"
#include "sim/results/verdict.hpp"
#include "sim/world/scenario.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// What a run was made of. References must outlive the results.
struct RunFrame {
  const World& world;
  const Topology& topology;
  const Scenario& scenario;
  std::vector<Silo> scopes;     ///< the platform's silos
  std::vector<double> offered;  ///< offered_by_silo()
  TenantFrame tenants = {};
  bool is_mobile = false;  ///< jobs may migrate, or have accelerators on which they run worse
};

/// How a run ended.
struct RunEnd {
  std::vector<NamedInputRows> inputs = {};  ///< of the workloads that are read from a trace
  std::uint64_t events = 0;
  bool interrupted = false;
  std::optional<ReservationSales> reservations = {};  ///< Network::sales()
  std::int64_t held = 0;                              ///< Simulation::held()
};

/// One silo of the platform when the run is over.
struct ScopeReport {
  std::string name;
  DispatcherId id;
  LoadFacts facts;
  Verdict verdict = Verdict::stable;
};

class RunResults {
 public:
  explicit RunResults(RunFrame frame);
  RunResults(const RunResults&) = delete;
  RunResults& operator=(const RunResults&) = delete;

  /// To be handed to the simulation, which tells each of them everything.
  [[nodiscard]] std::vector<Listener> observers();
  /// What the run's settle_steps must be: full hours, and the steps of the timeline.
  [[nodiscard]] std::vector<Duration> steps() const;
  /// To be called before the run.
  void read_from(LinkMeter::Reader reader) { links_.read_from(std::move(reader), steps()); }

  [[nodiscard]] const RunFrame& frame() const { return frame_; }
  [[nodiscard]] const JobLedger& jobs() const { return jobs_; }
  [[nodiscard]] const SiteLedger& sites() const { return sites_; }
  [[nodiscard]] const LinkMeter& links() const { return links_; }
  [[nodiscard]] const TrunkLedger& trunks() const { return trunks_; }
  [[nodiscard]] const FlowLedger& flows() const { return flows_; }
  [[nodiscard]] const FailureLedger& failures() const { return failures_; }
  [[nodiscard]] const FragmentationLedger& fragmentation() const { return fragmentation_; }
  [[nodiscard]] const BacklogLedger& backlog() const { return backlog_; }
  [[nodiscard]] const PlatformLedger& platform() const { return platform_; }
  [[nodiscard]] const SpreadLedger& spread() const { return spread_; }
  [[nodiscard]] const SetbackLedger& setbacks() const { return setbacks_; }
  [[nodiscard]] const TenantLedger& tenants() const { return tenants_; }
  [[nodiscard]] const MobilityLedger& mobility() const { return mobility_; }
  /// Null in a run without data sets and storage.
  [[nodiscard]] const DataLedger* data() const { return data_ ? &*data_ : nullptr; }

  // After the run.
  /// In the order of the platform's silos.
  [[nodiscard]] std::vector<ScopeReport> scopes() const;
  /// Of the nation's totals.
  [[nodiscard]] LoadFacts nation_facts() const;
  /// The worst of the nation's totals and of its scopes.
  [[nodiscard]] Verdict verdict() const;
  /// Directions of trunks that carried anything: those that set the pace of transfers for longest
  /// first, where the network tells, then those of the highest mean utilisation.
  [[nodiscard]] std::vector<LinkId> busiest_trunks() const;
  /// What transfers cost, CNY: bytes over trunks and reserved wave-hours; nothing without a price.
  [[nodiscard]] std::optional<double> network_cost(const RunEnd& end) const;
  /// Of a site by itself; what is offered to one site is not known.
  [[nodiscard]] LoadFacts site_facts(SiteId site) const;

 private:
  /// The load that the workloads offer, or nothing where it is no load: jobs that come within less
  /// than a day in a run that goes on until they are done.
  [[nodiscard]] std::optional<double> judged(double offered) const;

  RunFrame frame_;
  JobLedger jobs_;
  SiteLedger sites_;
  LinkMeter links_;
  TrunkLedger trunks_;
  FlowLedger flows_;
  FailureLedger failures_;
  BacklogLedger backlog_;
  PlatformLedger platform_;
  FragmentationLedger fragmentation_;
  SpreadLedger spread_;
  SetbackLedger setbacks_;
  TenantLedger tenants_;
  MobilityLedger mobility_;
  std::optional<DataLedger> data_;
};

}  // namespace eastwest
