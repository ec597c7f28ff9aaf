// Joins the routes that the topology has already.
#include "sim/world/site_routes.hpp"

namespace eastwest {

bool are_joined(const World& world, const Topology& topology, SiteId a, SiteId b) {
  const auto reaches = [&](SiteId from, SiteId to) {
    const NodeId node = world.sites[to.index()].node;
    return topology.site_to_node(from, node).valid() && topology.node_to_site(node, to).valid();
  };
  return reaches(a, b) && reaches(b, a);
}

SiteRoutes::SiteRoutes(const World& world, Topology& topology)
    : routes_(world.sites.size() * world.sites.size()), sites_(world.sites.size()) {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const SiteId from(i / sites_);
    const SiteId to(i % sites_);
    if (from == to || !are_joined(world, topology, from, to)) continue;
    const NodeId node = world.sites[to.index()].node;
    const Route& first = topology.route(topology.site_to_node(from, node));
    const Route& last = topology.route(topology.node_to_site(node, to));
    std::vector<LinkId> links = first.links;
    links.insert(links.end(), last.links.begin(), last.links.end());
    const Endpoint begin = first.from;
    const Endpoint end = last.to;
    routes_[i] = topology.add_route(begin, end, links);
  }
}

RouteId SiteRoutes::route(SiteId from, SiteId to) const {
  return routes_.empty() ? RouteId{} : routes_[from.index() * sites_ + to.index()];
}

}  // namespace eastwest
