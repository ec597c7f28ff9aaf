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

  /// The home at probability u in (0, 1).
  [[nodiscard]] NodeId at(double u) const;
  /// Share of the draws that fall on a node.
  [[nodiscard]] double share(NodeId node) const;

 private:
  std::vector<double> cumulative_;  // of the weights, by node
};

/// Amounts by home province: index = ProvinceId, one more entry at the end for nodes without a
/// province if there are any (so a world without provinces has one entry).
class ByProvince {
 public:
  explicit ByProvince(const World& world);
  void add(NodeId home, double amount);
  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  const World& world_;
  std::vector<double> values_;
};

}  // namespace eastwest
