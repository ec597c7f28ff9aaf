// Capacities and sums that follow from the plain data of a world.
#include "sim/world/world.hpp"

#include <cmath>

namespace eastwest {

BitsPerSecond trunk_capacity(const World& world, const Trunk& trunk) {
  const double raw =
      static_cast<double>(trunk.waves) * static_cast<double>(world.port_rate.value());
  return BitsPerSecond(
      static_cast<std::int64_t>(std::floor(raw * (1 - world.background_share) + 0.5)));
}

BitsPerSecond uplink_capacity(const World& world, const Site& site) {
  return world.port_rate * site.uplink_ports;
}

std::int64_t accelerators_total(const World& world) {
  std::int64_t total = 0;
  for (const Site& site : world.sites) total += site.accelerators;
  return total;
}

}  // namespace eastwest
