// The graph of a world in the formats of other tools.
#pragma once

#include <string>

#include "sim/world/world.hpp"

namespace eastwest {

/// A feature collection: points for nodes and sites, lines for trunks, their figures as properties.
/// What has no coordinates has no geometry.
[[nodiscard]] std::string geojson_of(const World& world);
/// An undirected graph of Graphviz: nodes at their places (`neato -n2`), trunks with km and speed.
[[nodiscard]] std::string dot_of(const World& world);
/// A platform file of SimGrid: a host for each node and for each site (ID.site), links with
/// capacity and one-way latency, and a route for every two hosts that are joined: between a node
/// and a site those of the simulation, else over the shortest cables. Throws ScenarioError for more
/// than 600 hosts: routes grow with their square.
[[nodiscard]] std::string simgrid_platform_of(const World& world);

}  // namespace eastwest
