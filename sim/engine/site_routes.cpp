// Implements sim/engine/site_routes.hpp.
#include "sim/engine/site_routes.hpp"

#include "sim/world/span.hpp"

namespace eastwest {

namespace {

bool can_hold(const SiteStorage& site) { return site.hot.capacity > 0 || site.cold.capacity > 0; }

}  // namespace

SiteRoutes::SiteRoutes(const World& world, Topology& topology, const DataPlan* plan) {
  if (plan == nullptr || !plan->is_used() || plan->sets.empty()) return;
  sites_ = world.sites.size();
  routes_.resize(sites_ * sites_);
  for (std::size_t from = 0; from < sites_; ++from) {
    const Site& source = world.sites[from];
    if (!can_hold(plan->sites[from]) || uplink_capacity(world, source).value() == 0) continue;
    const LinkId uplink{first_link(span_of(world, SiteId(from))).value + 1};
    for (std::size_t to = 0; to < sites_; ++to) {
      const RouteId way = topology.node_to_site(source.node, SiteId(to));
      if (from == to || !way.valid()) continue;
      std::vector<LinkId> links = topology.route(way).links;
      links.insert(links.begin(), uplink);
      routes_[from * sites_ + to] =
          topology.add_route({source.node, SiteId(from)}, topology.route(way).to, links);
    }
  }
}

RouteId SiteRoutes::route(SiteId from, SiteId to) const {
  return routes_.empty() ? RouteId{} : routes_[from.index() * sites_ + to.index()];
}

}  // namespace eastwest
