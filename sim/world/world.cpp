// Capacities and sums that follow from the plain data of a world.
#include "sim/world/world.hpp"

#include <algorithm>
#include <cmath>

namespace eastwest {

BitsPerSecond trunk_speed(const World& world, const Trunk& trunk) {
  return trunk.speed.value() > 0 ? trunk.speed : world.port_rate * trunk.waves;
}

BitsPerSecond trunk_capacity(const World& world, const Trunk& trunk) {
  const auto raw = static_cast<double>(trunk_speed(world, trunk).value());
  return BitsPerSecond(
      static_cast<std::int64_t>(std::floor(raw * (1 - world.background_share) + 0.5)));
}

BitsPerSecond uplink_capacity(const World& world, const Site& site) {
  return world.port_rate * site.uplink_ports;
}

double ai_it_kilowatts(const Site& site) {
  constexpr double kWattsPerKilowatt = 1000;
  return static_cast<double>(site.accelerators) * site.accelerator_watts / kWattsPerKilowatt;
}

double base_it_kilowatts(const World& world, const Site& site) {
  const double with_servers =
      static_cast<double>(site.racks) * site.shelf_rate * world.rack_kilowatts;
  return std::max(0.0, with_servers - ai_it_kilowatts(site)) * world.rack_load;
}

const char* tier_name(SiteKind kind) {
  if (kind == SiteKind::cluster) return "national hub";
  return kind == SiteKind::edge ? "city edge" : "regional centre";
}

const char* kind_name(SiteKind kind) {
  switch (kind) {
    case SiteKind::cluster:
      return "cluster";
    case SiteKind::city:
      return "city";
    case SiteKind::provincial:
      return "provincial";
    case SiteKind::edge:
      return "edge";
  }
  return "?";
}

const char* kind_name(Point::Kind kind) {
  switch (kind) {
    case Point::Kind::direct:
      return "direct";
    case Point::Kind::exchange:
      return "exchange";
    case Point::Kind::platform:
      return "platform";
    case Point::Kind::supercomputing:
      return "supercomputing";
  }
  return "?";
}

std::int64_t accelerators_total(const World& world) {
  std::int64_t total = 0;
  for (const Site& site : world.sites) total += site.accelerators;
  return total;
}

}  // namespace eastwest
