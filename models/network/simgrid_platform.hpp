// The graph as SimGrid sees it: hosts for the ends of routes, explicit routes, links that change.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/network/simgrid_versions.hpp"
#include "sim/engine/network.hpp"
#include "sim/world/topology.hpp"

namespace eastwest {

/// How transfers share a full link.
enum class SimgridProfile {
  cm02,  ///< equally, and all of it
  lv08,  ///< in proportion to 1 / (latency + payload / capacity), and 97 % of it
};

/// Hosts, links and routes of one run.
///
/// A transfer on a SimGrid link is bound by the capacity that the link had when it started, also
/// when that has been raised since. So links are made with more capacity than anything has
/// (kUnbounded) and share what a function says (NONLINEAR): the capacity of now. The bound is of
/// use where a transfer has a rate cap, which SimGrid ignores: while a capped transfer starts, the
/// first link of its route has the capacity of the cap.
///
/// Several routes between the same two places begin at several hosts that stand for the first.
class SimgridPlatform {
 public:
  /// Builds the platform in `engine`, whose configuration must be complete.
  SimgridPlatform(const s4u::Engine& engine, const Topology& topology, SimgridProfile profile);
  SimgridPlatform(const SimgridPlatform&) = delete;
  SimgridPlatform& operator=(const SimgridPlatform&) = delete;

  /// What to set before SimGrid's engine has a platform.
  [[nodiscard]] static std::vector<std::string> configuration(SimgridProfile profile);

  /// Calls `start(from, to)`, which must start a transfer between these hosts; it is then bound by
  /// `bytes_per_second` (0 = not bound).
  template <class Start>
  void start_bound(RouteId route, double bytes_per_second, Start start) {
    const Ends& ends = ends_of(route);
    const bool is_bound = bytes_per_second > 0 && bytes_per_second < kUnbounded;
    if (is_bound) ends.first->set_bandwidth(bytes_per_second);
    start(ends.from, ends.to);
    if (is_bound) ends.first->set_bandwidth(kUnbounded);
  }
  void set_capacity(LinkId link, BitsPerSecond capacity);
  void set_link(LinkId link, LinkState state);
  /// True if a link of the route is down or has capacity 0.
  [[nodiscard]] bool is_blocked(RouteId route) const;
  /// SimGrid's links by LinkId; nullptr for those that no route uses.
  [[nodiscard]] const std::vector<s4u::Link*>& links() const { return links_; }

 private:
  static constexpr double kUnbounded = 1e18;  // bytes a second

  struct Ends {
    s4u::Host* from = nullptr;
    s4u::Host* to = nullptr;
    s4u::Link* first = nullptr;
  };
  struct Setting {
    BitsPerSecond capacity = {};
    LinkState state = LinkState::up;
  };

  [[nodiscard]] const Ends& ends_of(RouteId route) const;
  [[nodiscard]] Setting& setting_of(LinkId link);
  [[nodiscard]] double shared_rate(LinkId link) const;
  void share_anew(LinkId link);
  [[nodiscard]] s4u::Host* replica(const Endpoint& endpoint, std::size_t number);
  void add_link(LinkId id);
  void add_route(RouteId id);
  [[nodiscard]] s4u::Link* delay_link(RouteId id);

  const Topology& topology_;
  SimgridProfile profile_;
  s4u::NetZone* zone_;
  std::vector<Setting> settings_;  // by LinkId
  std::vector<s4u::Link*> links_;  // by LinkId
  std::map<Endpoint, std::vector<s4u::Host*>> places_;
  std::map<std::pair<Endpoint, Endpoint>, std::size_t> parallel_;  // routes so far
  std::vector<Ends> ends_;                                         // by RouteId
};

}  // namespace eastwest
