// Capacities and sums that follow from the plain data of a world.
#include "sim/world/world.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/elementary.hpp"

namespace eastwest {

BitsPerSecond trunk_speed(const World& world, const Trunk& trunk) {
  return trunk.speed.value() > 0 ? trunk.speed : world.port_rate * trunk.waves;
}

double background_share(const World& world, const Trunk& trunk) {
  return trunk.background_share.value_or(world.background_share);
}

double background_share(const World& world, const Trunk& trunk, Duration time_of_day) {
  if (trunk.background_share == 0.0) return 0;
  constexpr double kTwoPi = 6.283185307179586;
  constexpr Duration kHour = std::chrono::hours{1};
  const double middle = static_cast<double>(time_of_day / kHour) + 0.5;
  const double hours = middle - to_seconds(world.background_peak) / to_seconds(kHour);
  return background_share(world, trunk) +
         world.background_swing * portable_cos(kTwoPi * hours / 24);
}

BitsPerSecond speed_left(double speed, double share) {
  return BitsPerSecond(static_cast<std::int64_t>(std::floor(speed * (1 - share) + 0.5)));
}

BitsPerSecond trunk_capacity(const World& world, const Trunk& trunk) {
  return speed_left(static_cast<double>(trunk_speed(world, trunk).value()),
                    background_share(world, trunk));
}

BitsPerSecond uplink_capacity(const World& world, const Site& site) {
  return world.port_rate * site.uplink_ports;
}

double comparable_claim(const Site& site) {
  const LocalClaim& claim = site.claim;
  return claim.scope == "intelligent" && claim.precision == "FP16" ? claim.eflops : 0;
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
