// The second book of data at rest, kept from the event stream alone and held against the engine's.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/observer.hpp"
#include "sim/world/data_plan.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Throws a Defect that names the broken invariant (numbers as in the architecture's list):
///   1 capacity is never exceeded: what the events put into a pool is never more than it holds, and
///     at every settled date what the engine's book says; a copy that a job uses is not evicted;
///   2 a job enters its queue when none of its sets is on its way;
///   3 every byte that a pool keeps has come by a transfer of just so many, and is given back once.
class StorageAudit final : public Observer {
 public:
  StorageAudit(const World& world, const DataPlan& plan);
  /// Bytes in a pool, by the engine. To be called before the run.
  void compare_with(std::function<StoredBytes(SiteId, PoolKind)> book) { book_ = std::move(book); }

  void on_queued(Date date, const LiveJob& live) override;
  void on_withdrawn(Date date, const LiveJob& live) override;
  void on_ended(Date date, const LiveJob& live) override;
  void on_transfer_started(Date date, const TransferEvent& event) override;
  void on_transfer_ended(Date date, const TransferEvent& event) override;
  void on_transfer_cancelled(Date date, const TransferEvent& event, Bytes remaining) override;
  void on_data_used(Date date, const LiveJob& live, const DataUse& use) override;
  void on_stored(Date date, const StoreEvent& event) override;
  void on_settled(Date date) override;
  void on_horizon(Date date) override;

  /// One line about what was checked.
  [[nodiscard]] std::string report() const;

 private:
  /// A set at a site; of nameless bytes all of the site together.
  using Place = std::pair<SiteId, DataSetId>;
  struct Moved {
    Bytes whole;
    Date ended = kNever;
    Date cancelled = kNever;
  };

  void change(const StoreEvent& event, StoredBytes bytes);
  void expect(const StoreEvent& event);
  void keep(Date date, const StoreEvent& event);
  void lose(const StoreEvent& event);
  void release(const LiveJob& live);
  void check_pool(SiteId site, PoolKind kind);
  [[nodiscard]] std::string name_of(const StoreEvent& event) const;

  const World& world_;
  const DataPlan& plan_;
  std::function<StoredBytes(SiteId, PoolKind)> book_;
  std::vector<std::array<StoredBytes, kPoolKinds>> sums_;  // by site
  std::set<std::pair<SiteId, PoolKind>> touched_;
  std::map<Place, StoredBytes> expected_;                // bytes to come
  std::map<Place, StoredBytes> standing_;                // bytes that are there
  std::map<Place, std::set<std::uint64_t>> users_;       // serials of jobs
  std::map<std::uint64_t, std::vector<Place>> uses_of_;  // by serial
  std::vector<Moved> moved_;                             // by transfer slot
  std::int64_t changes_ = 0;
};

}  // namespace eastwest
