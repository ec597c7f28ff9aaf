// Implements sim/engine/node_books.hpp, and what placements have in common.
#include "sim/engine/node_books.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

std::size_t PlacementPolicy::accelerator(const NodeState& node,
                                         std::span<const std::int32_t> fitting, double /*draw*/) {
  const auto left = [&](std::int32_t number) {
    return node.free[static_cast<std::size_t>(number)];
  };
  const auto tightest =
      std::min_element(fitting.begin(), fitting.end(),
                       [&](std::int32_t a, std::int32_t b) { return left(a) < left(b); });
  return static_cast<std::size_t>(tightest - fitting.begin());
}

NodeBooks::NodeBooks(std::shared_ptr<const NodeList> list,
                     std::unique_ptr<PlacementPolicy> placement, const RandomSource& random)
    : list_(std::move(list)),
      placement_(std::move(placement)),
      random_(random),
      nodes_(free_nodes(*list_)) {
  EW_CHECK(placement_ != nullptr, "a site with {} nodes has no placement", list_->nodes().size());
  for (const ComputeNode& node : list_->nodes()) {
    most_.thousandths =
        std::max(most_.thousandths, node.accelerators * std::int64_t{kWholeAccelerator});
    if (node.cpu != ComputeNode::kUnlimited) most_.cpu = std::max(most_.cpu, node.cpu);
  }
}

std::int32_t NodeBooks::shape_of(std::int64_t accelerators, const PlacementTerms* terms) {
  static const PlacementTerms nothing;
  const PlacementTerms& asked = terms == nullptr ? nothing : *terms;
  const auto number = static_cast<std::int32_t>(shapes_.size());
  const auto [found, is_new] = shape_numbers_.try_emplace({accelerators, asked}, number);
  if (!is_new) return found->second;
  Shape shape{.accelerators = accelerators, .terms = asked};
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (room_of_empty(*nodes_[i].node, accelerators, asked) < 0) continue;
    shape.eligible.push_back(static_cast<std::int32_t>(i));
  }
  shapes_.push_back(std::move(shape));
  return number;
}

bool NodeBooks::fits(std::int32_t number) const {
  const Shape& shape = shapes_[static_cast<std::size_t>(number)];
  std::int64_t accelerators = 0;
  std::int32_t nodes = 0;
  for (const std::int32_t node : shape.eligible) {
    const std::int64_t here = room(node, shape);
    if (here < 0) continue;
    accelerators += here;
    ++nodes;
    if (shape.terms.nodes > 0 ? nodes == shape.terms.nodes : accelerators >= shape.accelerators) {
      return true;
    }
  }
  return false;
}

std::shared_ptr<NodeHold> NodeBooks::take(std::int32_t number, std::uint64_t serial) {
  const Shape& shape = shapes_[static_cast<std::size_t>(number)];
  candidates_.clear();
  for (const std::int32_t node : shape.eligible) {
    if (room(node, shape) >= 0) candidates_.push_back(node);
  }
  auto hold = std::make_shared<NodeHold>();
  hold->share = shape.terms.share;
  hold->booked = true;
  std::int64_t missing = shape.accelerators;
  std::int32_t nodes_missing = shape.terms.nodes;
  do {
    EW_CHECK(!candidates_.empty(), "{} accelerators of a job find no node", missing);
    const auto draws = static_cast<std::uint32_t>(2 * hold->parts.size());
    const PlacementChoice choice{.nodes = nodes_,
                                 .candidates = candidates_,
                                 .demand = {.accelerators = missing,
                                            .share = shape.terms.share,
                                            .cpu = shape.terms.cpu,
                                            .memory = shape.terms.memory},
                                 .most = most_,
                                 .draw = random_.uniform(0, serial, Purpose::placement, draws)};
    const std::size_t index = placement_->node(choice);
    EW_CHECK(index < candidates_.size(), "a placement chooses node {} of {}", index,
             candidates_.size());
    const std::int32_t node = candidates_[index];
    const std::int64_t room_there = room(node, shape);
    const std::int64_t taken = nodes_missing > 0 ? room_there : std::min(room_there, missing);
    const double draw = random_.uniform(0, serial, Purpose::placement, draws + 1);
    hold->parts.push_back(part(shape, node, taken, draw));
    NodeState& state = nodes_[static_cast<std::size_t>(node)];
    const std::int32_t before = state.whole_free;
    take_part(state, hold->parts.back(), hold->share);
    in_use_ += before - state.whole_free;
    hold->thousandths += taken * hold->share;
    missing -= taken;
    candidates_.erase(candidates_.begin() + static_cast<std::ptrdiff_t>(index));
  } while (shape.terms.nodes > 0 ? --nodes_missing > 0 : missing > 0);
  return hold;
}

NodePart NodeBooks::part(const Shape& shape, std::int32_t node, std::int64_t accelerators,
                         double draw) {
  const NodeState& state = nodes_[static_cast<std::size_t>(node)];
  const bool is_whole_node = shape.terms.nodes > 0;
  NodePart part{.node = node,
                .accelerators = {},
                .cpu = is_whole_node ? state.cpu_free : shape.terms.cpu,
                .memory = is_whole_node ? state.memory_free : shape.terms.memory};
  const bool is_fraction = shape.terms.share < kWholeAccelerator;
  fitting_.clear();
  for (std::size_t i = 0; i < state.free.size(); ++i) {
    if (state.free[i] >= shape.terms.share) fitting_.push_back(static_cast<std::int32_t>(i));
  }
  if (accelerators > 0 && is_fraction) {
    const std::size_t chosen = placement_->accelerator(state, fitting_, draw);
    EW_CHECK(chosen < fitting_.size(), "a placement chooses accelerator {} of {}", chosen,
             fitting_.size());
    part.accelerators.push_back(fitting_[chosen]);
  } else {
    part.accelerators.assign(fitting_.begin(),
                             fitting_.begin() + static_cast<std::ptrdiff_t>(accelerators));
  }
  return part;
}

void NodeBooks::give_back(NodeHold& hold) {
  if (!hold.booked) return;
  hold.booked = false;
  for (const NodePart& part : hold.parts) {
    NodeState& state = nodes_[static_cast<std::size_t>(part.node)];
    const std::int32_t before = state.whole_free;
    give_back_part(state, part, hold.share);
    in_use_ -= state.whole_free - before;
  }
}

}  // namespace eastwest
