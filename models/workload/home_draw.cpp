// Cumulative demand weights and binary search.
#include "models/workload/home_draw.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

HomeDraw::HomeDraw(const World& world) {
  EW_CHECK(!world.nodes.empty(), "no node to be home in");
  double total = 0;
  for (const Node& node : world.nodes) cumulative_.push_back(total += node.demand_weight);
  if (total > 0) return;
  for (std::size_t i = 0; i < cumulative_.size(); ++i) {
    cumulative_[i] = static_cast<double>(i + 1);
  }
}

HomeDraw::HomeDraw(const std::vector<double>& weights) {
  double total = 0;
  for (const double weight : weights) cumulative_.push_back(total += weight);
  EW_CHECK(total > 0, "no home has a weight");
}

NodeId HomeDraw::at(double u) const {
  // The first node whose sum exceeds the value: nodes of weight 0 are never drawn.
  const auto found =
      std::upper_bound(cumulative_.begin(), cumulative_.end(), u * cumulative_.back());
  const auto index = static_cast<std::size_t>(found - cumulative_.begin());
  if (index < cumulative_.size()) return NodeId(index);
  // u * total was rounded up to the total: the last node that has a weight.
  const auto last = std::lower_bound(cumulative_.begin(), cumulative_.end(), cumulative_.back());
  return NodeId(static_cast<std::size_t>(last - cumulative_.begin()));
}

double HomeDraw::share(NodeId node) const {
  const double before = node.value == 0 ? 0 : cumulative_[node.index() - 1];
  return (cumulative_[node.index()] - before) / cumulative_.back();
}

}  // namespace eastwest
