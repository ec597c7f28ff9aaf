// Cache `fifo`: the copy that came first goes first.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<CacheFactory> fifo_cache() {
  return {.description = {.name = "fifo",
                          .summary = "The copy goes that came first.",
                          .rule = "Least date of arrival among the copies that may go.",
                          .limits = "Does not look at requests. Linear in the copies of the site.",
                          .source = "First in, first out, the usual baseline.",
                          .schema = {}},
          .make = [](const Parameters&) -> CachePolicy {
            return [](std::span<const CachedSet> candidates) {
              return least(candidates, [](const CachedSet& copy) { return copy.arrived; });
            };
          }};
}

}  // namespace eastwest
