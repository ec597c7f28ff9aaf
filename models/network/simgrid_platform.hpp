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
/// SimGrid ignores a rate cap of a host-to-host transfer. So each source has one more host a cap: routes
/// from there begin with a private link of that capacity which is not shared (FATPIPE), so that it
/// bounds each transfer on its own. Links have latency 0, because CM02 shares in proportion to
/// 1/latency; the caller adds the delay.
class SimgridPlatform {
 public:
  /// Builds the platform in `engine`, whose configuration must be complete. `rate_caps`: 0 = no cap.
  SimgridPlatform(const s4u::Engine& engine, const Topology& topology,
                  const std::vector<BitsPerSecond>& rate_caps);

  /// Where a transfer begins and ends that takes `route` with `rate_cap` (0 = none). A cap that was
  /// not among the constructor's is a defect.
  [[nodiscard]] std::pair<s4u::Host*, s4u::Host*> hosts(RouteId route,
                                                        BitsPerSecond rate_cap) const;
  /// SimGrid's links by LinkId; nullptr for those that no route uses.
  [[nodiscard]] const std::vector<const s4u::Link*>& links() const { return links_; }

 private:
  struct Ends {
    std::size_t source = 0;  // index into sources_
    s4u::Host* destination = nullptr;
    BitsPerSecond narrowest;
  };

  void add_endpoints(s4u::NetZone& zone, const Topology& topology);
  void add_links(s4u::NetZone& zone, const Topology& topology);
  void add_routes(s4u::NetZone& zone, const Topology& topology);

  std::vector<BitsPerSecond> caps_;            // ascending, the first is 0
  std::vector<Ends> ends_;                     // by RouteId
  std::vector<const s4u::Link*> links_;        // by LinkId
  std::vector<std::vector<s4u::Host*>> hosts_;  // by endpoint, then by cap
  std::vector<std::vector<const s4u::Link*>> cap_links_;  // likewise; none for cap 0
};

}  // namespace eastwest
