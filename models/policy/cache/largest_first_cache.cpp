// Cache `largest-first`: the largest copy goes first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<CacheFactory> largest_first_cache() {
  return {.description = {.name = "largest-first",
                          .summary = "The largest copy goes, so that few have to.",
                          .rule = "Greatest size among the copies that may go; ties: the smaller "
                                  "id of the set.",
                          .limits = "Does not look at requests: a large set is fetched again and "
                                    "again. Linear in the copies of the site.",
                          .source = "Size-based replacement as in caches of web documents "
                                    "(Williams et al., SIGCOMM 1996).",
                          .schema = {}},
          .make = [](const Parameters&) -> CachePolicy {
            return [](std::span<const CachedSet> candidates) {
              return least(candidates, [](const CachedSet& copy) { return -copy.size.value(); });
            };
          }};
}

}  // namespace eastwest
