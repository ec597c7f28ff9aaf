// Builds SimGrid's platform from a topology and changes its links.
#include "models/network/simgrid_platform.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

namespace version = simgrid_version;

/// On a link without capacity: at 0 SimGrid would ignore the link. A year at this rate are 0.03
/// bytes.
constexpr double kStandstill = 1e-9;  // bytes a second

// Velho, Schnorr, Casanova, Legrand: On the validity of flow-level TCP network models for grid and
// cloud simulations. ACM TOMACS 23(4), 2013 (SimGrid's model LV08).
constexpr double kLv08BandwidthShare = 0.97;
constexpr double kLv08Payload = 20537;  // bytes

double to_bytes_per_second(BitsPerSecond rate) { return static_cast<double>(rate.value()) / 8; }

std::string place_name(const Endpoint& endpoint, std::size_t number) {
  return fmt::format("{} {} #{}", endpoint.site.valid() ? "site" : "node",
                     endpoint.site.valid() ? endpoint.site.value : endpoint.node.value, number);
}

}  // namespace

std::vector<std::string> SimgridPlatform::configuration(SimgridProfile profile) {
  // None of the capacity for acknowledgements, no TCP window (with latencies, SimGrid 3.32 takes 0
  // for no bound at all); with Lazy, results do not depend on what else happens. LV08 is CM02 with
  // other constants, which are applied here: SimGrid would take the payload over the capacity that
  // the links were made with. The simulation adds the delay, so SimGrid's own is scaled down to
  // nothing.
  std::vector<std::string> settings = {"network/model:CM02", "network/crosstraffic:no",
                                       "network/TCP-gamma:1e20", "network/optim:Lazy"};
  if (profile == SimgridProfile::lv08) settings.emplace_back("network/latency-factor:1e-15");
  return settings;
}

SimgridPlatform::SimgridPlatform(const s4u::Engine& engine, const Topology& topology,
                                 SimgridProfile profile)
    : topology_(topology),
      profile_(profile),
      zone_(version::full_zone(engine)),
      links_(topology.links().size(), nullptr) {
  for (const Link& link : topology.links()) settings_.push_back({link.capacity});
  for (std::size_t i = 0; i < topology.routes().size(); ++i) add_route(RouteId(i));
  zone_->seal();
}

void SimgridPlatform::add_link(LinkId id) {
  s4u::Link*& link = links_[id.index()];
  if (link != nullptr) return;
  link = version::add_link(*zone_, fmt::format("link {}", id.value), kUnbounded);
  link->set_sharing_policy(s4u::Link::SharingPolicy::NONLINEAR,
                           [this, id](double, int) { return shared_rate(id); });
  link->seal();
}

s4u::Host* SimgridPlatform::replica(const Endpoint& endpoint, std::size_t number) {
  std::vector<s4u::Host*>& hosts = places_[endpoint];
  while (hosts.size() <= number) {
    hosts.push_back(version::add_host(*zone_, place_name(endpoint, hosts.size())));
  }
  return hosts[number];
}

/// SimGrid shares a link in proportion to 1 / latency; this one gives a route the latency for that.
s4u::Link* SimgridPlatform::delay_link(RouteId id) {
  const Route& route = topology_.route(id);
  double seconds = to_seconds(route.latency);
  for (const LinkId link : route.links) {
    seconds += kLv08Payload / to_bytes_per_second(topology_.links()[link.index()].capacity);
  }
  s4u::Link* link = version::add_link(*zone_, fmt::format("delay {}", id.value), kUnbounded);
  link->set_latency(seconds);
  link->set_sharing_policy(s4u::Link::SharingPolicy::FATPIPE);
  link->seal();
  return link;
}

void SimgridPlatform::add_route(RouteId id) {
  const Route& route = topology_.route(id);
  if (route.links.empty()) {
    ends_.emplace_back();
    return;
  }
  std::vector<s4u::LinkInRoute> links;
  for (const LinkId link : route.links) {
    add_link(link);
    links.emplace_back(links_[link.index()]);
  }
  if (profile_ == SimgridProfile::lv08) links.emplace_back(delay_link(id));
  const std::size_t number = parallel_[{route.from, route.to}]++;
  const Ends ends{replica(route.from, number), replica(route.to, 0),
                  links_[route.links.front().index()]};
  version::add_route(*zone_, *ends.from, *ends.to, links);
  ends_.push_back(ends);
}

const SimgridPlatform::Ends& SimgridPlatform::ends_of(RouteId route) const {
  EW_CHECK(route.valid() && route.index() < ends_.size(), "no route {}", route.value);
  const Ends& ends = ends_[route.index()];
  EW_CHECK(ends.from != nullptr, "route {} has no links: it needs no network", route.value);
  return ends;
}

SimgridPlatform::Setting& SimgridPlatform::setting_of(LinkId link) {
  EW_CHECK(link.valid() && link.index() < settings_.size(), "no link {}", link.value);
  return settings_[link.index()];
}

double SimgridPlatform::shared_rate(LinkId link) const {
  const Setting& setting = settings_[link.index()];
  if (setting.state == LinkState::down || setting.capacity.value() == 0) return kStandstill;
  const double share = profile_ == SimgridProfile::lv08 ? kLv08BandwidthShare : 1;
  return share * to_bytes_per_second(setting.capacity);
}

/// Setting a bandwidth, even the same, is what makes SimGrid look at the link again.
void SimgridPlatform::share_anew(LinkId link) {
  if (links_[link.index()] != nullptr) links_[link.index()]->set_bandwidth(kUnbounded);
}

void SimgridPlatform::set_capacity(LinkId link, BitsPerSecond capacity) {
  EW_CHECK(capacity.value() >= 0, "link {}: {} b/s", link.value, capacity.value());
  setting_of(link).capacity = capacity;
  share_anew(link);
}

void SimgridPlatform::set_link(LinkId link, LinkState state) {
  setting_of(link).state = state;
  share_anew(link);
}

bool SimgridPlatform::is_blocked(RouteId route) const {
  const std::vector<LinkId>& links = topology_.route(route).links;
  return std::any_of(links.begin(), links.end(), [&](LinkId link) {
    const Setting& setting = settings_[link.index()];
    return setting.state == LinkState::down || setting.capacity.value() == 0;
  });
}

}  // namespace eastwest
