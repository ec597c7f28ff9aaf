// What follows from a folder's tables by declared rules: pools of another vintage, edge pools,
// ports.
#pragma once

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/world_draft.hpp"

namespace eastwest {

/// Days since 1970 of a date as YYYY-MM-DD; 0 if it is none.
[[nodiscard]] std::int64_t day_of(const std::string& date);

/// Completes the draft of a folder at its date, in this order:
/// 1. warns where a province's figures differ from the sums over its sites;
/// 2. if the date is not that of the tables, scales accelerators, racks and storage of all sites so
///    that they add up to the vintages' national totals (largest remainder), and shifts every PUE
///    by the same amount to the vintage's mean;
/// 3. with `local_claims`, sets the accelerators of every site with a claim of intelligent
///    computing in FP16 to what is claimed, and warns of claims of anything else;
/// 4. carves edge pools: `edge_share` of each province's accelerators, racks and storage, out of
///    its provincial pool, divided over its cities with demand by their weight;
/// 5. allocates ports to trunks and uplinks that have none.
/// A rule that does not fit the tables is an error.
void complete(WorldDraft& draft, Diagnostics& diagnostics);

}  // namespace eastwest
