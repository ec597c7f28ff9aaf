// From a draft to a World: ids become indices, missing lengths and weights are derived.
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_draft.hpp"
#include "sim/world/geography.hpp"
#include "sim/world/latency_target.hpp"

namespace eastwest {
namespace {

/// Does the work of `assembled`, step by step.
class Assembly {
 public:
  Assembly(WorldDraft draft, Diagnostics& diagnostics)
      : draft_(std::move(draft)), diagnostics_(diagnostics), world_(draft_.general) {}

  World run() {
    make_nodes_of_sites();
    if (!sizes_are_allowed()) return world_;
    add_provinces();
    add_nodes();
    add_sites();
    add_trunks();
    add_points();
    if (diagnostics_.has_errors()) return world_;
    normalise_demand();
    warn_if_disconnected();
    meet_target();
    return world_;
  }

 private:
  /// A site that names no node stands at the node of its own id.
  void make_nodes_of_sites() {
    for (DraftSite& site : draft_.sites.all()) {
      if (!site.node.id.empty()) continue;
      site.node = {site.site.id, site.place};
      if (draft_.nodes.find(site.site.id) != nullptr) continue;
      DraftNode made;
      made.node.id = site.site.id;
      made.node.name = site.site.name;
      made.province = site.province;
      made.place = site.place;
      draft_.nodes.add(site.site.id, std::move(made));
    }
  }

  bool sizes_are_allowed() {
    const std::size_t errors = diagnostics_.error_count();
    const auto check = [&](std::size_t count, const char* what, std::size_t maximum) {
      if (count <= maximum) return;
      add_error(diagnostics_, draft_.place,
                fmt::format("the world has {} {}; at most {} are allowed", count, what, maximum));
    };
    const std::size_t nodes = draft_.nodes.all().size();
    const std::size_t sites = draft_.sites.all().size();
    check(draft_.provinces.all().size(), "provinces", kEntitiesMax);
    check(nodes, "nodes", kEntitiesMax);
    check(sites, "sites", kEntitiesMax);
    check(draft_.trunks.all().size(), "trunks", kEntitiesMax);
    if (diagnostics_.error_count() > errors) return false;
    check(nodes * nodes, "pairs of nodes", kNodePairsMax);
    check(nodes * sites, "pairs of node and site", kNodeSitePairsMax);
    return diagnostics_.error_count() == errors;
  }

  void add_provinces() {
    for (const DraftProvince& entry : draft_.provinces.all()) {
      check_hub(entry.province.hub, entry.place);
      world_.provinces.push_back(entry.province);
    }
  }

  void check_hub(const std::string& hub, const Place& place) {
    if (hub == "none" || draft_.hubs.empty() || draft_.hubs.contains(hub)) return;
    if (!draft_.hubs_complete) return;
    report_unknown("hub", "hubs", {hub, place}, [&] {
      return std::vector<std::string>(draft_.hubs.begin(), draft_.hubs.end());
    });
  }

  /// `known` gives the ids that exist; it is asked as long as somebody reads the hint.
  template <class Known>
  void report_unknown(const char* noun, const char* plural, const Mention& mention,
                      const Known& known) {
    std::string hint;
    if (diagnostics_.error_count() < Diagnostics::kKeptMax) {
      const std::vector<std::string> ids = known();
      hint = ids.empty() ? fmt::format("declare it under world.{}", plural)
                         : name_hint(mention.id, ids, plural);
    }
    add_error(diagnostics_, mention.place, fmt::format("there is no {} '{}'", noun, mention.id),
              std::move(hint));
  }

  template <class IdType, class Entity>
  IdType resolve(const Mention& mention, const DraftTable<Entity>& table, const char* noun,
                 const char* plural) {
    if (mention.id.empty()) return {};
    if (table.find(mention.id) != nullptr) return IdType(table.index(mention.id));
    if (!table.is_complete()) return {};  // its table is reported already
    report_unknown(noun, plural, mention, [&] { return table.ids(); });
    return {};
  }

  ProvinceId province_of(const Mention& mention) {
    if (mention.id == "none") return {};
    return resolve<ProvinceId>(mention, draft_.provinces, "province", "provinces");
  }

  void add_nodes() {
    for (const DraftNode& entry : draft_.nodes.all()) {
      Node node = entry.node;
      node.has_coordinates = entry.has_coordinates;
      if (!entry.outside || draft_.provinces.find(entry.province.id) != nullptr) {
        node.province = province_of(entry.province);
      }
      world_.nodes.push_back(std::move(node));
    }
  }

  void add_sites() {
    for (const DraftSite& entry : draft_.sites.all()) {
      Site site = entry.site;
      site.node = resolve<NodeId>(entry.node, draft_.nodes, "node", "nodes");
      site.province = province_of(entry.province);
      if (entry.province.id.empty() && site.node.valid()) {
        site.province = world_.nodes[site.node.index()].province;
      }
      site.hub = entry.hub.id;
      if (!site.hub.empty()) {
        check_hub(site.hub, entry.hub.place);
      } else {
        site.hub = site.province.valid() ? world_.provinces[site.province.index()].hub : "none";
      }
      world_.sites.push_back(std::move(site));
    }
    if (accelerators_total(world_) == 0 && !diagnostics_.has_errors()) {
      add_error(diagnostics_, draft_.place, "the world has no accelerators: nothing can run in it",
                "give it a site, e.g. sites: {machine: {accelerators: 8}}");
    }
  }

  void add_trunks() {
    for (const DraftTrunk& entry : draft_.trunks.all()) {
      Trunk trunk = entry.trunk;
      trunk.a = resolve<NodeId>(entry.a, draft_.nodes, "node", "nodes");
      trunk.b = resolve<NodeId>(entry.b, draft_.nodes, "node", "nodes");
      if (!trunk.a.valid() || !trunk.b.valid()) continue;
      if (trunk.a == trunk.b) {
        add_error(diagnostics_, entry.b.place,
                  fmt::format("trunk '{}' begins and ends at '{}'", trunk.id, entry.a.id),
                  "a trunk joins two different nodes");
        continue;
      }
      if (trunk.corridor.empty()) {
        trunk.corridor = fmt::format("{}--{}", std::min(entry.a.id, entry.b.id),
                                     std::max(entry.a.id, entry.b.id));
      }
      if (!entry.has_length) derive_length(trunk, entry);
      check_background(trunk, entry.background_place);
      world_.trunks.push_back(std::move(trunk));
    }
  }

  void add_points() {
    for (const DraftPoint& entry : draft_.points) {
      Point point = entry.point;
      point.node = resolve<NodeId>(entry.node, draft_.nodes, "node", "nodes");
      point.province = province_of(entry.province);
      world_.points.push_back(std::move(point));
    }
  }

  void check_background(const Trunk& trunk, const Place& place) {
    constexpr double kShareMax = 0.99;
    constexpr double kRounding = 1e-12;
    const double mean = background_share(world_, trunk);
    const double swing = world_.background_swing;
    const bool is_own = trunk.background_share.has_value();
    if (is_own && mean == 0) return;  // none has no swing
    if (mean - swing >= -kRounding && mean + swing <= kShareMax + kRounding) return;
    if (!is_own && std::exchange(has_reported_background_, true)) return;
    add_error(
        diagnostics_, is_own ? place : draft_.place,
        fmt::format("other traffic takes {} {} of {}: that is not between 0 % and 99 %",
                    to_text(mean, Dimension::fraction) + " ±", to_text(swing, Dimension::fraction),
                    is_own ? fmt::format("trunk '{}'", trunk.id) : "every trunk"),
        "make background_swing smaller");
  }

  void derive_length(Trunk& trunk, const DraftTrunk& entry) {
    for (const Mention* end : {&entry.a, &entry.b}) {
      if (draft_.nodes.find(end->id)->has_coordinates) continue;
      add_error(diagnostics_, entry.place,
                fmt::format("trunk '{}' has no length, and node '{}' has no lon and lat to derive "
                            "it from",
                            trunk.id, end->id),
                "give the trunk a length, e.g. length: 1200 km");
      return;
    }
    const Node& a = world_.nodes[trunk.a.index()];
    const Node& b = world_.nodes[trunk.b.index()];
    trunk.length =
        fibre_length(great_circle(a.longitude, a.latitude, b.longitude, b.latitude), draft_.detour);
  }

  /// Weights sum to 1; all zero means equal over the nodes that have sites.
  void normalise_demand() {
    constexpr double kRounding = 1e-9;
    double total = 0;
    for (const Node& node : world_.nodes) total += node.demand_weight;
    if (total <= 0) {
      for (const Site& site : world_.sites) world_.nodes[site.node.index()].demand_weight = 1;
      for (const Node& node : world_.nodes) total += node.demand_weight;
    }
    for (Node& node : world_.nodes) {
      if (total < 1 - kRounding || total > 1 + kRounding) node.demand_weight /= total;
    }
    for (Province& province : world_.provinces) province.demand_weight = 0;
    for (const Node& node : world_.nodes) {
      if (!node.province.valid()) continue;
      world_.provinces[node.province.index()].demand_weight += node.demand_weight;
    }
  }

  void warn_if_disconnected() {
    std::vector<std::size_t> part(world_.nodes.size());
    std::iota(part.begin(), part.end(), std::size_t{0});
    const auto root = [&](std::size_t node) {
      while (part[node] != node) node = part[node] = part[part[node]];
      return node;
    };
    for (const Trunk& trunk : world_.trunks) {
      const std::size_t a = root(trunk.a.index());
      const std::size_t b = root(trunk.b.index());
      part[std::max(a, b)] = std::min(a, b);
    }
    std::size_t parts = 0;
    std::string names;
    for (std::size_t node = 0; node < part.size(); ++node) {
      if (part[node] != node) continue;
      ++parts;
      if (parts <= 3) names += fmt::format("{}'{}'", parts > 1 ? ", " : "", world_.nodes[node].id);
    }
    if (parts <= 1) return;
    add_warning(diagnostics_, draft_.place,
                fmt::format("the network is in {} parts with no trunk between them (first nodes: "
                            "{}{}); data cannot pass from one to another",
                            parts, names, parts > 3 ? ", …" : ""));
  }

  void meet_target() {
    const double target = world_.latency_target;
    if (target <= 0) return;
    const LatencyTargetOutcome outcome = meet_latency_target(world_, target);
    if (outcome.pairs == 0) {
      add_error(diagnostics_, draft_.place,
                "latency.target is about clusters of different hubs, and the world has none whose "
                "nodes have coordinates",
                "give sites kind: cluster and a hub, or leave the target out");
    }
    if (outcome.unmet.empty()) return;
    const HubPair& first = outcome.unmet.front();
    add_warning(
        diagnostics_, draft_.place,
        fmt::format("latency.target {} cannot be met between {} of {} pairs of hubs, such as "
                    "'{}' and '{}': straight cables on their way are too long",
                    shortest(target), outcome.unmet.size(), outcome.pairs,
                    world_.sites[first.a.index()].id, world_.sites[first.b.index()].id));
  }

  WorldDraft draft_;
  Diagnostics& diagnostics_;
  World world_;
  bool has_reported_background_ = false;
};

}  // namespace

World assembled(WorldDraft draft, Diagnostics& diagnostics) {
  return Assembly(std::move(draft), diagnostics).run();
}

}  // namespace eastwest
