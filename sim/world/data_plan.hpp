// Named data sets and the storage of sites, as a scenario declares them; plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/parameter.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

using DataSetId = Id<struct DataSetTag>;

/// Whole bytes at rest; a pool may hold more than 64 bits can count.
__extension__ typedef __int128 StoredBytes;

/// Hot storage is where jobs read, and is the site's cache; cold storage keeps what is archived.
enum class PoolKind : std::uint8_t { hot, cold };
inline constexpr int kPoolKinds = 2;
/// hot or cold, as tables write it.
[[nodiscard]] const char* to_text(PoolKind kind);

/// One pool of storage of one site.
struct StoragePool {
  StoredBytes capacity = 0;  ///< 0: the site has no such pool
  /// True if the capacity is a declared share of the site's storage in the world.
  bool is_share = false;
  double monthly_price = 0;  ///< CNY per GB (1e9 bytes) and month (30 days)
  BitsPerSecond ingest{0};   ///< it takes in no more than this; 0: no limit
  /// With a limit: it takes in so many transfers at a time, each at ingest / streams at most.
  std::int64_t streams = 1;

  /// Highest rate of one transfer into it; 0: no limit.
  [[nodiscard]] BitsPerSecond stream_rate() const {
    if (ingest.value() == 0) return ingest;
    const std::int64_t rate = ingest.value() / streams;
    return BitsPerSecond{rate > 0 ? rate : 1};
  }
};

/// The pools of one site.
struct SiteStorage {
  StoragePool hot;
  StoragePool cold;
  [[nodiscard]] const StoragePool& pool(PoolKind kind) const {
    return kind == PoolKind::hot ? hot : cold;
  }
};

/// Data that jobs know by name.
struct DataSet {
  std::string name;
  Bytes size;
  /// Its owners' own places: copies there stay, and are nobody's storage. In order of id.
  std::vector<NodeId> places = {};
  std::vector<SiteId> hot = {};   ///< sites whose hot pool has it at the start, in order of id
  std::vector<SiteId> cold = {};  ///< likewise of cold pools
  bool is_pinned = false;         ///< these copies in hot pools are never evicted
};

/// What a scenario says of data; without pools and sets nothing of it plays a part in a run.
struct DataPlan {
  std::vector<SiteStorage> sites = {};  ///< by SiteId
  std::vector<DataSet> sets = {};       ///< by DataSetId
  ModelChoice cache = {};               ///< which copy makes room; no name: none does
  ModelChoice replication = {};         ///< which copies are made; no name: none

  [[nodiscard]] bool is_used() const { return !sites.empty(); }
  [[nodiscard]] const DataSet& set(DataSetId id) const { return sets[id.index()]; }
  [[nodiscard]] const StoragePool& pool(SiteId site, PoolKind kind) const {
    return sites[site.index()].pool(kind);
  }
  /// None if there is no set of that name.
  [[nodiscard]] DataSetId find(std::string_view name) const;
};

}  // namespace eastwest
