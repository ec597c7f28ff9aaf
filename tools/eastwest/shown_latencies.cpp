// Latencies between clusters on three layers, and the published figures they can be compared with.
#include "tools/eastwest/shown_latencies.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"
#include "sim/world/latency_circle.hpp"

namespace eastwest {
namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;

const char* layer_name(LatencyLayer layer) {
  if (layer == LatencyLayer::optical) return "optical";
  return layer == LatencyLayer::ip_private ? "ip-private" : "ip-public";
}

/// "mean 10.04 ms, max 15.02 ms (zhangjiakou - guian)"
std::string sentence(const World& world, const ClusterLatencies& figures) {
  std::string text = fmt::format("mean {:.2f} ms, max {:.2f} ms", figures.mean_ms, figures.max_ms);
  if (figures.max_a.valid()) {
    text += fmt::format(" ({} - {})", world.sites[figures.max_a.index()].id,
                        world.sites[figures.max_b.index()].id);
  }
  return text;
}

Json pair_json(const ClusterLatencies& figures) {
  Json json = {{"mean", figures.mean_ms}, {"max", figures.max_ms}, {"pairs", figures.pairs}};
  if (figures.unreachable > 0) json["unreachable_pairs"] = figures.unreachable;
  return json;
}

/// A node of the city.
std::optional<NodeId> node_of(const World& world, const std::string& id) {
  const auto found = std::find_if(world.nodes.begin(), world.nodes.end(),
                                  [&](const Node& node) { return city_of(node) == id; });
  if (found == world.nodes.end()) return std::nullopt;
  return NodeId(static_cast<std::size_t>(found - world.nodes.begin()));
}

/// Of a round trip, there: by the shortest way, or over the place that it is led over.
std::optional<double> one_way_ms(const World& world, const Topology& topology,
                                 const PublishedLatency& row) {
  std::vector<std::string> places = {row.a, row.b};
  if (!row.over.empty()) places.insert(places.begin() + 1, row.over);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < places.size(); ++i) {
    const auto from = node_of(world, places[i]);
    const auto to = node_of(world, places[i + 1]);
    if (!from || !to) return std::nullopt;
    const Duration latency = city_latency(world, topology, *from, *to);
    if (latency == Topology::kUnreachable) return std::nullopt;
    sum += static_cast<double>(latency.count()) / kNanosecondsPerMillisecond;
  }
  return sum;
}

/// The model's figure beside a published one; nothing where the world has no such pair.
std::optional<double> modelled(const World& world, const Topology& topology,
                               const ClusterLatencies& clusters, const PublishedLatency& row) {
  const double factor = world.layers.factor(row.layer);
  using Kind = PublishedLatency::Kind;
  if (row.kind == Kind::round_trip || row.kind == Kind::round_trip_over) {
    const auto fibre = one_way_ms(world, topology, row);
    if (!fibre) return std::nullopt;
    return 2 * factor * *fibre + row.equipment_ms;
  }
  if (clusters.pairs == 0) return std::nullopt;
  if (row.kind == Kind::pairs_mean) return factor * clusters.mean_ms;
  if (row.kind == Kind::pairs_max) return factor * clusters.max_ms;
  // The circle on an upper layer is the optical circle of limit / factor.
  const Duration limit{static_cast<Duration::rep>(static_cast<double>(row.limit.count()) / factor)};
  std::size_t cities = 0;
  std::size_t count = 0;
  for (const Site& site : world.sites) {
    if (site.kind != SiteKind::cluster) continue;
    cities += latency_circle(world, topology, site.node, limit).other_cities.size();
    ++count;
  }
  return static_cast<double>(cities) / static_cast<double>(count);
}

std::string what(const PublishedLatency& row) {
  using Kind = PublishedLatency::Kind;
  switch (row.kind) {
    case Kind::pairs_mean:
      return "all pairs of clusters, mean ms";
    case Kind::pairs_max:
      return "all pairs of clusters, max ms";
    case Kind::cities_within:
      return fmt::format("cities within {:g} ms of a cluster",
                         static_cast<double>(row.limit.count()) / kNanosecondsPerMillisecond);
    case Kind::round_trip:
      return fmt::format("{} - {} and back, ms", row.a, row.b);
    case Kind::round_trip_over:
      return fmt::format("{} - {} - {} and back, ms", row.a, row.over, row.b);
  }
  return {};
}

/// How far the model is outside the published range, as a share of its nearest end.
double deviation(const PublishedLatency& row, double model) {
  if (model < row.low) return model / row.low - 1;
  return model > row.high ? model / row.high - 1 : 0;
}

/// Fitted and checked figures, apart.
std::string published_text(const World& world, const Topology& topology,
                           const ClusterLatencies& clusters, Json& json) {
  std::string text;
  json = Json::array();
  for (const bool fitted : {true, false}) {
    TextTable table({"", "layer", "model", "published", "off by", "mark"});
    std::string definitions;
    std::size_t rows = 0;
    for (const PublishedLatency& row : world.published_latencies) {
      if (row.fitted != fitted) continue;
      const auto model = modelled(world, topology, clusters, row);
      if (!model) continue;
      ++rows;
      const double off = deviation(row, *model);
      const std::string definition = fmt::format("  {}: {}\n", what(row), row.note);
      if (row.kind == PublishedLatency::Kind::round_trip_over &&
          definitions.find(definition) == std::string::npos) {
        definitions += definition;
      }
      table.row({what(row), layer_name(row.layer), fmt::format("{:.2f}", *model),
                 row.low == row.high ? fmt::format("{:g}", row.low)
                                     : fmt::format("{:g} to {:g}", row.low, row.high),
                 off == 0 ? "-" : fmt::format("{:+.1f} %", 100 * off), row.mark});
      json.push_back({{"what", what(row)},
                      {"layer", layer_name(row.layer)},
                      {"definition", row.note},
                      {"role", fitted ? "fitted" : "checked"},
                      {"model", *model},
                      {"published_low", row.low},
                      {"published_high", row.high},
                      {"relative_deviation", off},
                      {"mark", row.mark},
                      {"source", row.source}});
    }
    if (rows == 0) continue;
    text += fitted ? "Fitted (agreement is no evidence):\n" : "Not fitted (independent checks):\n";
    text += table.text(2) + definitions + "\n";
  }
  return text;
}

}  // namespace

void add_latencies(const World& world, const Topology& topology, ShownTable& table) {
  const ClusterLatencies hubs = cluster_latencies(world, topology, ClusterPairs::of_different_hubs);
  const ClusterLatencies all = cluster_latencies(world, topology, ClusterPairs::all);
  table.json["hub_to_hub_one_way_ms"] = pair_json(hubs);
  table.json["all_clusters_one_way_ms"] = pair_json(all);
  table.before = fmt::format(
      "World {}, as of {}. One way, optical layer: fibre length x {} us/km, and {} us for each "
      "cable "
      "passed;\nother layers are multiples: private IP x {}, public IP x {}.\n\n",
      world.name, world.as_of, shortest(world.delay_us_per_km), shortest(world.delay_us_per_hop),
      shortest(world.layers.ip_private), shortest(world.layers.ip_public));
  if (all.pairs + all.unreachable == 0) {
    table.before += "The world has no two clusters: no latencies between hubs.\n\n";
    return;
  }
  const double target = world.latency_target > 0 ? world.latency_target : kLatencyTarget;
  table.before += fmt::format(
      "Hub to hub ({} pairs of clusters of different hubs): {}\n"
      "All {} pairs of clusters:                           {}\n"
      "Over the theoretical latency (straight fibre), hub to hub: mean {:.2f}, max {:.2f}; at most "
      "{} ({}): {} of {} pairs\n\n",
      hubs.pairs, sentence(world, hubs), all.pairs, sentence(world, all), hubs.ratio_mean,
      hubs.ratio_max, shortest(target),
      world.latency_target > 0 ? "the target of this world" : "the policy target", hubs.at_target,
      hubs.with_ratio);
  table.json["over_theoretical"] = {{"mean", hubs.ratio_mean},
                                    {"max", hubs.ratio_max},
                                    {"target", target},
                                    {"pairs_at_target", hubs.at_target},
                                    {"pairs", hubs.with_ratio}};
  const ClusterLatencies cities =
      cluster_latencies(world, topology, ClusterPairs::all, ClusterEnds::cities);
  table.before += published_text(world, topology, cities, table.json["published"]);
}

}  // namespace eastwest
