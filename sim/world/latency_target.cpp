// Straightens the cables of one pair's path after the other.
#include "sim/world/latency_target.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/check.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/shortest_paths.hpp"

namespace eastwest {
namespace {

constexpr double kMicrosecondsPerMillisecond = 1e3;

bool is_of_hub(const Site& site) {
  return site.kind == SiteKind::cluster && site.hub != "none" && !site.hub.empty();
}

/// The cables of a world on their way to being straight.
class Straightening {
 public:
  Straightening(World& world, double target)
      : world_(world), target_(target), before_(world), straight_(world) {
    for (Trunk& trunk : straight_.trunks) {
      const Node& a = world.nodes[trunk.a.index()];
      const Node& b = world.nodes[trunk.b.index()];
      if (!a.has_coordinates || !b.has_coordinates) continue;
      const Kilometres line = great_circle(a.longitude, a.latitude, b.longitude, b.latitude);
      trunk.length = std::min(line, trunk.length);
    }
  }

  /// Latency of the shortest path over the theoretical one; 0 without a path.
  [[nodiscard]] double ratio(const HubPair& pair) const {
    return latency_ms(world_, path(world_, pair)) / theoretical_ms(world_, pair.great_circle);
  }

  /// False if the pair stays above the target.
  bool meet(const HubPair& pair) {
    const double allowed_ms = target_ * theoretical_ms(world_, pair.great_circle);
    Cables passed = path(world_, pair);
    if (latency_ms(world_, passed) <= allowed_ms) return true;
    if (latency_ms(straight_, passed) > allowed_ms) passed = path(straight_, pair);
    const double straight_ms = latency_ms(straight_, passed);
    if (straight_ms > allowed_ms) return false;
    const double kept = (allowed_ms - straight_ms) / (latency_ms(world_, passed) - straight_ms);
    for (const std::vector<TrunkId>& parallel : passed) {
      for (const TrunkId id : parallel) cut_detour(id, kept);
    }
    return true;
  }

  [[nodiscard]] std::size_t straightened() const {
    std::size_t count = 0;
    for (std::size_t index = 0; index < world_.trunks.size(); ++index) {
      if (world_.trunks[index].length < before_.trunks[index].length) ++count;
    }
    return count;
  }

 private:
  /// What a path passes: for each corridor its cables.
  using Cables = std::vector<std::vector<TrunkId>>;

  static Cables path(const World& world, const HubPair& pair) {
    const PathGraph graph(world.nodes.size(), corridors_of(world));
    const NodeId to = world.sites[pair.b.index()].node;
    const PathTree tree = graph.tree(to);
    Cables passed;
    NodeId node = world.sites[pair.a.index()].node;
    if (tree.latency[node.index()] == Duration::max()) return passed;
    while (node != to) {
      const auto step = static_cast<std::size_t>(tree.next[node.index()]);
      passed.push_back(graph.corridors()[step].trunks);
      node = other_end(graph.corridors()[step], node);
    }
    return passed;
  }

  /// Over the shortest cable of each corridor; not rounded up cable by cable as delays are.
  static double latency_ms(const World& world, const Cables& passed) {
    double microseconds = 0;
    for (const std::vector<TrunkId>& parallel : passed) {
      Kilometres shortest = world.trunks[parallel.front().index()].length;
      for (const TrunkId id : parallel) {
        shortest = std::min(shortest, world.trunks[id.index()].length);
      }
      microseconds += shortest.value() * world.delay_us_per_km + world.delay_us_per_hop;
    }
    return microseconds / kMicrosecondsPerMillisecond;
  }

  void cut_detour(TrunkId id, double kept) {
    Trunk& trunk = world_.trunks[id.index()];
    const auto straight_m = static_cast<double>(to_metres(straight_.trunks[id.index()].length));
    const double detour_m = static_cast<double>(to_metres(trunk.length)) - straight_m;
    trunk.length = Kilometres((straight_m + std::floor(detour_m * kept)) / 1000);
  }

  World& world_;
  double target_;
  World before_;
  World straight_;
};

}  // namespace

std::vector<HubPair> hub_pairs(const World& world) {
  std::vector<HubPair> pairs;
  for (std::size_t a = 0; a < world.sites.size(); ++a) {
    for (std::size_t b = a + 1; b < world.sites.size(); ++b) {
      const Site& one = world.sites[a];
      const Site& other = world.sites[b];
      if (!is_of_hub(one) || !is_of_hub(other) || one.hub == other.hub) continue;
      const Node& from = world.nodes[one.node.index()];
      const Node& to = world.nodes[other.node.index()];
      if (!from.has_coordinates || !to.has_coordinates || one.node == other.node) continue;
      pairs.push_back({SiteId(a), SiteId(b),
                       great_circle(from.longitude, from.latitude, to.longitude, to.latitude)});
    }
  }
  return pairs;
}

double theoretical_ms(const World& world, Kilometres great_circle) {
  return great_circle.value() * world.delay_us_per_km / kMicrosecondsPerMillisecond;
}

LatencyTargetOutcome meet_latency_target(World& world, double target) {
  EW_CHECK(target >= 1, "a latency target of {} times the theoretical latency", target);
  const std::vector<HubPair> pairs = hub_pairs(world);
  LatencyTargetOutcome outcome{.pairs = pairs.size(), .above = 0, .straightened = 0, .unmet = {}};
  Straightening cables(world, target);
  std::vector<std::pair<double, HubPair>> above;
  for (const HubPair& pair : pairs) {
    if (pair.great_circle.value() <= 0) continue;
    const double ratio = cables.ratio(pair);
    if (ratio > target) above.emplace_back(ratio, pair);
  }
  outcome.above = above.size();
  std::stable_sort(above.begin(), above.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [ratio, pair] : above) {
    if (!cables.meet(pair)) outcome.unmet.push_back(pair);
  }
  outcome.straightened = cables.straightened();
  return outcome;
}

}  // namespace eastwest
