// Route rule `shortest`: the way of the least latency, whatever else there is.
#include "sim/engine/model_registries.hpp"

namespace eastwest {

Registered<RouteFactory> shortest_route() {
  return {.description = {.name = "shortest",
                          .summary = "Data take the way of the least latency.",
                          .rule = "Way 0; with network.routes above 1 the others stay unused.",
                          .limits = "Knows nothing of load: all transfers between two places share "
                                    "one way.",
                          .source = "Shortest-path routing, the usual baseline.",
                          .schema = {}},
          .make = [](const Parameters&) -> RouteRule { return {}; }};
}

}  // namespace eastwest
