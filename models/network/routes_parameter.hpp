// The parameter `routes` of the networks whose transfers take the route they are given.
#pragma once

#include "sim/base/parameter.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// How many ways there are between a node and a site; which one a transfer takes is the route rule
/// of the dispatch.
inline Parameter routes_parameter() {
  return {.name = "routes",
          .kind = ParameterKind::count,
          .help =
              "ways between a node and a site: the shortest loopless ones; a transfer takes the "
              "one that dispatch.route chooses (shortest: always the first)",
          .fallback = "1",
          .minimum = 1,
          .maximum = static_cast<double>(Topology::kWaysMax)};
}

}  // namespace eastwest
