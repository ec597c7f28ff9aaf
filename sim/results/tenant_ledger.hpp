// What each tenant asked for, got, waited for and borrowed; written as tenants.csv.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/engine/schedule.hpp"
#include "sim/results/duration_statistics.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Who the tenants of a run are, and what its schedule grants them.
struct TenantFrame {
  const TenantBook* book = nullptr;  ///< null: no job has a tenant
  TenantGrants grants = {};
};

/// Counted jobs; what is borrowed is a state, of whichever jobs hold it. Jobs of nobody are left
/// out.
class TenantLedger final : public Observer {
 public:
  struct Entry {
    std::int64_t submitted = 0;
    std::int64_t started = 0;
    std::int64_t completed = 0;  ///< killed ones included
    std::int64_t killed = 0;
    std::int64_t rejected = 0;
    std::int64_t expired = 0;
    std::int64_t alive = 0;
    std::int64_t preemptions = 0;
    std::int64_t migrations = 0;
    WideInteger held = 0;  ///< accelerator-nanoseconds within the run
    DurationStatistics waits;
    LogHistogram slowdowns;
    std::map<SiteId, std::int64_t> at_sites;  ///< accelerators held now
    StepIntegral borrowed;                    ///< above its quotas, accelerators over time
  };

  TenantLedger(const World& world, TenantFrame frame);

  void on_submitted(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_preempted(Date date, const LiveJob& live) override;
  void on_suspended(Date date, const LiveJob& live) override;
  void on_resumed(Date date, const LiveJob& live) override;
  void on_departed(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_alive(Date date, const LiveJob& live) override;
  void on_horizon(Date date) override;

  /// By TenantId; as many as have submitted anything, or held.
  [[nodiscard]] const std::vector<Entry>& tenants() const { return tenants_; }
  [[nodiscard]] const TenantFrame& frame() const { return frame_; }
  /// What the schedule lets it weigh against the others; 1 where it says nothing.
  [[nodiscard]] double weight(TenantId tenant) const;
  /// Jain's index of accelerator-hours / weight, over tenants with a job submitted and a weight
  /// above 0; none without any.
  [[nodiscard]] std::optional<double> jain_share() const;

 private:
  Entry* entry(const LiveJob& live);
  /// It holds so many accelerators more at the job's site.
  void hold(Date date, const LiveJob& live, int sign);
  [[nodiscard]] std::int64_t quota(TenantId tenant, SiteId site) const;

  const World& world_;
  TenantFrame frame_;
  std::vector<Entry> tenants_;
};

[[nodiscard]] const std::vector<std::string>& tenants_table_columns();
/// tenants.csv: one row for each tenant with a counted job, by name; `held` of all counted jobs, in
/// accelerator-nanoseconds.
void write_tenants_table(FileWriter file, const TenantLedger& ledger, WideInteger held);

}  // namespace eastwest
