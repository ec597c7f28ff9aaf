// Gravity traffic over shortest paths, then two apportionments, of lines and of uplinks.
#include "sim/world/port_allocation.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/world/apportionment.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/shortest_paths.hpp"

namespace eastwest {
namespace {

constexpr std::int64_t kUplinkLeast = 2;
constexpr double kFlopsPerEflops = 1e18;

double eflops(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value() / kFlopsPerEflops;
}

/// Waves for the free trunks out of `budget` ports.
std::vector<std::int64_t> divided_waves(const std::vector<double>& traffic,
                                        const std::vector<std::int64_t>& ports_a_wave,
                                        std::int64_t waves_least, std::int64_t budget) {
  std::vector<std::int64_t> waves(traffic.size(), waves_least);
  double wanted_ports = 0;
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    budget -= waves_least * ports_a_wave[i];
    wanted_ports += traffic[i] * static_cast<double>(ports_a_wave[i]);
  }
  if (wanted_ports <= 0) return waves;
  std::vector<double> remainder(traffic.size(), 0);
  const auto to_divide = static_cast<double>(budget);
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    const double exact = to_divide * (traffic[i] / wanted_ports);
    const double whole = std::floor(exact);
    waves[i] += static_cast<std::int64_t>(whole);
    remainder[i] = exact - whole;
    budget -= static_cast<std::int64_t>(whole) * ports_a_wave[i];
  }
  const std::vector<std::size_t> order = ranked_downwards(remainder);
  for (bool gave = true; gave;) {
    gave = false;
    for (const std::size_t i : order) {
      if (ports_a_wave[i] > budget || traffic[i] <= 0) continue;
      ++waves[i];
      budget -= ports_a_wave[i];
      gave = true;
    }
  }
  EW_CHECK(budget >= 0, "{} ports too many were given", -budget);
  return waves;
}

/// Ports of the trunks that are given, and the least that the others need.
struct LineNeeds {
  std::int64_t given = 0;
  std::int64_t least = 0;
};

LineNeeds line_needs(const World& world, const PortRules& rules, const GivenPorts& given) {
  LineNeeds needs;
  for (std::size_t i = 0; i < world.trunks.size(); ++i) {
    if (given.trunks[i]) {
      needs.given += world.trunks[i].ports;
    } else {
      needs.least += rules.waves_least * ports_per_wave(world.trunks[i], rules.reach);
    }
  }
  return needs;
}

/// Gives lines of at most `budget` ports to the free trunks; the ports that they took.
std::int64_t allocate_lines(World& world, const PortRules& rules, const GivenPorts& given,
                            std::int64_t budget) {
  const std::vector<double> traffic_of = rules.law == PortRules::Law::gravity
                                             ? gravity_traffic(world)
                                             : std::vector<double>(world.trunks.size(), 1);
  std::vector<std::size_t> free;
  std::vector<double> traffic;
  std::vector<std::int64_t> ports_a_wave;
  for (std::size_t i = 0; i < world.trunks.size(); ++i) {
    if (given.trunks[i]) continue;
    free.push_back(i);
    traffic.push_back(traffic_of[i]);
    ports_a_wave.push_back(ports_per_wave(world.trunks[i], rules.reach));
  }
  const std::vector<std::int64_t> waves =
      divided_waves(traffic, ports_a_wave, rules.waves_least, budget);
  std::int64_t taken = 0;
  for (std::size_t k = 0; k < free.size(); ++k) {
    Trunk& trunk = world.trunks[free[k]];
    trunk.waves = waves[k];
    trunk.ports = waves[k] * ports_a_wave[k];
    taken += trunk.ports;
  }
  return taken;
}

void allocate_uplinks(World& world, const GivenPorts& given, std::int64_t budget) {
  std::vector<std::size_t> free;
  std::vector<double> speeds;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    if (given.sites[i]) continue;
    free.push_back(i);
    speeds.push_back(eflops(world.sites[i]));
  }
  if (free.empty()) return;
  const bool all_zero = std::all_of(speeds.begin(), speeds.end(), [](double x) { return x <= 0; });
  if (all_zero) std::fill(speeds.begin(), speeds.end(), 1);
  const std::int64_t least = kUplinkLeast * static_cast<std::int64_t>(free.size());
  const std::vector<std::int64_t> more = apportioned(budget - least, speeds);
  for (std::size_t k = 0; k < free.size(); ++k) {
    world.sites[free[k]].uplink_ports = kUplinkLeast + more[k];
  }
}

}  // namespace

std::int64_t ports_per_wave(const Trunk& trunk, Kilometres reach) {
  const std::int64_t metres = std::max<std::int64_t>(1, to_metres(reach));
  const std::int64_t spans = (to_metres(trunk.length) + metres - 1) / metres;
  return 2 + 2 * std::max<std::int64_t>(0, spans - 1);
}

std::vector<double> gravity_traffic(const World& world) {
  // Paths do not depend on waves; those that are still to be found must not hide a cable.
  World lit = world;
  for (Trunk& trunk : lit.trunks) trunk.waves = std::max<std::int64_t>(trunk.waves, 1);
  const PathGraph graph(lit.nodes.size(), corridors_of(lit));
  const std::vector<Corridor>& corridors = graph.corridors();
  std::vector<double> computing(lit.nodes.size(), 0);
  for (const Site& site : lit.sites) computing[site.node.index()] += eflops(site);
  std::vector<double> on_corridor(corridors.size(), 0);
  for (std::size_t root = 0; root < lit.nodes.size(); ++root) {
    if (computing[root] <= 0) continue;
    const PathTree tree = graph.tree(NodeId(root));
    for (std::size_t node = 0; node < lit.nodes.size(); ++node) {
      const double traffic = lit.nodes[node].demand_weight * computing[root];
      if (traffic <= 0 || tree.latency[node] == Duration::max()) continue;
      for (NodeId at(node); at.index() != root;) {
        const auto corridor = static_cast<std::size_t>(tree.next[at.index()]);
        on_corridor[corridor] += traffic;
        at = other_end(corridors[corridor], at);
      }
    }
  }
  std::vector<double> traffic(lit.trunks.size(), 0);
  for (std::size_t index = 0; index < corridors.size(); ++index) {
    const auto cables = static_cast<double>(corridors[index].trunks.size());
    for (const TrunkId trunk : corridors[index].trunks) {
      traffic[trunk.index()] = on_corridor[index] / cables;
    }
  }
  return traffic;
}

std::string allocate_ports(World& world, const PortRules& rules, const GivenPorts& given) {
  EW_CHECK(given.trunks.size() == world.trunks.size() && given.sites.size() == world.sites.size(),
           "{} trunks and {} sites are marked", given.trunks.size(), given.sites.size());
  const LineNeeds lines = line_needs(world, rules, given);
  std::int64_t uplinks_given = 0;
  std::int64_t uplinks_least = 0;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    (given.sites[i] ? uplinks_given : uplinks_least) +=
        given.sites[i] ? world.sites[i].uplink_ports : kUplinkLeast;
  }
  const std::int64_t least = lines.given + lines.least + uplinks_given + uplinks_least;
  if (least > rules.total) {
    return fmt::format(
        "{} ports are not enough: given ones, {} waves a cable and {} uplink ports a site "
        "already take {}",
        rules.total, rules.waves_least, kUplinkLeast, least);
  }
  const auto wanted_uplinks = static_cast<std::int64_t>(
      std::floor(rules.uplink_share * static_cast<double>(rules.total) + 0.5));
  const std::int64_t uplinks = std::clamp(wanted_uplinks, uplinks_given + uplinks_least,
                                          rules.total - lines.given - lines.least);
  const std::int64_t taken =
      allocate_lines(world, rules, given, rules.total - uplinks - lines.given);
  allocate_uplinks(world, given, rules.total - lines.given - taken - uplinks_given);
  return {};
}

}  // namespace eastwest
