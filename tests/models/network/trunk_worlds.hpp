// The worlds that most cases of the networks are worked out on.
#pragma once

#include "tests/sim/world/drawn_world.hpp"

namespace eastwest::network_test {

/// One trunk of 50 GB/s; the uplinks (100 ports) are never narrow.
inline World one_trunk() {
  return drawn_world(
      "West --400G 1000km-- East\n"
      "East [8]\n"
      "West [8]\n");
}

/// A chain of two trunks with a site at each of its last two nodes.
inline World two_trunks() {
  return drawn_world(
      "West --400G 100km-- Middle --400G 2000km-- East\n"
      "Middle [8]\n"
      "East [8]\n");
}

}  // namespace eastwest::network_test
