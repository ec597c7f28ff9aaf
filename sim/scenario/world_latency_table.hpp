// The table of published latencies of a world's folder; docs/world.md tells its columns.
#pragma once

#include <string>

#include "sim/scenario/world_tables.hpp"

namespace eastwest {

/// Reads what latencies were published, for `show circles` to compare with. Cities must have been
/// read before.
void read_published_latencies(const std::string& file, TableContext context);

}  // namespace eastwest
