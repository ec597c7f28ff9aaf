// When running jobs are expected to free their accelerators, and how many are free by then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"

namespace eastwest {

/// Accelerators by expected end, in blocks with their sums: with r different ends, adding,
/// removing and searching cost O(r / kBlock + kBlock) with small constants.
class ExpectedEnds {
 public:
  static constexpr std::size_t kBlock = 64;

  /// The earliest expected end at which enough is free.
  struct Shadow {
    Date date = kNever;
    std::int64_t free = 0;  ///< then, counting everything that ends at that very date
  };

  void add(Date end, std::int64_t accelerators);
  /// Takes back what was added.
  void remove(Date end, std::int64_t accelerators);
  /// With `free` accelerators free now and fewer than `wanted`; kNever and all that is ever free
  /// if `wanted` is not reached.
  [[nodiscard]] Shadow shadow(std::int64_t free, std::int64_t wanted) const;

 private:
  struct Entry {
    Date end;
    std::int64_t accelerators = 0;
  };
  struct Block {
    std::vector<Entry> entries;  // by end, never empty
    std::int64_t sum = 0;
  };
  /// The block in which an end belongs; there must be one.
  Block& block_of(Date end);
  static std::vector<Entry>::iterator place_of(Block& block, Date end);

  std::vector<Block> blocks_;
};

}  // namespace eastwest
