// Cache `lfu`: the copy that the fewest jobs have asked for goes first.
#include <utility>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<CacheFactory> lfu_cache() {
  return {.description = {.name = "lfu",
                          .summary = "The copy goes that the fewest jobs of the site have asked "
                                     "for since it came.",
                          .rule = "Fewest requests since the arrival; ties: the one asked for "
                                  "longest ago.",
                          .limits = "What was popular once stays; a set that comes back starts "
                                    "from nothing. Linear in the copies of the site.",
                          .source = "Least frequently used, counts kept while in the cache.",
                          .schema = {}},
          .make = [](const Parameters&) -> CachePolicy {
            return [](std::span<const CachedSet> candidates) {
              return least(candidates,
                           [](const CachedSet& copy) { return std::pair(copy.uses, copy.used); });
            };
          }};
}

}  // namespace eastwest
