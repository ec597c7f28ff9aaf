// Sorted blocks that are split when they are full and dropped when they are empty.
#include "models/policy/schedule/expected_ends.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

ExpectedEnds::Block& ExpectedEnds::block_of(Date end) {
  const auto found =
      std::partition_point(blocks_.begin(), blocks_.end(),
                           [end](const Block& block) { return block.entries.back().end < end; });
  return found == blocks_.end() ? blocks_.back() : *found;
}

std::vector<ExpectedEnds::Entry>::iterator ExpectedEnds::place_of(Block& block, Date end) {
  // A search in halves without branches: where an end belongs cannot be foreseen.
  auto place = block.entries.begin();
  std::ptrdiff_t left = std::ssize(block.entries);
  while (left > 0) {
    const std::ptrdiff_t half = (left + 1) / 2;
    place += place[half - 1].end < end ? half : 0;
    left -= half;
  }
  return place;
}

void ExpectedEnds::add(Date end, std::int64_t accelerators) {
  if (blocks_.empty()) blocks_.emplace_back();
  Block& block = blocks_.size() == 1 ? blocks_.front() : block_of(end);
  block.sum += accelerators;
  const auto place = place_of(block, end);
  if (place != block.entries.end() && place->end == end) {
    place->accelerators += accelerators;
    return;
  }
  block.entries.insert(place, {end, accelerators});
  if (block.entries.size() <= kBlock) return;
  const auto middle = block.entries.begin() + kBlock / 2;
  Block upper;
  upper.entries.assign(middle, block.entries.end());
  for (const Entry& entry : upper.entries) upper.sum += entry.accelerators;
  block.entries.erase(middle, block.entries.end());
  block.sum -= upper.sum;
  blocks_.insert(blocks_.begin() + (&block - blocks_.data()) + 1, std::move(upper));
}

void ExpectedEnds::remove(Date end, std::int64_t accelerators) {
  EW_CHECK(!blocks_.empty(), "{} accelerators end that were never started", accelerators);
  Block& block = block_of(end);
  const auto place = place_of(block, end);
  EW_CHECK(place != block.entries.end() && place->end == end, "nobody is expected to end at {} ns",
           end.time_since_epoch().count());
  block.sum -= accelerators;
  place->accelerators -= accelerators;
  if (place->accelerators > 0) return;
  block.entries.erase(place);
  if (block.entries.empty()) blocks_.erase(blocks_.begin() + (&block - blocks_.data()));
}

ExpectedEnds::Shadow ExpectedEnds::shadow(std::int64_t free, std::int64_t wanted) const {
  for (const Block& block : blocks_) {
    if (free + block.sum < wanted) {
      free += block.sum;
      continue;
    }
    for (const Entry& entry : block.entries) {
      free += entry.accelerators;
      if (free >= wanted) return {.date = entry.end, .free = free};
    }
  }
  return {.date = kNever, .free = free};
}

}  // namespace eastwest
