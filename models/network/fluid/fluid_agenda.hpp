// When the bundles of the network `fluid` have their next ends, approximately; the first are found
// fast.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace eastwest::fluid {

/// One number a bundle in blocks of 64 whose minima are known: a change costs one comparison, or a
/// look at a block; the least is found among the blocks. Where most numbers change at once, as
/// they do when links are crowded, this beats a heap.
class FluidAgenda {
 public:
  static constexpr double kNothing = std::numeric_limits<double>::infinity();

  void set(std::uint32_t bundle, double end) {
    if (ends_.size() <= bundle) grow(bundle);
    const double former = ends_[bundle];
    ends_[bundle] = end;
    Block& block = blocks_[bundle / kBlock];
    if (end <= block.least) {
      block = {end, false};
    } else if (former == block.least) {
      block.is_stale = true;
    }
  }

  /// The least of all, kNothing if there is none.
  [[nodiscard]] double least() {
    double least = kNothing;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].is_stale && blocks_[i].least <= least) refresh(i);
      least = std::min(least, blocks_[i].least);
    }
    return least;
  }

  /// Calls `visit(bundle)` for all whose number is at most `limit`.
  template <class Visit>
  void up_to(double limit, Visit visit) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].least > limit) continue;
      for (std::size_t bundle = i * kBlock; bundle < (i + 1) * kBlock; ++bundle) {
        if (ends_[bundle] <= limit) visit(static_cast<std::uint32_t>(bundle));
      }
    }
  }

 private:
  static constexpr std::size_t kBlock = 64;
  struct Block {
    double least = kNothing;
    bool is_stale = false;  ///< the least is less than all numbers of the block
  };

  void grow(std::uint32_t bundle) {
    const std::size_t blocks = bundle / kBlock + 1;
    blocks_.resize(blocks);
    ends_.resize(blocks * kBlock, kNothing);
  }
  void refresh(std::size_t block) {
    const auto first = ends_.begin() + static_cast<std::ptrdiff_t>(block * kBlock);
    blocks_[block] = {*std::min_element(first, first + kBlock), false};
  }

  std::vector<double> ends_;
  std::vector<Block> blocks_;
};

}  // namespace eastwest::fluid
