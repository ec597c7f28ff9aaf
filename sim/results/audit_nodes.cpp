// Implements sim/results/audit_nodes.hpp.
#include "sim/results/audit_nodes.hpp"

#include <algorithm>
#include <set>

#include "sim/results/audit_promises.hpp"

namespace eastwest {
using namespace audit;

namespace {

/// Such a job needs no node.
bool only_stores(const Job& job) { return job.data && job.data->stores; }

}  // namespace

NodeAudit::NodeAudit(const World& world) : world_(world), sites_(world.sites.size()) {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    sites_[i].list = world.sites[i].node_list;
    if (sites_[i].list != nullptr) sites_[i].nodes.resize(sites_[i].list->nodes().size());
  }
}

void NodeAudit::check_terms(const LiveJob& live, const SiteUse& site) const {
  static const PlacementTerms nothing;
  const PlacementTerms& terms = live.job.placement ? *live.job.placement : nothing;
  std::int64_t accelerators = 0;
  std::int64_t most = 0;
  std::set<std::int32_t> nodes;
  bool right = live.hold->share == terms.share;
  for (const NodePart& part : live.hold->parts) {
    const auto index = static_cast<std::size_t>(part.node);
    right = right && index < site.nodes.size() && nodes.insert(part.node).second;
    if (!right) break;
    const ComputeNode& node = site.list->nodes()[index];
    const auto count = static_cast<std::int64_t>(part.accelerators.size());
    accelerators += count;
    most = std::max(most, count);
    right = is_usable(node, terms) && part.cpu >= terms.cpu && part.memory >= terms.memory &&
            (terms.nodes == 0 || count == node.accelerators);
  }
  const auto parts = static_cast<std::int64_t>(nodes.size());
  const bool whole = terms.nodes > 0;
  right = right && parts > 0 && (!whole || parts == terms.nodes) &&
          (whole ? accelerators >= live.job.accelerators : accelerators == live.job.accelerators) &&
          (terms.per_node == 0 || most <= terms.per_node) && (!terms.together || parts == 1) &&
          live.hold->thousandths == accelerators * live.hold->share;
  if (!right) {
    broken(1, kCapacity, "job {} holds {} accelerators on {} nodes, and asks for something else",
           live.job.id, accelerators, parts);
  }
}

void NodeAudit::take_part(const LiveJob& live, const NodePart& part, SiteUse& site) {
  const ComputeNode& node = site.list->nodes()[static_cast<std::size_t>(part.node)];
  NodeUse& use = site.nodes[static_cast<std::size_t>(part.node)];
  bool right = true;
  for (const std::int32_t number : part.accelerators) {
    std::int32_t& held = use.accelerators[number];
    if (held == 0) ++site.in_use;
    held += live.hold->share;
    right = right && number >= 0 && number < node.accelerators && held <= kWholeAccelerator;
  }
  use.cpu += part.cpu;
  use.memory += part.memory;
  ++use.jobs;
  const bool is_whole = live.job.placement && live.job.placement->nodes > 0;
  if (!right || use.cpu > node.cpu || use.memory > node.memory || (is_whole && use.jobs > 1)) {
    broken(1, kCapacity, "node {} of site {} has not what job {} takes there", node.id,
           world_.sites[live.site.index()].id, live.job.id);
  }
}

void NodeAudit::take(const LiveJob& live) {
  if (!has_nodes(live.site) || only_stores(live.job)) return;
  if (live.hold == nullptr || !live.hold->booked) {
    broken(1, kCapacity, "job {} runs at site {} on no node", live.job.id,
           world_.sites[live.site.index()].id);
  }
  SiteUse& site = sites_[live.site.index()];
  check_terms(live, site);
  for (const NodePart& part : live.hold->parts) take_part(live, part, site);
  if (!holds_.emplace(live.serial, *live.hold).second) {
    broken(1, kCapacity, "job {} takes its nodes twice", live.job.id);
  }
}

void NodeAudit::give_back(const LiveJob& live) {
  if (!has_nodes(live.site) || only_stores(live.job)) return;
  const auto held = holds_.find(live.serial);
  if (held == holds_.end()) broken(1, kCapacity, "job {} has no nodes to free", live.job.id);
  SiteUse& site = sites_[live.site.index()];
  for (const NodePart& part : held->second.parts) {
    NodeUse& use = site.nodes[static_cast<std::size_t>(part.node)];
    for (const std::int32_t number : part.accelerators) {
      const auto accelerator = use.accelerators.find(number);
      accelerator->second -= held->second.share;
      if (accelerator->second > 0) continue;
      use.accelerators.erase(accelerator);
      --site.in_use;
    }
    use.cpu -= part.cpu;
    use.memory -= part.memory;
    --use.jobs;
  }
  holds_.erase(held);
}

}  // namespace eastwest
