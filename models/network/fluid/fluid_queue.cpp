// Melding and splitting of pairing heaps.
#include "models/network/fluid/fluid_queue.hpp"

namespace eastwest::fluid {

void FluidQueue::push(std::uint32_t& root, std::uint32_t slot, const Flow& flow) {
  if (flows_.size() <= slot) flows_.resize(std::size_t{slot} + 1);
  flows_[slot] = flow;
  root = root == kNone ? slot : meld(root, slot);
}

void FluidQueue::remove(std::uint32_t& root, std::uint32_t slot) {
  Flow& flow = flows_[slot];
  const std::uint32_t below = meld_children(slot);
  if (slot == root) {
    root = below;
  } else {
    Flow& previous = flows_[flow.previous];
    (previous.child == slot ? previous.child : previous.next) = flow.next;
    if (flow.next != kNone) flows_[flow.next].previous = flow.previous;
    if (below != kNone) root = meld(root, below);
  }
  flow = Flow();
}

/// Two roots become one heap; the root returned stands alone.
std::uint32_t FluidQueue::meld(std::uint32_t a, std::uint32_t b) {
  if (is_behind(flows_[b].target, flows_[a].target)) std::swap(a, b);
  Flow& parent = flows_[a];
  Flow& child = flows_[b];
  child.next = parent.child;
  child.previous = a;
  if (parent.child != kNone) flows_[parent.child].previous = b;
  parent.child = b;
  return a;
}

/// In pairs from the left, then all from the right; kNone if there are none.
std::uint32_t FluidQueue::meld_children(std::uint32_t parent) {
  std::uint32_t pairs = kNone;  // linked backwards by `next`
  for (std::uint32_t left = flows_[parent].child; left != kNone;) {
    const std::uint32_t right = flows_[left].next;
    const std::uint32_t rest = right == kNone ? kNone : flows_[right].next;
    flows_[left].next = kNone;
    if (right != kNone) flows_[right].next = kNone;
    const std::uint32_t pair = right == kNone ? left : meld(left, right);
    flows_[pair].next = pairs;
    pairs = pair;
    left = rest;
  }
  std::uint32_t root = kNone;
  while (pairs != kNone) {
    const std::uint32_t rest = flows_[pairs].next;
    flows_[pairs].next = kNone;
    flows_[pairs].previous = kNone;
    root = root == kNone ? pairs : meld(root, pairs);
    pairs = rest;
  }
  return root;
}

}  // namespace eastwest::fluid
