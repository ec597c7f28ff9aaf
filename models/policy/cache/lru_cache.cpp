// Cache `lru`: the copy that no job has asked for the longest goes.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<CacheFactory> lru_cache() {
  return {
      .description = {.name = "lru",
                      .summary = "The copy goes that no job of the site has asked for longest.",
                      .rule = "Least date of the last request (the arrival counts as one) among "
                              "the copies that may go.",
                      .limits = "Knows the order of requests only, not sizes or what is to "
                                "come. Linear in the copies of the site.",
                      .source = "Least recently used (Mattson et al., IBM Systems Journal 1970).",
                      .schema = {}},
      .make = [](const Parameters&) -> CachePolicy {
        return [](std::span<const CachedSet> candidates) {
          return least(candidates, [](const CachedSet& copy) { return copy.used; });
        };
      }};
}

}  // namespace eastwest
