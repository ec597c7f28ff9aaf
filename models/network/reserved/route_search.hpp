// Routes for a number of waves: the widest one, and the shortest one that is wide enough.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/world/topology.hpp"

namespace eastwest::reserved {

/// Waves of a link that are free throughout the interval in question.
using FreeWaves = std::function<std::int64_t(LinkId)>;

/// The widest route, and why there is no wider one.
struct Widest {
  std::int64_t waves = 0;
  /// Links that every route passes one of; each has fewer waves free than were asked for. Empty if
  /// the route is wide enough.
  std::vector<LinkId> cut;
};

/// Both searches look at all routes of the graph, not at a list of candidates: what they return is
/// best, whatever is cut or taken. Dijkstra's algorithm, O(links x log places).
class RouteSearch {
 public:
  explicit RouteSearch(const Topology& topology);

  /// Waves of the widest route (the one whose narrowest link is widest), at most `enough`; 0 if
  /// there is none. The cut is for less than `needed`, which is at least 1 and at most `enough`.
  [[nodiscard]] Widest widest(const Endpoint& from, const Endpoint& to, std::int64_t needed,
                              std::int64_t enough, const FreeWaves& free) const;

  /// Of the routes with `waves` (at least 1) free on every link: the least latency, then the fewest
  /// links, then the smallest link id at each step from the start. Empty if there is none.
  [[nodiscard]] std::vector<LinkId> shortest(const Endpoint& from, const Endpoint& to,
                                             std::int64_t waves, const FreeWaves& free) const;

 private:
  using Place = std::uint32_t;  ///< nodes, then sites
  struct Arc {
    LinkId link;
    Place other;  ///< where it leads, or where it comes from
    Duration delay{0};
  };
  [[nodiscard]] Place place_of(const Endpoint& endpoint) const;

  std::size_t node_count_;
  std::vector<std::vector<Arc>> leaving_;   // by place, in order of link ids
  std::vector<std::vector<Arc>> arriving_;  // likewise
};

}  // namespace eastwest::reserved
