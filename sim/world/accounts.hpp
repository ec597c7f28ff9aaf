// The books of a world: sums of what is simulated, beside the official totals.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/world.hpp"

namespace eastwest {

/// Sums over the sites of a province, of the sites without one, or of the nation.
struct PoolSums {
  std::int64_t sites = 0;
  std::int64_t accelerators = 0;
  std::int64_t racks = 0;
  double eflops_fp16_intelligent = 0;  ///< accelerators x speed, EFLOPS
  double storage_eb = 0;
  /// Mean PUE weighted by racks; where no site has racks, by accelerators x speed; 0 without sites.
  double pue = 0;
  double rack_kilowatts = 0;     ///< nameplate of all racks
  double ai_it_kilowatts = 0;    ///< all accelerators at full load; scope intelligent
  double base_it_kilowatts = 0;  ///< mean of general and super computing; total less intelligent
};

struct TierAccount {
  std::string tier;  ///< see tier_name
  PoolSums pools;
};

struct ProvinceAccount {
  std::string province;  ///< id; "none" for sites without a province
  std::string name;
  std::string hub;  ///< or "none"
  PoolSums pools;
};

/// Reconciliation, not validation: what the engine allocates from against what is published. Sites
/// and trunks that open during the run are left out.
struct Accounts {
  PoolSums national;
  std::int64_t ports_400g = 0;      ///< trunk ports (with regeneration) + uplink ports
  std::int64_t trunks = 0;          ///< cables; the planes of one count once, peering does not
  std::int64_t planes = 0;          ///< leased parts of cables
  BitsPerSecond interconnection{};  ///< of all peering each way, before other traffic
  std::int64_t cities = 0;          ///< the nodes of one count once
  std::vector<ProvinceAccount> by_province;  ///< in the world's order; provinces without sites too
  std::vector<TierAccount> by_tier;          ///< the three tiers, those without sites too
  OfficialTotals official;
};

[[nodiscard]] Accounts accounts(const World& world);

}  // namespace eastwest
