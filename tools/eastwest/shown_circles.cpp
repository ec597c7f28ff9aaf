// Who is in whose latency circle, and how the model's latencies stand to published ones.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"
#include "sim/world/latency_circle.hpp"
#include "tools/eastwest/shown_latencies.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

constexpr std::array<int, 4> kLimitsMs = {1, 5, 10, 20};
/// Kinds of sites, one of each tier; tiers are told apart by their names.
constexpr std::array<SiteKind, 3> kTiers = {SiteKind::cluster, SiteKind::provincial,
                                            SiteKind::edge};

/// "national_hub", "regional_centre", "city_edge": a name for a key.
std::string tier_key(SiteKind kind) {
  std::string key = tier_name(kind);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// The circles of one place, smallest first.
struct Centre {
  NodeId node;
  SiteId cluster;  ///< none: a city
  std::vector<LatencyCircle> circles;
};

Centre centre_at(const World& world, const Topology& topology, NodeId node, SiteId cluster) {
  Centre centre{node, cluster, {}};
  for (const int limit : kLimitsMs) {
    centre.circles.push_back(
        latency_circle(world, topology, node, std::chrono::milliseconds{limit}));
  }
  return centre;
}

std::vector<SiteId> sites_of_tier(const World& world, const LatencyCircle& circle, SiteKind tier) {
  std::vector<SiteId> sites;
  for (const SiteId id : circle.sites) {
    if (tier_key(world.sites[id.index()].kind) == tier_key(tier)) sites.push_back(id);
  }
  return sites;
}

Json circle_json(const LatencyCircle& circle) {
  return {{"cities", circle.other_cities},          {"population", circle.population},
          {"gdp_share", circle.gdp_share},          {"demand_share", circle.demand_share},
          {"accelerators", circle.accelerators},    {"eflops", circle.eflops},
          {"capacity_share", circle.capacity_share}};
}

Json sites_json(const World& world, const LatencyCircle& circle) {
  Json tiers;
  for (const SiteKind tier : kTiers) {
    Json ids = Json::array();
    for (const SiteId id : sites_of_tier(world, circle, tier)) {
      ids.push_back(world.sites[id.index()].id);
    }
    tiers[tier_key(tier)] = std::move(ids);
  }
  return tiers;
}

void add_csv_rows(const World& world, const Centre& centre, ShownTable& table) {
  for (std::size_t at = 0; at < kLimitsMs.size(); ++at) {
    const LatencyCircle& circle = centre.circles[at];
    const bool is_cluster = centre.cluster.valid();
    const Site* site = is_cluster ? &world.sites[centre.cluster.index()] : nullptr;
    std::vector<std::string> row = {is_cluster ? "cluster" : "city",
                                    is_cluster ? site->id : world.nodes[centre.node.index()].id,
                                    is_cluster ? site->hub : "",
                                    fmt::format("{}", kLimitsMs[at]),
                                    fmt::format("{}", circle.other_cities.size()),
                                    reported_text(circle.population),
                                    reported_text(circle.gdp_share),
                                    reported_text(circle.demand_share),
                                    fmt::format("{}", circle.accelerators),
                                    reported_text(circle.eflops),
                                    reported_text(circle.capacity_share)};
    for (const SiteKind tier : kTiers) {
      row.push_back(fmt::format("{}", sites_of_tier(world, circle, tier).size()));
    }
    table.csv_rows.push_back(std::move(row));
  }
}

/// The table of the clusters: one line for each circle.
void add_clusters(const World& world, const std::vector<Centre>& clusters, ShownTable& table) {
  table.header = {"cluster", "hub",    "within", "other cities", "million people",
                  "GDP",     "demand", "EFLOPS", "capacity"};
  table.json["by_hub"] = Json::array();
  for (const Centre& centre : clusters) {
    const Site& site = world.sites[centre.cluster.index()];
    Json within;
    for (std::size_t at = 0; at < kLimitsMs.size(); ++at) {
      const LatencyCircle& circle = centre.circles[at];
      constexpr double kMillion = 1e6;
      table.rows.push_back({at == 0 ? site.id : "", at == 0 ? site.hub : "",
                            fmt::format("{} ms", kLimitsMs[at]),
                            fmt::format("{}", circle.other_cities.size()),
                            fmt::format("{:.1f}", circle.population / kMillion),
                            percent(circle.gdp_share), percent(circle.demand_share),
                            fmt::format("{:.1f}", circle.eflops), percent(circle.capacity_share)});
      within[fmt::format("{}", kLimitsMs[at])] = circle_json(circle);
    }
    table.json["by_hub"].push_back(
        {{"hub", site.hub}, {"site", site.id}, {"within_ms", std::move(within)}});
  }
}

bool has_operators(const World& world) {
  return std::any_of(world.nodes.begin(), world.nodes.end(),
                     [](const Node& node) { return !node.city.empty(); });
}

/// Mean number of cities in the circles of the clusters.
double mean_cities(const std::vector<Centre>& clusters, std::size_t at) {
  if (clusters.empty()) return 0;
  std::size_t sum = 0;
  for (const Centre& centre : clusters) sum += centre.circles[at].other_cities.size();
  return static_cast<double>(sum) / static_cast<double>(clusters.size());
}

/// For each city the sites of every tier, as counts for people and by name in JSON.
void add_cities(const World& world, const std::vector<Centre>& cities, ShownTable& table) {
  TextTable text({"city", "within 1 ms", "5 ms", "10 ms", "20 ms", "EFLOPS in 20 ms"});
  table.json["by_city"] = Json::array();
  for (const Centre& centre : cities) {
    std::vector<std::string> row = {world.nodes[centre.node.index()].id};
    Json within;
    for (std::size_t at = 0; at < kLimitsMs.size(); ++at) {
      const LatencyCircle& circle = centre.circles[at];
      std::string counts;
      for (const SiteKind tier : kTiers) {
        counts += fmt::format("{}{}", counts.empty() ? "" : "/",
                              sites_of_tier(world, circle, tier).size());
      }
      row.push_back(std::move(counts));
      within[fmt::format("{}", kLimitsMs[at])] = sites_json(world, circle);
    }
    row.push_back(fmt::format("{:.1f}", centre.circles.back().eflops));
    text.row(std::move(row));
    table.json["by_city"].push_back(
        {{"city", world.nodes[centre.node.index()].id}, {"sites_within_ms", std::move(within)}});
  }
  table.after =
      fmt::format("\nSites within reach of each city: national hub/regional centre/city edge\n{}",
                  text.text(2));
}

}  // namespace

ShownTable shown_circles(const World& world) {
  World optical = world;
  optical.layers.measured = LatencyLayer::optical;
  const Topology topology(optical);
  std::vector<Centre> clusters;
  std::vector<Centre> cities;
  for (std::size_t site = 0; site < world.sites.size(); ++site) {
    if (world.sites[site].kind != SiteKind::cluster) continue;
    clusters.push_back(centre_at(optical, topology, world.sites[site].node, SiteId(site)));
  }
  for (std::size_t node = 0; node < world.nodes.size(); ++node) {
    cities.push_back(centre_at(optical, topology, NodeId(node), {}));
  }
  ShownTable table;
  add_latencies(optical, topology, table);
  table.json["cities_within_ms"] = Json::object();
  for (std::size_t at = 0; at < kLimitsMs.size(); ++at) {
    table.json["cities_within_ms"][fmt::format("{}", kLimitsMs[at])] = mean_cities(clusters, at);
  }
  add_clusters(optical, clusters, table);
  add_cities(optical, cities, table);
  table.csv_header = {"centre_kind",  "centre",     "hub",           "within_ms",
                      "other_cities", "population", "gdp_share",     "demand_share",
                      "accelerators", "eflops",     "capacity_share"};
  for (const SiteKind tier : kTiers) {
    table.csv_header.push_back(fmt::format("sites_{}", tier_key(tier)));
  }
  for (const Centre& centre : clusters) add_csv_rows(optical, centre, table);
  for (const Centre& centre : cities) add_csv_rows(optical, centre, table);
  table.before +=
      "Circles of the clusters (one way, optical); people, GDP, demand and EFLOPS "
      "include the\ncluster's own city\n";
  if (has_operators(world)) {
    table.before +=
        "With operators a city counts once, where one of its networks is within; people, GDP and\n"
        "demand are those of the networks within\n";
  }
  table.before += "\n";
  return table;
}

}  // namespace eastwest
