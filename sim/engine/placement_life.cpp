// What jobs take of a site's accelerators and give back: of a pool, or of nodes.
#include "sim/base/check.hpp"
#include "sim/engine/simulation_core.hpp"

namespace eastwest {

void Simulation::Core::begin_nodes() {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    const auto& list = parts_.world.sites[i].node_list;
    if (list == nullptr) continue;
    EW_CHECK(i < parts_.placements.size(), "site {} has nodes and no placement", i);
    sites_[i]->set_nodes(
        std::make_unique<NodeBooks>(list, std::move(parts_.placements[i]), parts_.random));
  }
}

std::int64_t Simulation::Core::choose(SiteId site, JobSlot slot) {
  if (!slot.valid() || slot.index() >= jobs_.size()) return kNotQueued;
  LiveJob& live = jobs_[slot.index()];
  if (live.spread) return choose_part(site, live);
  const bool waits = live.state == JobState::queued || live.state == JobState::suspended;
  if (live.site != site || !waits || live.chosen) return kNotQueued;
  NodeBooks* nodes = sites_[site.index()]->nodes();
  if (nodes != nullptr && !hold_nodes(*nodes, live)) return kNoNodes;
  live.chosen = true;
  if (live.elastic) live.elastic->target = start_width(live);
  return live.elastic ? live.elastic->target : live.job.accelerators;
}

bool Simulation::Core::hold_nodes(NodeBooks& nodes, LiveJob& live) {
  const std::int32_t shape = nodes.shape_of(live.job.accelerators, live.job.placement.get());
  if (!nodes.fits(shape)) return false;
  live.hold = nodes.take(shape, live.serial);
  return true;
}

void Simulation::Core::take_accelerators(SiteDesk& desk, const LiveJob& live) {
  if (const NodeBooks* nodes = desk.nodes()) {
    desk.book.allocated = nodes->in_use();
  } else {
    desk.book.allocated += held_accelerators(live);
  }
}

void Simulation::Core::give_back_accelerators(SiteDesk& desk, const LiveJob& live) {
  if (NodeBooks* nodes = desk.nodes()) {
    nodes->give_back(*live.hold);
    desk.book.allocated = nodes->in_use();
  } else {
    desk.book.allocated -= held_accelerators(live);
  }
}

std::int32_t Simulation::Core::shape_of(const LiveJob& live) const {
  NodeBooks* nodes = live.site.valid() ? sites_[live.site.index()]->nodes() : nullptr;
  return nodes == nullptr ? 0 : nodes->shape_of(live.job.accelerators, live.job.placement.get());
}

}  // namespace eastwest
