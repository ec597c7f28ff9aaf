// What a cache policy is: which copy in a site's hot pool makes room for another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "sim/world/data_plan.hpp"

namespace eastwest {

/// A copy that may go: not in use, not pinned, not the last of its set.
struct CachedSet {
  DataSetId set;
  Bytes size;
  std::uint64_t arrived = 0;  ///< rank among all arrivals and uses of the site: smaller is earlier
  std::uint64_t used = 0;     ///< likewise, of the job that asked for it last (or its arrival)
  std::int64_t uses = 0;      ///< jobs of this site that asked for it since it came
};

/// The index of the copy that goes next, among candidates in order of set; none: nothing goes. It
/// is asked again, without that one, until there is room; if it gives up before, all stay.
using CachePolicy = std::function<std::optional<std::size_t>(std::span<const CachedSet>)>;

/// The candidate with the least key; ties go to the smaller set.
template <class Key>
[[nodiscard]] std::optional<std::size_t> least(std::span<const CachedSet> candidates, Key&& key) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!best || key(candidates[i]) < key(candidates[*best])) best = i;
  }
  return best;
}

}  // namespace eastwest
