// Ways round what is down: for every set of spans that is down at the same time, which routes
// change.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/world/span.hpp"
#include "sim/world/topology.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// A route that passes a span that is down has a detour, the shortest route by the topology's rules
/// over what is left, if there is one. The others stay as they are. Among parallel cables, the
/// routes of one set take their turn in order of their ids.
class Detours {
 public:
  /// `down_sets`: the sets of spans (ascending) that are down at some time of the run. Adds the
  /// detours to the routes of the topology.
  Detours(const World& world, Topology& topology,
          const std::vector<std::vector<SpanId>>& down_sets);

  /// The route to take instead of one that the topology had before, while exactly `down` is down:
  /// itself if it passes nothing that is down, none if there is no way. `down` must be empty or one
  /// of the sets given.
  [[nodiscard]] RouteId way_round(const std::vector<SpanId>& down, RouteId route) const;

 private:
  /// Instead of these routes (ascending) those are taken.
  using Ways = std::vector<std::pair<RouteId, RouteId>>;
  [[nodiscard]] static Ways ways_round(const World& world, Topology& topology,
                                       const std::vector<SpanId>& down, std::size_t undisturbed);
  std::map<std::vector<SpanId>, Ways> ways_;
};

/// Whether two routes pass the same nodes, over whichever cables.
[[nodiscard]] bool passes_same_nodes(const Topology& topology, RouteId a, RouteId b);

}  // namespace eastwest
