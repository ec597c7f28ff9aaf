// Implements sim/results/fragmentation_ledger.hpp.
#include "sim/results/fragmentation_ledger.hpp"

namespace eastwest {

FragmentationLedger::FragmentationLedger(const World& world) : sites_(world.sites.size()) {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    Entry& site = sites_[i];
    site.list = world.sites[i].node_list;
    if (site.list == nullptr) continue;
    has_nodes_ = true;
    site.nodes = free_nodes(*site.list);
    site.free.change(kStart, WideInteger{site.list->accelerators()} * kWholeAccelerator);
  }
}

void FragmentationLedger::pass(Entry& site, Date date) {
  if (date <= site.last) return;
  if (site.jobs > 0) {
    site.fragmented += static_cast<double>(site.weighted) / static_cast<double>(site.jobs) *
                       static_cast<double>((date - site.last).count());
  }
  site.last = date;
}

void FragmentationLedger::judge(Entry& site, std::size_t node) {
  for (Kind& kind : site.kinds) {
    const std::int64_t now = unusable_thousandths(site.nodes[node], kind.accelerators, kind.terms);
    const std::int64_t change = now - kind.by_node[node];
    kind.by_node[node] = now;
    kind.unusable += change;
    site.weighted += WideInteger{kind.jobs} * change;
  }
}

void FragmentationLedger::on_queued(Date date, const LiveJob& live) {
  Entry& site = sites_[live.site.index()];
  if (site.list == nullptr || live.job.accelerators == 0) return;
  static const PlacementTerms nothing;
  const PlacementTerms& terms = live.job.placement ? *live.job.placement : nothing;
  pass(site, date);
  const auto [found, is_new] =
      site.kind_numbers.try_emplace({live.job.accelerators, terms}, site.kinds.size());
  if (is_new) {
    Kind kind{.accelerators = live.job.accelerators, .terms = terms};
    for (const NodeState& node : site.nodes) {
      kind.by_node.push_back(unusable_thousandths(node, kind.accelerators, terms));
      kind.unusable += kind.by_node.back();
    }
    site.kinds.push_back(std::move(kind));
  }
  Kind& kind = site.kinds[found->second];
  ++kind.jobs;
  ++site.jobs;
  site.weighted += kind.unusable;
}

void FragmentationLedger::move(Date date, const LiveJob& live, int sign) {
  Entry& site = sites_[live.site.index()];
  const bool takes_none = live.hold == nullptr;  // it only stores
  if (site.list == nullptr || takes_none) return;
  pass(site, date);
  for (const NodePart& part : live.hold->parts) {
    const auto node = static_cast<std::size_t>(part.node);
    if (sign < 0) {
      take_part(site.nodes[node], part, live.hold->share);
    } else {
      give_back_part(site.nodes[node], part, live.hold->share);
    }
    if (!part.accelerators.empty() || part.cpu > 0 || part.memory > 0) judge(site, node);
  }
  site.free.change(date, sign * live.hold->thousandths);
}

void FragmentationLedger::on_started(Date date, const LiveJob& live) { move(date, live, -1); }
void FragmentationLedger::on_ended(Date date, const LiveJob& live) { move(date, live, 1); }
void FragmentationLedger::on_suspended(Date date, const LiveJob& live) { move(date, live, 1); }
void FragmentationLedger::on_resumed(Date date, const LiveJob& live) { move(date, live, -1); }

void FragmentationLedger::on_horizon(Date date) {
  for (Entry& site : sites_) {
    if (site.list == nullptr) continue;
    pass(site, date);
    site.free.advance(date);
  }
}

double FragmentationLedger::fragmentation(SiteId id) const {
  const Entry& site = sites_[id.index()];
  const auto free = static_cast<double>(site.free.integral());
  return free > 0 ? site.fragmented / free : 0;
}

double FragmentationLedger::fragmentation() const {
  double fragmented = 0;
  WideInteger free = 0;
  for (const Entry& site : sites_) {
    fragmented += site.fragmented;
    free += site.free.integral();
  }
  return free > 0 ? fragmented / static_cast<double>(free) : 0;
}

}  // namespace eastwest
