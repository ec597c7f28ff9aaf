// Cache `none`: what stands in a hot pool stays.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<CacheFactory> no_eviction() {
  return {
      .description = {.name = "none",
                      .summary = "Nothing is evicted: a pool that is full takes no more.",
                      .rule = "No copy goes.",
                      .limits = "What came first keeps the pool for good; all else is streamed.",
                      .source = "No replacement, the usual baseline.",
                      .schema = {}},
      .make = [](const Parameters&) -> CachePolicy { return {}; }};
}

}  // namespace eastwest
