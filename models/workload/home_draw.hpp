// Where jobs come from: homes drawn by the demand weight of the nodes.
#pragma once

#include <vector>

#include "sim/world/world.hpp"

namespace eastwest {

/// Draws nodes in proportion to their demand weight; in a world without any demand weight every
/// node is as likely as every other. Requires a node.
class HomeDraw {
 public:
  explicit HomeDraw(const World& world);
  /// Weights by node, at least one of them above 0.
  explicit HomeDraw(const std::vector<double>& weights);

  /// The home at probability u in (0, 1).
  [[nodiscard]] NodeId at(double u) const;
  /// Share of the draws that fall on a node.
  [[nodiscard]] double share(NodeId node) const;

 private:
  std::vector<double> cumulative_;  // of the weights, by node
};

}  // namespace eastwest
