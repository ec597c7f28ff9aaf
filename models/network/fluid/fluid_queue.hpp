// The live transfers of the network `fluid`, in a heap for each bundle without any memory of its
// own.
#pragma once

#include <cstdint>
#include <vector>

#include "models/network/fluid/fluid_number.hpp"

namespace eastwest::fluid {

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

/// A transfer in its slot: 32 bytes.
struct Flow {
  Progress target = 0;             ///< of its bundle, at which the transfer is over
  std::uint32_t bundle = kNone;    ///< none: the slot is free
  std::uint32_t child = kNone;     ///< first of those below it
  std::uint32_t next = kNone;      ///< beside it, below the same parent
  std::uint32_t previous = kNone;  ///< beside it, or the parent for the first child
};

/// Pairing heaps (Fredman, Sedgewick, Sleator, Tarjan 1986) over the slots, linked by indices: the
/// root of a heap is the transfer that ends first.
class FluidQueue {
 public:
  [[nodiscard]] bool is_live(std::size_t slot) const {
    return slot < flows_.size() && flows_[slot].bundle != kNone;
  }
  [[nodiscard]] const Flow& operator[](std::size_t slot) const { return flows_[slot]; }
  /// Puts a transfer into a free slot and into the heap `root`, which may be empty (kNone).
  void push(std::uint32_t& root, std::uint32_t slot, const Flow& flow);
  /// Takes a live transfer out of its heap and frees its slot.
  void remove(std::uint32_t& root, std::uint32_t slot);

 private:
  [[nodiscard]] std::uint32_t meld(std::uint32_t a, std::uint32_t b);
  [[nodiscard]] std::uint32_t meld_children(std::uint32_t parent);

  std::vector<Flow> flows_;  // by slot
};

}  // namespace eastwest::fluid
