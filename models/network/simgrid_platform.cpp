// Builds SimGrid's platform from a topology.
#include "models/network/simgrid_platform.hpp"

#include <algorithm>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

namespace version = simgrid_version;

/// SimGrid's table of routes grows with the square of the hosts: 170 MB for a nation with 32 caps.
constexpr std::size_t kCapsMax = 32;

double bytes_per_second(BitsPerSecond rate) { return static_cast<double>(rate.value()) / 8; }

std::vector<BitsPerSecond> distinct_caps(std::vector<BitsPerSecond> caps) {
  std::erase(caps, BitsPerSecond{0});
  std::sort(caps.begin(), caps.end());
  caps.erase(std::unique(caps.begin(), caps.end()), caps.end());
  if (caps.size() > kCapsMax) {
    throw EnvironmentError(
        fmt::format("network simgrid: {} different rate caps of transfers; it can hold {}: round "
                    "the caps of the workload or choose another network",
                    caps.size(), kCapsMax));
  }
  return caps;
}

std::string place_name(const Endpoint& endpoint) {
  return endpoint.site.valid() ? fmt::format("site {}", endpoint.site.value)
                               : fmt::format("node {}", endpoint.node.value);
}

BitsPerSecond narrowest_link(const Topology& topology, const Route& route) {
  EW_CHECK(!route.links.empty(), "a route without links needs no network");
  BitsPerSecond narrowest = topology.links()[route.links.front().index()].capacity;
  for (const LinkId id : route.links) {
    narrowest = std::min(narrowest, topology.links()[id.index()].capacity);
  }
  EW_CHECK(narrowest.value() > 0, "a route passes a link of capacity {}", narrowest.value());
  return narrowest;
}

}  // namespace

SimgridPlatform::SimgridPlatform(const s4u::Engine& engine, const Topology& topology,
                                 const std::vector<BitsPerSecond>& rate_caps)
    : zone_(version::full_zone(engine)),
      caps_(distinct_caps(rate_caps)),
      links_(topology.links().size(), nullptr) {
  for (const Route& route : topology.routes()) {
    if (route.links.empty()) continue;
    for (const LinkId id : route.links) add_link(topology, id);
    for (const Endpoint& endpoint : {route.from, route.to}) {
      Place& place = places_[endpoint];
      if (place.empty()) place.push_back({version::add_host(*zone_, place_name(endpoint))});
    }
    add_source(places_.at(route.from));
  }
  ends_.reserve(topology.routes().size());
  for (const Route& route : topology.routes()) add_route(topology, route);
  zone_->seal();
}

void SimgridPlatform::add_link(const Topology& topology, LinkId id) {
  s4u::Link*& link = links_[id.index()];
  if (link != nullptr) return;
  link = version::add_link(*zone_, fmt::format("link {}", id.value),
                           bytes_per_second(topology.links()[id.index()].capacity));
  link->seal();
}

void SimgridPlatform::add_source(Place& place) {
  if (place.size() > 1) return;
  const std::string plain = place.front().host->get_name();
  for (const BitsPerSecond cap : caps_) {
    const std::string name = fmt::format("{} at {} b/s", plain, cap.value());
    s4u::Link* link = version::add_link(*zone_, name, bytes_per_second(cap));
    link->set_sharing_policy(s4u::Link::SharingPolicy::FATPIPE);
    link->seal();
    place.push_back({version::add_host(*zone_, name), link});
  }
}

void SimgridPlatform::add_route(const Topology& topology, const Route& route) {
  if (route.links.empty()) {
    ends_.emplace_back();
    return;
  }
  const Place& from = places_.at(route.from);
  const Place& to = places_.at(route.to);
  ends_.push_back({&from, &to, narrowest_link(topology, route)});
  for (const Replica& replica : from) {
    std::vector<s4u::LinkInRoute> links;
    if (replica.cap != nullptr) links.emplace_back(replica.cap);
    for (const LinkId id : route.links) links.emplace_back(links_[id.index()]);
    version::add_route(*zone_, *replica.host, *to.front().host, links);
  }
}

std::pair<s4u::Host*, s4u::Host*> SimgridPlatform::hosts(RouteId route,
                                                         BitsPerSecond rate_cap) const {
  EW_CHECK(route.valid() && route.index() < ends_.size(), "no route {}", route.value);
  const Ends& ends = ends_[route.index()];
  EW_CHECK(ends.from != nullptr, "route {} has no links: it needs no network", route.value);
  std::size_t replica = 0;
  if (rate_cap.value() > 0) {
    const auto cap = std::lower_bound(caps_.begin(), caps_.end(), rate_cap);
    EW_CHECK(cap != caps_.end() && *cap == rate_cap, "the rate cap {} b/s was not announced",
             rate_cap.value());
    // A cap above the narrowest link bounds nothing.
    if (rate_cap < ends.narrowest) replica = 1 + static_cast<std::size_t>(cap - caps_.begin());
  }
  return {(*ends.from)[replica].host, ends.to->front().host};
}

}  // namespace eastwest
