// The nouns of a national system at one date: provinces, nodes, sites, trunks; plain data.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// Price of electricity by hour in some months: multiples of the site's own price.
struct Tariff {
  std::array<bool, 12> months{};  ///< in which it holds, from January
  std::string hours;              ///< 24 letters: S sharp, P peak, F flat, V valley
  double sharp = 1;
  double peak = 1;
  double flat = 1;
  double valley = 1;
};

/// A province and the figures that hold for all of it.
struct Province {
  std::string id;
  std::string name;
  std::string hub;   ///< national hub, or "none"
  bool east = true;  ///< which side of "East Data, West Computing" it is on
  double demand_weight = 0;
  double carbon_kg_per_kwh = 0;      ///< mean of its grid; 0 = unknown
  double renewable_share = 0;        ///< of its electricity, 0 to 1; 0 = unknown
  std::vector<Tariff> tariffs = {};  ///< every month in exactly one; empty = one price
};

/// A city in the graph, or an operator's network in it: demand lives here, sites and trunks attach
/// here.
struct Node {
  std::string id;
  std::string name;
  ProvinceId province;  ///< none for a graph that knows no provinces
  double longitude = 0;
  double latitude = 0;
  double population = 0;     ///< persons
  double gdp_cny = 0;        ///< CNY per year
  double demand_weight = 0;  ///< share of national demand, sums to 1 over the nodes
  bool has_coordinates = false;
  std::string city;  ///< of an operator's node: the id of the city that it is in; else empty
};

/// A civil time during the run at which something comes into service or goes out of it; empty:
/// it does not.
using ServiceChange = std::string;

/// Three tiers: clusters are those of the national hubs; city and provincial pools are regional
/// centres; edge pools are those of single cities.
enum class SiteKind { cluster, city, provincial, edge };

/// What local sources say of a site's computing, with what it speaks of.
struct LocalClaim {
  double eflops = 0;      ///< 0 = no claim
  std::string scope;      ///< intelligent, general, super, total; empty: not stated
  std::string precision;  ///< FP16, FP32; empty: not stated
};

class NodeList;

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
  double accelerator_watts = 0;  ///< IT power of one at full load, its share of the server included
  std::string accelerator;       ///< id of their kind; empty: not told
  BitsPerSecond memory_rate{0};  ///< of one accelerator's memory; 0 = not told
  BitsPerSecond link_rate{0};    ///< of one, one way, to the others of its node; 0 = not told
  BitsPerSecond fabric_rate{0};  ///< of one, one way, to other nodes; 0 = not told
  std::int64_t racks = 0;        ///< standard racks of `World::rack_kilowatts`
  double shelf_rate = 0;         ///< share of the racks that hold servers
  Terabytes storage;
  Pue pue;
  CnyPerKwh electricity_price;
  std::int64_t uplink_ports = 0;  ///< 400G ports towards its node
  LocalClaim claim;
  std::string in_service;  ///< civil date of its first day; empty: before all dates
  ServiceChange opens;     ///< during the run; before that it has no accelerators
  ServiceChange closes;    ///< during the run; from then on it takes no more work
  std::shared_ptr<const NodeList> node_list = nullptr;  ///< null: one pool
  /// What programs are developed for; the kind's own id if nothing else is said, empty without one.
  std::string accelerator_family;
};

/// What a trunk is.
enum class TrunkKind {
  cable,    ///< laid between two places
  plane,    ///< the waves of a cable that one operator leases
  peering,  ///< where two operators exchange traffic at a direct-connection point; no cable
};

/// One cable between two nodes, or what stands for a part of one; both directions.
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
  TrunkKind kind = TrunkKind::cable;
  std::string cable;  ///< of a plane: the id of its cable
  /// Taken by other traffic; none: as in the world. A share of its own of 0 has no daily swing.
  std::optional<double> background_share;
  std::string in_service;  ///< civil date of its first day; empty: before all dates
  /// Of each direction, where it is no number of waves (other people's graphs); 0: from the waves.
  BitsPerSecond speed{0};
  double delay_us = 0;   ///< one way, of its own equipment, beside fibre and World's per hop
  ServiceChange opens;   ///< during the run; dark before
  ServiceChange closes;  ///< during the run; dark from then on
};

/// What is listed with its place and dates, but not simulated by itself.
struct Point {
  enum class Kind {
    direct,          ///< where operators exchange traffic directly
    exchange,        ///< new-type Internet exchange point
    platform,        ///< provincial sub-platform of the China Computing Power Platform
    supercomputing,  ///< city centre of the supercomputing internet
  };
  Kind kind = Kind::direct;
  std::string id;
  std::string name;
  NodeId node;  ///< none: the province as a whole
  ProvinceId province;
};

/// What latencies are measured on: light in the fibre, or packets over it, whose latency is a
/// declared multiple of that.
enum class LatencyLayer { optical, ip_private, ip_public };

/// The layer that a world is simulated on, and the multiples of the upper ones.
struct LatencyLayers {
  LatencyLayer measured = LatencyLayer::optical;
  double ip_private = 1.5;  ///< 14.6 ms over 9.7 ms between clusters (CAICT, 2024-Q1)
  double ip_public = 1.7;   ///< 16.7 ms over 9.7 ms
  /// The multiple of a layer; 1 for the optical one.
  [[nodiscard]] double factor(LatencyLayer layer) const {
    if (layer == LatencyLayer::optical) return 1;
    return layer == LatencyLayer::ip_private ? ip_private : ip_public;
  }
};

/// A published latency to compare with; never used by a simulation.
struct PublishedLatency {
  /// Mean or greatest latency of all pairs of clusters in ms, mean number of cities within `limit`
  /// of a cluster, or the round trip between two nodes in ms: by the shortest way, or over a third.
  enum class Kind { pairs_mean, pairs_max, cities_within, round_trip, round_trip_over };
  Kind kind = Kind::pairs_mean;
  LatencyLayer layer = LatencyLayer::optical;
  Duration limit{0};  ///< of cities_within
  std::string a;      ///< node ids of round trips
  std::string b;
  std::string over;         ///< of round_trip_over, which may lead back to where it began
  double equipment_ms = 0;  ///< there and back, of equipment on the way that no trunk has
  double low = 0;           ///< the figure, or the lower end of its range
  double high = 0;
  bool fitted = false;  ///< the world was fitted to it: agreement is no evidence
  std::string mark;     ///< sourced, derived, recalled
  std::string source;
  std::string note;  ///< what was measured, as far as is known
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

/// One published figure with what it speaks of. Figures of different scope or precision are never
/// added.
struct PublishedFigure {
  std::string key;
  std::string province;  ///< id; empty: the nation
  double value = 0;
  std::string kind;       ///< observation, target (also: planned and built) or forecast
  std::string scope;      ///< intelligent, general, super, total; empty: does not apply
  std::string precision;  ///< FP16, FP32; empty: does not apply
  std::string mark;       ///< sourced, recalled, derived, assumed
  std::string source;
  std::string note;
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
  std::vector<PublishedFigure> published;  ///< of this vintage, targets too; never simulated
  std::vector<Point> points;               ///< in service at this vintage
  double tokens_per_day = 0;               ///< latest published by this vintage; 0 = unknown
  /// FP16 over FP32 figure of the same intelligent computing at this vintage; 0 = none declared.
  double fp16_per_fp32 = 0;
  DailyProfile training_profile;  ///< submissions by hour; empty = flat
  BitsPerSecond port_rate{400'000'000'000};
  double background_share = 0;  ///< mean share of every trunk taken by other traffic
  /// How far that share goes above and below its mean in the course of a day.
  double background_swing = 0;
  Duration background_peak{std::chrono::hours{21}};  ///< time of day at which it is highest
  double delay_us_per_km = 4.9;                      ///< one way, light in fibre
  double delay_us_per_hop = 0;                       ///< equipment delay of each trunk passed
  double rack_kilowatts = 2.5;                       ///< of a standard rack
  double rack_load = 1;  ///< mean power of a rack with servers, as a share of the above
  /// Of what transfers carry over trunks, whatever the distance; CNY per GB, 0 = no price known.
  double transfer_price = 0;
  LatencyLayers layers;
  /// Policy target that the lengths of trunks were made to meet (see meet_latency_target); 0:
  /// none.
  double latency_target = 0;
  std::vector<PublishedLatency> published_latencies;
};

/// Speed of a trunk in one direction without other traffic: its own, or waves x 400 Gb/s.
[[nodiscard]] BitsPerSecond trunk_speed(const World& world, const Trunk& trunk);
/// Share of the trunk that other traffic takes on average.
[[nodiscard]] double background_share(const World& world, const Trunk& trunk);
/// The same in the hour that contains `time_of_day`: mean + swing x cos(2 pi (t - peak) / 24 h),
/// t the middle of the hour, so that the mean over the 24 hours is the mean.
[[nodiscard]] double background_share(const World& world, const Trunk& trunk, Duration time_of_day);
/// What is left of `speed` when other traffic takes `share` of it.
[[nodiscard]] BitsPerSecond speed_left(double speed, double share);
/// Capacity of a trunk in one direction: speed x (1 - mean background share).
[[nodiscard]] BitsPerSecond trunk_capacity(const World& world, const Trunk& trunk);
/// Capacity of a site's uplink in one direction: ports x 400 Gb/s.
[[nodiscard]] BitsPerSecond uplink_capacity(const World& world, const Site& site);
/// What is claimed for the site, EFLOPS of intelligent computing in FP16; 0: no claim, or one of
/// another scope or precision, or of none that is stated.
[[nodiscard]] double comparable_claim(const Site& site);
/// IT power of all accelerators of a site at full load, kW. Scope: intelligent computing.
[[nodiscard]] double ai_it_kilowatts(const Site& site);
/// Mean IT power of a site's general and super computing, kW: what its racks with servers draw,
/// less the racks that its accelerators fill; never below 0. Scope: total less intelligent.
[[nodiscard]] double base_it_kilowatts(const World& world, const Site& site);
/// "national hub", "regional centre" or "city edge".
[[nodiscard]] const char* tier_name(SiteKind kind);
/// cluster, city, provincial or edge, as tables write it.
[[nodiscard]] const char* kind_name(SiteKind kind);
/// direct, exchange, platform or supercomputing, as tables write it.
[[nodiscard]] const char* kind_name(Point::Kind kind);
/// All accelerators of all sites, those that open later too.
[[nodiscard]] std::int64_t accelerators_total(const World& world);

}  // namespace eastwest
