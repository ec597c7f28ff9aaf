// The books of a site's nodes: who could start, where he goes, what is free.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/engine/node_hold.hpp"
#include "sim/engine/placement.hpp"

namespace eastwest {

/// Exact in whole thousandths of accelerators. Asking and taking cost O(nodes that the job could
/// ever use), and for a job over several nodes O(nodes) more for each.
class NodeBooks {
 public:
  NodeBooks(std::shared_ptr<const NodeList> list, std::unique_ptr<PlacementPolicy> placement,
            const RandomSource& random);

  /// The number of what a job asks for, the same for jobs that ask for the same.
  [[nodiscard]] std::int32_t shape_of(std::int64_t accelerators, const PlacementTerms* terms);
  /// Of a job of the shape of that number.
  [[nodiscard]] bool fits(std::int32_t number) const;
  /// Takes the nodes for a job of that shape, which fits. The serial names its draws.
  [[nodiscard]] std::shared_ptr<NodeHold> take(std::int32_t number, std::uint64_t serial);
  /// Does nothing if it is not booked any more.
  void give_back(NodeHold& hold);

  [[nodiscard]] const std::vector<NodeState>& nodes() const { return nodes_; }
  /// Accelerators of which a job holds any part.
  [[nodiscard]] std::int64_t in_use() const { return in_use_; }

 private:
  struct Shape {
    std::int64_t accelerators = 0;
    PlacementTerms terms;
    std::vector<std::int32_t> eligible = {};  // nodes that could take a part if they were empty
  };

  [[nodiscard]] std::int64_t room(std::int32_t node, const Shape& shape) const {
    return room_now(nodes_[static_cast<std::size_t>(node)], shape.accelerators, shape.terms);
  }
  [[nodiscard]] NodePart part(const Shape& shape, std::int32_t node, std::int64_t accelerators,
                              double draw);

  std::shared_ptr<const NodeList> list_;
  std::unique_ptr<PlacementPolicy> placement_;
  RandomSource random_;
  std::vector<NodeState> nodes_;
  std::vector<Shape> shapes_;
  std::map<std::pair<std::int64_t, PlacementTerms>, std::int32_t> shape_numbers_;
  NodeMaxima most_;
  std::int64_t in_use_ = 0;
  std::vector<std::int32_t> candidates_;  // of the job that is being placed
  std::vector<std::int32_t> fitting_;
};

}  // namespace eastwest
