// The engine's book of data at rest: what each pool holds and is promised, which site has which
// set.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "sim/engine/cache_policy.hpp"
#include "sim/engine/store_event.hpp"
#include "sim/world/data_plan.hpp"

namespace eastwest {

/// Parts of the graph that cannot reach each other, by a number.
struct CopyRegions {
  std::vector<std::int32_t> of_site;
  std::vector<std::vector<std::int32_t>> of_places;  ///< by set
};

/// Counts whole bytes; a pool never holds more than its capacity, which is a defect of ours. Room
/// is taken when a transfer into the pool is decided about, before its first byte.
class StorageBook {
 public:
  /// The copy of a set at a site: one at most, in either pool.
  struct Copy {
    PoolKind pool = PoolKind::hot;
    bool is_there = false;  ///< otherwise on its way
    bool is_pinned = false;
    std::int32_t locks = 0;  ///< jobs that use it, or wait for it, and transfers that read it
    std::uint64_t arrived = 0;
    std::uint64_t used = 0;
    std::int64_t uses = 0;
  };

  /// With the copies that stand at the start.
  StorageBook(const DataPlan& plan, CopyRegions regions);

  [[nodiscard]] StoredBytes occupied(SiteId site, PoolKind kind) const {
    return pools_[site.index()][static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] StoredBytes free(SiteId site, PoolKind kind) const {
    return plan_.pool(site, kind).capacity - occupied(site, kind);
  }
  /// Requires that there is room.
  void take(SiteId site, PoolKind kind, StoredBytes bytes);
  void give_back(SiteId site, PoolKind kind, StoredBytes bytes);

  /// Null if the site has none, and none is on its way.
  [[nodiscard]] const Copy* find(SiteId site, DataSetId set) const;
  /// A copy is on its way; its room has been taken.
  void expect(SiteId site, PoolKind kind, DataSetId set);
  /// It is there.
  void arrive(SiteId site, DataSetId set);
  /// It is no more; its room is still taken. Requires that nobody uses it.
  void remove(SiteId site, DataSetId set);
  void lock(SiteId site, DataSetId set);
  void unlock(SiteId site, DataSetId set);
  /// A job asks for it.
  void use(SiteId site, DataSetId set);

  /// True if its region has no other copy: then it stays, whoever wants the room.
  [[nodiscard]] bool is_last(SiteId site, DataSetId set) const;
  /// The sites that have the set, in order of id.
  [[nodiscard]] const std::vector<SiteId>& holders(DataSetId set) const {
    return holders_[set.index()];
  }
  /// What has to go from the hot pool so that `size` fits, as the policy chooses; empty if nothing
  /// has to; none if the policy gives up before there is room.
  [[nodiscard]] std::optional<std::vector<DataSetId>> room_for(SiteId site, Bytes size,
                                                               const CachePolicy& policy) const;
  /// Sets whose holders have changed after that many changes in all.
  [[nodiscard]] std::vector<DataSetId> changed_since(std::uint64_t changes) const;
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

 private:
  [[nodiscard]] bool may_go(SiteId site, DataSetId set, const Copy& copy) const;
  Copy& copy(SiteId site, DataSetId set);

  const DataPlan& plan_;
  CopyRegions regions_;
  std::vector<std::array<StoredBytes, kPoolKinds>> pools_;  // by site: taken
  std::vector<std::map<DataSetId, Copy>> copies_;           // by site
  std::vector<std::vector<SiteId>> holders_;                // by set
  std::vector<std::uint64_t> changed_;                      // by set: the number of its last change
  std::uint64_t changes_ = 0;
  std::uint64_t moments_ = 0;  // ranks arrivals and uses
};

}  // namespace eastwest
