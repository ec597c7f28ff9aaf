// A site of nodes for engine tests, and a placement whose choices a test can write down.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/node_books.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {

/// The first node, the tightest accelerator.
class FirstNode final : public PlacementPolicy {
 public:
  [[nodiscard]] std::size_t node(const PlacementChoice& /*choice*/) override { return 0; }
};

/// Nodes n0, n1, … with so many accelerators and 10 cores each.
inline std::shared_ptr<const NodeList> nodes_of(const std::vector<std::int32_t>& accelerators) {
  std::vector<ComputeNode> nodes;
  for (const std::int32_t count : accelerators) {
    nodes.push_back({.id = "n" + std::to_string(nodes.size()),
                     .accelerators = count,
                     .kind = {},
                     .cpu = 10'000,
                     .memory = 100});
  }
  return std::make_shared<const NodeList>(std::move(nodes));
}

inline std::shared_ptr<const PlacementTerms> terms_of(PlacementTerms terms) {
  return std::make_shared<const PlacementTerms>(std::move(terms));
}

inline Job job_on(std::string id, double submit, std::int64_t accelerators, double run_time,
                  PlacementTerms terms) {
  Job made = job(std::move(id), submit, accelerators, run_time);
  made.placement = terms_of(std::move(terms));
  return made;
}

/// First come, first served, where it fits.
inline ScheduleRule fcfs_on_nodes() {
  return [queue = std::vector<QueuedJob>()](const SiteView& view, const SiteChanges& changes,
                                            SiteDecisions& out) mutable {
    queue.insert(queue.end(), changes.queued.begin(), changes.queued.end());
    while (!queue.empty() && view.fits(queue.front())) {
      out.start(queue.front().slot);
      queue.erase(queue.begin());
    }
  };
}

/// Gives the left site of a stage these nodes, a placement, and fcfs_on_nodes().
inline void give_nodes(Stage& stage, const std::vector<std::int32_t>& accelerators) {
  Site& site = stage.world.sites[0];
  site.node_list = nodes_of(accelerators);
  site.accelerators = site.node_list->accelerators();
  stage.parts->placements.resize(stage.world.sites.size());
  stage.parts->placements[0] = std::make_unique<FirstNode>();
  stage.parts->schedulers[0] = std::make_unique<RuleSchedule>(fcfs_on_nodes());
}

}  // namespace eastwest::engine_test
