// What a dispatcher may know of data sets and storage: as published, as old as the picture of
// sites.
#pragma once

#include <optional>
#include <span>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/data_plan.hpp"
#include "sim/world/job_data.hpp"

namespace eastwest {

class DataView {
 public:
  virtual ~DataView() = default;
  /// Sizes, prices, capacities: what stands still.
  [[nodiscard]] virtual const DataPlan& plan() const = 0;
  /// The sites that have the set, in order of id.
  [[nodiscard]] virtual std::span<const SiteId> holders(DataSetId set) const = 0;
  /// Bytes of the site's pool that nothing stands in or is promised to.
  [[nodiscard]] virtual StoredBytes free(SiteId site, PoolKind kind) const = 0;
  /// True if the site has the set, or a copy can be moved there.
  [[nodiscard]] virtual bool can_reach(DataSetId set, SiteId site) const = 0;
  /// Seconds until a set would be at the site if its transfer had the ways for itself, from its
  /// nearest copy: size / narrowest link + latency; 0 if it is there. None if no copy can reach it.
  [[nodiscard]] virtual std::optional<double> staging_seconds(DataSetId set, SiteId site) const = 0;
};

/// True if every set of the job can reach the site and, if the job stores, its cold pool is large
/// enough for it when it is empty.
[[nodiscard]] bool can_ever_hold(const DataView& view, const JobData& data, Bytes input,
                                 SiteId site);
/// True if the job stores nothing, or the site's cold pool has room for it as published.
[[nodiscard]] bool has_cold_room(const DataView& view, const JobData& data, Bytes input,
                                 SiteId site);

}  // namespace eastwest
