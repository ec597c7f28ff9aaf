// Route rule `widest`: the way whose narrowest cable is the widest.
#include <algorithm>

#include "sim/engine/model_registries.hpp"

namespace eastwest {
namespace {

BitsPerSecond narrowest(const Topology& topology, RouteId way) {
  const Route& route = topology.route(way);
  BitsPerSecond least = topology.links()[route.links.front().index()].capacity;
  for (const LinkId link : route.links) {
    least = std::min(least, topology.links()[link.index()].capacity);
  }
  return least;
}

}  // namespace

Registered<RouteFactory> widest_route() {
  return {
      .description = {.name = "widest",
                      .summary = "Data take the way with the most capacity at its narrowest cable.",
                      .rule =
                          "Greatest least capacity over the way's links; ties go to the shorter "
                          "way.",
                      .limits = "Needs network.routes above 1. Capacities as installed: the "
                                "published picture tells of sites, not of the load of trunks.",
                      .source =
                          "Widest-path routing: Wang and Crowcroft, Quality-of-service routing "
                          "for supporting multimedia applications. IEEE JSAC 14(7), 1996.",
                      .schema = {}},
      .make = [](const Parameters&) -> RouteRule {
        return [](const WayChoice& choice) -> std::size_t {
          const Topology& topology = choice.view.topology();
          std::size_t best = 0;
          BitsPerSecond widest = narrowest(topology, choice.ways[0]);
          for (std::size_t way = 1; way < choice.ways.size(); ++way) {
            const BitsPerSecond width = narrowest(topology, choice.ways[way]);
            if (width <= widest) continue;
            best = way;
            widest = width;
          }
          return best;
        };
      }};
}

}  // namespace eastwest
