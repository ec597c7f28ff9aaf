// What a replication policy is: which copies of data sets are made without a job that waits for
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/engine/data_view.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// How often jobs at a site asked for a set since the policy was last asked.
struct SetRequests {
  DataSetId set;
  SiteId site;
  std::int64_t requests = 0;
};

/// What a replication policy may know: the state as it is. References are valid during the call.
class ReplicationView {
 public:
  virtual ~ReplicationView() = default;
  [[nodiscard]] virtual Date now() const = 0;
  [[nodiscard]] virtual const World& world() const = 0;
  [[nodiscard]] virtual const Topology& topology() const = 0;
  [[nodiscard]] virtual const DataView& data() const = 0;
  /// Since the last call, in order of (set, site); none of 0.
  [[nodiscard]] virtual const std::vector<SetRequests>& requests() const = 0;
  /// When a job last asked for the set, anywhere; the first date of the run if none has.
  [[nodiscard]] virtual Date last_asked(DataSetId set) const = 0;
  /// True if a copy stands in that pool or is on its way there.
  [[nodiscard]] virtual bool has(DataSetId set, SiteId site, PoolKind kind) const = 0;
};

/// A copy to be made. It is refused if the set is there or on its way, no copy can reach the site,
/// or the pool has no room (a hot pool may make some, by the cache policy).
struct CopyOrder {
  DataSetId set;
  SiteId site;
  PoolKind pool = PoolKind::hot;
  BitsPerSecond rate_cap = {};  ///< of its transfer; 0 = none
};

class ReplicationPolicy {
 public:
  virtual ~ReplicationPolicy() = default;
  /// True if what is moved for a job is kept in its site's hot pool.
  [[nodiscard]] virtual bool keeps_what_is_staged() const = 0;
  /// How often decide() is called; 0: never.
  [[nodiscard]] virtual Duration period() const { return Duration{0}; }
  virtual void decide(const ReplicationView& view, std::vector<CopyOrder>& orders) {
    static_cast<void>(view);
    static_cast<void>(orders);
  }
};

}  // namespace eastwest
