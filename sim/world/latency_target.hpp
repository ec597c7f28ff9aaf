// The policy target for latencies between hubs: cables made straighter until it is met.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/world/world.hpp"

namespace eastwest {

/// Two clusters of different hubs.
struct HubPair {
  SiteId a;
  SiteId b;
  Kilometres great_circle;
};

/// All pairs of clusters (SiteKind::cluster) of different hubs, neither of them "none", whose nodes
/// have coordinates; in order of (a, b).
[[nodiscard]] std::vector<HubPair> hub_pairs(const World& world);

/// Latency of light in a straight fibre over a great circle, on the optical layer.
[[nodiscard]] double theoretical_ms(const World& world, Kilometres great_circle);

/// What meet_latency_target did.
struct LatencyTargetOutcome {
  std::size_t pairs = 0;
  std::size_t above = 0;         ///< that were above the target
  std::size_t straightened = 0;  ///< trunks that are shorter now
  std::vector<HubPair>
      unmet;  ///< that stay above it although all cables of their path are straight
};

/// Shortens trunks until every pair of hubs has at most `target` (>= 1) times its theoretical
/// latency, optical layer, equipment included. Rule: the pair that is farthest above comes first;
/// on its shortest path, what each cable has beyond the great circle of its ends is multiplied by
/// one common factor, just small enough (whole metres, downward). Where even straight cables are
/// too long on that path, the path that is shortest with straight cables is taken; where that is
/// too long, the pair is unmet and nothing is done for it. Cables with an end without coordinates
/// stay.
LatencyTargetOutcome meet_latency_target(World& world, double target);

}  // namespace eastwest
