// Circles are rows of the latency matrix cut at a limit.
#include "sim/world/latency_circle.hpp"

#include <algorithm>
#include <set>

#include "sim/world/geography.hpp"
#include "sim/world/latency_target.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;

double eflops_of(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value() / kFlopsPerEflops;
}

/// The nodes of the city of `node`: it alone where there are no operators.
std::vector<NodeId> nodes_of_city(const World& world, NodeId node) {
  if (world.nodes[node.index()].city.empty()) return {node};
  const std::string& city = city_of(world.nodes[node.index()]);
  std::vector<NodeId> nodes;
  for (std::size_t index = 0; index < world.nodes.size(); ++index) {
    if (city_of(world.nodes[index]) == city) nodes.push_back(NodeId(index));
  }
  return nodes;
}

}  // namespace

const std::string& city_of(const Node& node) { return node.city.empty() ? node.id : node.city; }

Duration city_latency(const World& world, const Topology& topology, NodeId a, NodeId b) {
  Duration least = Topology::kUnreachable;
  for (const NodeId from : nodes_of_city(world, a)) {
    for (const NodeId to : nodes_of_city(world, b)) {
      const Duration latency = topology.latency(from, to);
      if (latency == Topology::kUnreachable) continue;
      if (least == Topology::kUnreachable || latency < least) least = latency;
    }
  }
  return least;
}

bool within_circle(const Topology& topology, NodeId a, NodeId b, Duration limit) {
  const Duration latency = topology.latency(a, b);
  return latency != Topology::kUnreachable && latency <= limit;
}

LatencyCircle latency_circle(const World& world, const Topology& topology, NodeId centre,
                             Duration limit) {
  LatencyCircle circle{
      .centre = centre, .limit = limit, .nodes = {}, .sites = {}, .other_cities = {}};
  std::set<std::string> cities = {city_of(world.nodes[centre.index()])};
  double gdp = 0;
  double gdp_of_all = 0;
  for (std::size_t index = 0; index < world.nodes.size(); ++index) {
    const Node& node = world.nodes[index];
    gdp_of_all += node.gdp_cny;
    if (!within_circle(topology, centre, NodeId(index), limit)) continue;
    circle.nodes.push_back(NodeId(index));
    if (cities.insert(city_of(node)).second) circle.other_cities.push_back(city_of(node));
    circle.population += node.population;
    circle.demand_share += node.demand_weight;
    gdp += node.gdp_cny;
  }
  circle.gdp_share = gdp_of_all > 0 ? gdp / gdp_of_all : 0;
  double eflops_of_all = 0;
  for (std::size_t index = 0; index < world.sites.size(); ++index) {
    const Site& site = world.sites[index];
    eflops_of_all += eflops_of(site);
    if (!within_circle(topology, centre, site.node, limit)) continue;
    circle.sites.push_back(SiteId(index));
    circle.accelerators += site.accelerators;
    circle.eflops += eflops_of(site);
  }
  circle.capacity_share = eflops_of_all > 0 ? circle.eflops / eflops_of_all : 0;
  return circle;
}

ClusterLatencies cluster_latencies(const World& world, const Topology& topology, ClusterPairs which,
                                   ClusterEnds ends) {
  constexpr double kNanosecondsPerMillisecond = 1e6;
  const double target = world.latency_target > 0 ? world.latency_target : kLatencyTarget;
  ClusterLatencies figures;
  std::int64_t sum_ns = 0;
  double ratio_sum = 0;
  for (std::size_t a = 0; a < world.sites.size(); ++a) {
    for (std::size_t b = a + 1; b < world.sites.size(); ++b) {
      const Site& one = world.sites[a];
      const Site& other = world.sites[b];
      if (one.kind != SiteKind::cluster || other.kind != SiteKind::cluster) continue;
      if (which == ClusterPairs::of_different_hubs && one.hub == other.hub) continue;
      const Duration latency = ends == ClusterEnds::sites
                                   ? topology.latency(one.node, other.node)
                                   : city_latency(world, topology, one.node, other.node);
      if (latency == Topology::kUnreachable) {
        ++figures.unreachable;
        continue;
      }
      const double ms = static_cast<double>(latency.count()) / kNanosecondsPerMillisecond;
      ++figures.pairs;
      sum_ns += latency.count();
      if (!figures.max_a.valid() || ms > figures.max_ms) {
        figures.max_ms = ms;
        figures.max_a = SiteId(a);
        figures.max_b = SiteId(b);
      }
      const Node& from = world.nodes[one.node.index()];
      const Node& to = world.nodes[other.node.index()];
      if (!from.has_coordinates || !to.has_coordinates) continue;
      const double theory = theoretical_ms(
          world, great_circle(from.longitude, from.latitude, to.longitude, to.latitude));
      if (theory <= 0) continue;
      const double ratio = ms / theory;
      ratio_sum += ratio;
      figures.ratio_max = std::max(figures.ratio_max, ratio);
      // Delays are rounded up to a nanosecond cable by cable.
      constexpr double kRounding = 1e-4;
      if (ms <= target * theory + kRounding) ++figures.at_target;
      ++figures.with_ratio;
    }
  }
  if (figures.pairs > 0) {
    figures.mean_ms = static_cast<double>(sum_ns) / static_cast<double>(figures.pairs) /
                      kNanosecondsPerMillisecond;
  }
  if (figures.with_ratio > 0) {
    figures.ratio_mean = ratio_sum / static_cast<double>(figures.with_ratio);
  }
  return figures;
}

}  // namespace eastwest
