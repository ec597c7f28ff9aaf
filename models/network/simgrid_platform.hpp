// The graph as SimGrid sees it: a host for each end of a route and each rate cap, explicit routes.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "models/network/simgrid_versions.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// Hosts, links and routes of one run.
///
/// SimGrid ignores a rate cap of a host-to-host transfer. So each source has one more host for each
/// cap: routes from there begin with a private link of that capacity which is not shared (FATPIPE),
/// so that it bounds each transfer on its own. Links have latency 0, because CM02 shares in
/// proportion to 1/latency; the simulation adds the delay.
class SimgridPlatform {
 public:
  /// Builds the platform in `engine`, whose configuration must be complete. A cap of 0 is none.
  SimgridPlatform(const s4u::Engine& engine, const Topology& topology,
                  const std::vector<BitsPerSecond>& rate_caps);

  /// From where to where a transfer on `route` goes that is capped at `rate_cap` (0 = none). A cap
  /// that the constructor was not told is a defect.
  [[nodiscard]] std::pair<s4u::Host*, s4u::Host*> hosts(RouteId route,
                                                        BitsPerSecond rate_cap) const;
  /// SimGrid's links by LinkId; nullptr for those that no route uses.
  [[nodiscard]] const std::vector<s4u::Link*>& links() const { return links_; }

 private:
  /// One of the hosts that stand for a place.
  struct Replica {
    s4u::Host* host = nullptr;
    s4u::Link* cap = nullptr;
  };
  /// A place: the first replica has no cap; only sources have more, in the order of caps_.
  using Place = std::vector<Replica>;
  struct Ends {
    const Place* from = nullptr;
    const Place* to = nullptr;
    BitsPerSecond narrowest;
  };

  void add_link(const Topology& topology, LinkId id);
  void add_source(Place& place);
  void add_route(const Topology& topology, const Route& route);

  s4u::NetZone* zone_;
  std::vector<BitsPerSecond> caps_;  // ascending, without 0
  std::vector<s4u::Link*> links_;    // by LinkId
  std::map<Endpoint, Place> places_;
  std::vector<Ends> ends_;  // by RouteId
};

}  // namespace eastwest
