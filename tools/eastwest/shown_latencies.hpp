// The part of `show circles` that sets latencies between clusters beside published ones.
#pragma once

#include "sim/world/topology.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {

/// Writes the sentences before the table and the keys `hub_to_hub_one_way_ms`,
/// `all_clusters_one_way_ms`, `over_theoretical`, `published` of the JSON. `world` and `topology`
/// are of the optical layer.
void add_latencies(const World& world, const Topology& topology, ShownTable& table);

}  // namespace eastwest
