// How the national number of ports is divided over cables and sites: a gravity rule with an exact
// total.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// The rule, declared in world.yaml under `ports`.
struct PortRules {
  enum class Law {
    gravity,  ///< by traffic between demand and computing
    equal,    ///< every cable the same number of waves
  };
  Law law = Law::gravity;
  std::int64_t total = 0;     ///< line ports + uplink ports; a hard constraint
  double uplink_share = 0.1;  ///< of the total, for the uplinks of sites; the rest are line ports
  Kilometres reach{1500};     ///< without regeneration
  std::int64_t waves_least = 2;  ///< of every cable
};

/// What is given and not divided: by trunk and by site.
struct GivenPorts {
  std::vector<bool> trunks;
  std::vector<bool> sites;
};

/// Line ports of one wave: two at its ends, and two more at every regeneration site, of which a
/// cable has one for each full or begun reach beyond the first.
[[nodiscard]] std::int64_t ports_per_wave(const Trunk& trunk, Kilometres reach);

/// Traffic that the gravity rule expects on each trunk, in demand share x EFLOPS: for every node
/// with demand and every site, weight x computing speed, along the path of least latency, divided
/// equally over the parallel cables of a corridor. Waves play no part.
[[nodiscard]] std::vector<double> gravity_traffic(const World& world);

/// Fills in waves and ports of every trunk and the uplink ports of every site that are not given.
/// Line ports first: `waves_least` a cable, then in proportion to the traffic (largest remainder);
/// what makes no whole wave is left to the uplinks. Those: two ports a site, then in proportion to
/// computing speed (largest remainder). All ports add up to `rules.total`, unless everything is
/// given. Returns what is wrong, or an empty text; then the world is unchanged.
[[nodiscard]] std::string allocate_ports(World& world, const PortRules& rules,
                                         const GivenPorts& given);

}  // namespace eastwest
