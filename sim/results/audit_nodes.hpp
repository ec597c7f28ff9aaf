// The second book of nodes: what jobs say that they hold, held against what the nodes have.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "sim/engine/live_job.hpp"
#include "sim/world/node_list.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Throws a Defect (promise 1) where a node is over its capacity, where an accelerator is promised
/// twice, or where a job holds something else than it asks for. Sites that are one pool: nothing.
class NodeAudit {
 public:
  explicit NodeAudit(const World& world);

  [[nodiscard]] bool has_nodes(SiteId site) const { return sites_[site.index()].list != nullptr; }
  void take(const LiveJob& live);
  void give_back(const LiveJob& live);
  /// Accelerators of the site of which a job holds any part.
  [[nodiscard]] std::int64_t in_use(SiteId site) const { return sites_[site.index()].in_use; }

 private:
  struct NodeUse {
    std::map<std::int32_t, std::int32_t> accelerators = {};  // thousandths held; none of them 0
    std::int64_t cpu = 0;
    std::int64_t memory = 0;
    std::int64_t jobs = 0;
  };
  struct SiteUse {
    std::shared_ptr<const NodeList> list = nullptr;
    std::vector<NodeUse> nodes = {};
    std::int64_t in_use = 0;
  };

  void check_terms(const LiveJob& live, const SiteUse& site) const;
  void take_part(const LiveJob& live, const NodePart& part, SiteUse& site);

  const World& world_;
  std::vector<SiteUse> sites_;
  std::map<std::uint64_t, NodeHold> holds_;  // of jobs that run, by serial
};

}  // namespace eastwest
