// The nouns of a national system at one date: provinces, nodes, sites, trunks; plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// A province and the figures that hold for all of it.
struct Province {
  std::string id;
  std::string name;
  std::string hub;   ///< national hub, or "none"
  bool east = true;  ///< which side of "East Data, West Computing" it is on
  double demand_weight = 0;
};

/// A city in the graph: demand lives here, sites and trunks attach here.
struct Node {
  std::string id;
  std::string name;
  ProvinceId province;  ///< none for a graph that knows no provinces
  double longitude = 0;
  double latitude = 0;
  double population = 0;     ///< persons
  double gdp_cny = 0;        ///< CNY per year
  double demand_weight = 0;  ///< share of national demand, sums to 1 over the nodes
};

enum class SiteKind { cluster, city, provincial };

/// A pool of accelerators with its storage, racks, power figures and uplink.
struct Site {
  std::string id;
  std::string name;
  SiteKind kind = SiteKind::provincial;
  ProvinceId province;
  std::string hub;  ///< hub of its province, or "none"
  NodeId node;
  std::int64_t accelerators = 0;  ///< what the engine allocates from
  Flops accelerator_speed;        ///< FP16 dense FLOP/s of one accelerator
  std::int64_t racks = 0;         ///< standard racks of 2.5 kW
  Terabytes storage;
  Pue pue;
  CnyPerKwh electricity_price;
  std::int64_t uplink_ports = 0;  ///< 400G ports towards its node
  double claimed_eflops = 0;      ///< what local sources claim; 0 = no claim. Never simulated.
};

/// One cable between two nodes, both directions.
struct Trunk {
  std::string id;
  std::string name;
  NodeId a;
  NodeId b;
  Kilometres length;       ///< fibre
  std::int64_t waves = 0;  ///< 400G waves; each takes a port at both ends
  std::int64_t ports = 0;  ///< 400G ports incl. regeneration
  std::string corridor;    ///< trunks with the same name share a conduit
  std::string operator_name;
};

/// Share of accelerator-demand by hour of the day (24 values, mean 1).
using DailyProfile = std::vector<double>;

/// Official totals to reconcile with; never used by a simulation. Zero = no official figure.
struct OfficialTotals {
  double racks = 0;
  double eflops_fp16_intelligent = 0;
  double ports_400g = 0;
  double storage_eb = 0;
  double pue = 0;
  double trunks = 0;
  std::string source;
};

/// Everything that stands still during a run.
struct World {
  std::string name;
  std::string as_of;  ///< civil date of the vintage, e.g. 2025-06-30
  std::vector<Province> provinces;
  std::vector<Node> nodes;
  std::vector<Site> sites;
  std::vector<Trunk> trunks;
  OfficialTotals official;
  DailyProfile training_profile;  ///< submissions by hour; empty = flat
  BitsPerSecond port_rate{400'000'000'000};
  double background_share = 0;   ///< share of every trunk taken by other traffic
  double delay_us_per_km = 4.9;  ///< one way, light in fibre
  double delay_us_per_hop = 0;   ///< equipment delay of each trunk passed
};

/// Capacity of a trunk in one direction: waves x 400 Gb/s x (1 - background share).
[[nodiscard]] BitsPerSecond trunk_capacity(const World& world, const Trunk& trunk);
/// Capacity of a site's uplink in one direction: ports x 400 Gb/s.
[[nodiscard]] BitsPerSecond uplink_capacity(const World& world, const Site& site);
/// All accelerators of all sites.
[[nodiscard]] std::int64_t accelerators_total(const World& world);

}  // namespace eastwest
