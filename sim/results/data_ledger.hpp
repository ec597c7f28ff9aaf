// What became of named data sets and stored bytes: requests and where they were met, pools over
// time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/results/step_integral.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/data_plan.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Requests are those of counted jobs; what stands in pools is a state, and bytes that come and go
/// are those from kStart on, whoever needs them.
class DataLedger final : public Observer {
 public:
  /// Of jobs that asked for named sets, each set once a job.
  struct Requests {
    std::int64_t all = 0;
    std::int64_t there = 0;
    std::int64_t shared = 0;
    std::int64_t fetched = 0;
    std::int64_t streamed = 0;
    WideInteger named_bytes = 0;  ///< sizes of what was asked for
    WideInteger moved_bytes = 0;  ///< of these, what was moved for it
    /// Share that was there; 0 without requests.
    [[nodiscard]] double hit_ratio() const;
    void add(const DataUse& use);
  };
  struct Pool {
    StepIntegral occupied;  ///< bytes, room that has been taken included
    WideInteger ingested = 0;
    WideInteger evicted = 0;
    WideInteger dropped = 0;
    std::int64_t evictions = 0;
    std::int64_t objects = 0;  ///< that stand there
    Requests requests;         ///< of hot pools: of the site
  };
  /// Of copies that the replication policy asked for.
  struct Copies {
    std::int64_t begun = 0;
    std::int64_t refused = 0;
  };

  DataLedger(const World& world, const DataPlan& plan);

  void on_data_used(Date date, const LiveJob& live, const DataUse& use) override;
  void on_stored(Date date, const StoreEvent& event) override;
  void on_replicated(Date date, DataSetId set, SiteId site, PoolKind pool,
                     const char* refusal) override;
  void on_horizon(Date date) override;

  [[nodiscard]] const DataPlan& plan() const { return plan_; }
  [[nodiscard]] const Pool& pool(SiteId site, PoolKind kind) const {
    return pools_[site.index()][static_cast<std::size_t>(kind)];
  }
  /// Over all sites; `occupied` is left empty.
  [[nodiscard]] Pool total(PoolKind kind) const;
  [[nodiscard]] const Requests& requests() const { return requests_; }
  [[nodiscard]] const Copies& copies() const { return copies_; }
  /// Mean bytes in a pool over the run; 0 without time.
  [[nodiscard]] double occupied_mean(SiteId site, PoolKind kind) const;
  /// CNY: bytes x time x monthly price / 30 days.
  [[nodiscard]] double cost(SiteId site, PoolKind kind) const;
  [[nodiscard]] double cost() const;

 private:
  const DataPlan& plan_;
  std::vector<std::array<Pool, kPoolKinds>> pools_;  // by site
  Requests requests_;
  Copies copies_;
  Duration span_{0};
};

[[nodiscard]] const std::vector<std::string>& storage_table_columns();
/// storage.csv: one row for each pool that has a capacity, in the world's order, hot before cold.
void write_storage_table(FileWriter file, const DataLedger& ledger, const World& world);

}  // namespace eastwest
