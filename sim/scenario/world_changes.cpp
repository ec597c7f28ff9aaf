// One function per section; a key that is not written leaves what is there.
#include "sim/scenario/world_changes.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/site_accelerator.hpp"
#include "sim/scenario/site_nodes.hpp"
#include "sim/scenario/world_operators.hpp"
#include "sim/scenario/world_removals.hpp"
#include "sim/scenario/world_schema.hpp"
#include "sim/scenario/world_values.hpp"
#include "sim/world/scale.hpp"

namespace eastwest {
namespace {

/// Models of no family.
class NoModels final : public Catalogue {
 public:
  [[nodiscard]] std::vector<std::string> families() const override { return {}; }
  [[nodiscard]] std::string discriminator(std::string_view) const override { return {}; }
  [[nodiscard]] std::string implied(std::string_view) const override { return {}; }
  [[nodiscard]] std::vector<std::string> names(std::string_view) const override { return {}; }
  [[nodiscard]] const ModelDescription* find(std::string_view, std::string_view) const override {
    return nullptr;
  }
  [[nodiscard]] const std::vector<Preset>& presets() const override {
    static const std::vector<Preset> none;
    return none;
  }
};

constexpr double kPueDefault = 1.42;
constexpr double kPriceDefault = 0.5;
constexpr std::int64_t kUplinkDefault = 100;

/// One entity of a section as it is written.
struct Entry {
  const std::string& id;
  const YamlNode& value;
  std::string path;
  Place place;  ///< of its key
  Parameters keys;
  bool is_new;

  [[nodiscard]] Place place_of_key(const char* key) const {
    const YamlNode* node = value.find(key);
    return node == nullptr ? place : place_of(*node, join_path(path, key));
  }
  void take_text(const char* key, std::string& target) const {
    if (keys.has(key)) target = keys.text(key);
  }
  void take_number(const char* key, double& target) const {
    if (keys.has(key)) target = keys.number(key);
  }
  void take_count(const char* key, std::int64_t& target) const {
    if (keys.has(key)) target = keys.count(key);
  }
  void take_mention(const char* key, Mention& target) const {
    if (keys.has(key)) target = {keys.text(key), place_of_key(key)};
  }
};

/// Dates of service that a scenario writes; what is no part of the run is noted in `gone`.
template <class Entity>
void apply_service(const Entry& entry, WorldDraft& draft, Entity& target,
                   std::set<std::string>& gone, Diagnostics& diagnostics) {
  if (!entry.keys.has("in_service") && !entry.keys.has("out_of_service")) return;
  const auto date = [&](const char* key) {
    return entry.keys.has(key) ? entry.keys.text(key) : std::string{};
  };
  if (entry.keys.has("in_service")) target.in_service = date("in_service");
  const std::string until = date("out_of_service");
  if (!until.empty() && until <= target.in_service) {
    add_error(diagnostics, entry.place_of_key("out_of_service"),
              fmt::format("'{}' goes out of service before it comes into service", entry.id));
  }
  if (draft.run.ends.empty()) return;
  const ServiceDates dates = service_dates(draft.run, target.in_service, until, draft.run.begins);
  target.opens = dates.opens;
  target.closes = dates.closes;
  if (dates.is_part) return;
  gone.insert(entry.id);
  add_warning(diagnostics, entry.place,
              fmt::format("'{}' is not in service during the run and is left out", entry.id));
}

void apply_province(const Entry& entry, WorldDraft& draft, Diagnostics&) {
  DraftProvince& target = *draft.provinces.find(entry.id);
  if (entry.is_new) {
    target.province.id = entry.id;
    target.province.name = entry.id;
    target.province.hub = "none";
  }
  entry.take_text("name", target.province.name);
  entry.take_text("hub", target.province.hub);
  entry.take_number("carbon", target.province.carbon_kg_per_kwh);
  entry.take_number("renewable_share", target.province.renewable_share);
  if (entry.keys.has("side")) target.province.east = entry.keys.text("side") == "East";
}

void apply_node(const Entry& entry, WorldDraft& draft, Diagnostics& diagnostics) {
  DraftNode& target = *draft.nodes.find(entry.id);
  Node& node = target.node;
  if (entry.is_new) {
    node.id = entry.id;
    node.name = entry.id;
  }
  entry.take_text("name", node.name);
  entry.take_mention("province", target.province);
  if (entry.keys.has("province")) target.outside = false;
  entry.take_number("lon", node.longitude);
  entry.take_number("lat", node.latitude);
  const bool has_both = entry.keys.has("lon") && entry.keys.has("lat");
  if (!target.has_coordinates && !has_both && (entry.keys.has("lon") || entry.keys.has("lat"))) {
    add_error(diagnostics, entry.place, fmt::format("node '{}' has only one coordinate", entry.id),
              "give both lon and lat");
  }
  target.has_coordinates = target.has_coordinates || has_both;
  entry.take_number("population", node.population);
  entry.take_number("gdp", node.gdp_cny);
  entry.take_number("demand", node.demand_weight);
}

SiteKind kind_of(const std::string& name) {
  if (name == "cluster") return SiteKind::cluster;
  if (name == "edge") return SiteKind::edge;
  return name == "city" ? SiteKind::city : SiteKind::provincial;
}

void apply_site(const Entry& entry, WorldDraft& draft, Diagnostics& diagnostics) {
  DraftSite& target = *draft.sites.find(entry.id);
  Site& site = target.site;
  if (entry.is_new) {
    site.id = entry.id;
    site.name = entry.id;
    site.accelerator_speed = draft.accelerator_speed;
    site.accelerator_watts = draft.accelerator_watts;
    site.shelf_rate = kShelfRateDefault;
    site.pue = Pue::checked(kPueDefault);
    site.electricity_price = CnyPerKwh(kPriceDefault);
    site.uplink_ports = kUplinkDefault;
  }
  entry.take_text("name", site.name);
  if (entry.keys.has("kind")) site.kind = kind_of(entry.keys.text("kind"));
  entry.take_mention("node", target.node);
  entry.take_mention("province", target.province);
  entry.take_mention("hub", target.hub);
  if (entry.value.find("accelerators") != nullptr && entry.value.find("nodes") != nullptr) {
    add_error(diagnostics, entry.place_of_key("nodes"),
              "'nodes' is another word for 'accelerators'; only one of them may be given");
  } else if (entry.is_new && entry.value.find("accelerators") == nullptr &&
             entry.value.find("nodes") == nullptr && !has_site_nodes(entry.value)) {
    add_error(diagnostics, entry.place, fmt::format("site '{}' has no accelerators", entry.id),
              "add e.g. accelerators: 8");
  }
  entry.take_count("accelerators", site.accelerators);
  entry.take_count("nodes", site.accelerators);
  apply_accelerator(entry.keys, entry.place_of_key("accelerator"), draft, site, diagnostics);
  apply_site_nodes(entry.keys, entry.value, entry.path, draft, site, diagnostics);
  entry.take_count("racks", site.racks);
  entry.take_number("shelf_rate", site.shelf_rate);
  entry.take_number("accelerator_watts", site.accelerator_watts);
  if (entry.keys.has("storage")) {
    constexpr double kBytesPerTerabyte = 1e12;
    const double terabytes = entry.keys.number("storage") / kBytesPerTerabyte;
    site.storage = Terabytes(static_cast<std::int64_t>(std::floor(terabytes + 0.5)));
  }
  if (entry.keys.has("pue")) site.pue = Pue::checked(entry.keys.number("pue"));
  if (entry.keys.has("electricity_price")) {
    site.electricity_price = CnyPerKwh(entry.keys.number("electricity_price"));
  }
  entry.take_count("uplink", site.uplink_ports);
  apply_service(entry, draft, site, draft.sites_gone, diagnostics);
}

/// A speed of its own, in as many waves as it needs; waves given later take its place.
void apply_speed(const Entry& entry, BitsPerSecond line_rate, Trunk& trunk,
                 Diagnostics& diagnostics) {
  if (entry.keys.has("waves") || entry.keys.has("ports")) trunk.speed = BitsPerSecond{0};
  if (!entry.keys.has("speed")) return;
  if (entry.value.find("waves") != nullptr || entry.value.find("ports") != nullptr) {
    add_error(diagnostics, entry.place_of_key("speed"),
              fmt::format("trunk '{}' has both a speed and waves or ports", entry.id),
              "give its speed, or its waves (each of the line rate)");
    return;
  }
  set_trunk_speed(trunk, entry.keys.bit_rate("speed"), line_rate);
}

/// Waves and ports: each follows from the other, in the ratio that the trunk had before.
void apply_waves(const Entry& entry, Trunk& trunk, Diagnostics& diagnostics) {
  const bool has_waves = entry.keys.has("waves");
  const bool has_ports = entry.keys.has("ports");
  const std::int64_t ports_per_wave =
      trunk.waves > 0 ? std::max<std::int64_t>(2, trunk.ports / trunk.waves) : 2;
  entry.take_count("waves", trunk.waves);
  entry.take_count("ports", trunk.ports);
  if (has_waves && !has_ports) trunk.ports = trunk.waves * ports_per_wave;
  if (has_ports && !has_waves) trunk.waves = trunk.ports / ports_per_wave;
  const bool bad_value = (!has_waves && entry.value.find("waves") != nullptr) ||
                         (!has_ports && entry.value.find("ports") != nullptr);
  if (bad_value) return;
  if (entry.is_new && !has_waves && !has_ports && entry.value.find("speed") == nullptr) {
    add_error(diagnostics, entry.place, fmt::format("trunk '{}' has no capacity", entry.id),
              "add e.g. waves: 80 (each of 400 Gb/s)");
  } else if ((has_waves || has_ports) && (trunk.waves < 1 || trunk.ports < 2 * trunk.waves ||
                                          (!has_waves && trunk.ports % ports_per_wave != 0))) {
    add_error(diagnostics, entry.place_of_key("ports"),
              fmt::format("trunk '{}' cannot have {} ports", entry.id, trunk.ports),
              has_waves ? "each wave takes a port at both ends: at least 2 x waves"
                        : fmt::format("each wave takes {} ports here", ports_per_wave));
  }
}

void apply_trunk(const Entry& entry, WorldDraft& draft, Diagnostics& diagnostics) {
  DraftTrunk& target = *draft.trunks.find(entry.id);
  Trunk& trunk = target.trunk;
  if (entry.is_new) {
    trunk.id = entry.id;
    trunk.name = entry.id;
  }
  entry.take_text("name", trunk.name);
  entry.take_mention("from", target.a);
  entry.take_mention("to", target.b);
  if (entry.keys.has("from") || entry.keys.has("to")) target.has_length = false;
  for (const auto& [key, end] : {std::pair{"from", &target.a}, std::pair{"to", &target.b}}) {
    const bool is_mistaken = entry.value.find(key) != nullptr && !entry.keys.has(key);
    if (!end->id.empty() || is_mistaken) continue;
    add_error(diagnostics, entry.place_of_key(key),
              fmt::format("trunk '{}' has no '{}'", entry.id, key),
              "a trunk joins two nodes: {from: A, to: B, …}");
  }
  if (entry.keys.has("length")) trunk.length = Kilometres(entry.keys.number("length"));
  target.has_length = target.has_length || entry.value.find("length") != nullptr;
  apply_speed(entry, draft.general.port_rate, trunk, diagnostics);
  apply_waves(entry, trunk, diagnostics);
  entry.take_text("corridor", trunk.corridor);
  entry.take_text("operator", trunk.operator_name);
  apply_service(entry, draft, trunk, draft.trunks_gone, diagnostics);
  if (entry.keys.has("background")) {
    trunk.background_share = entry.keys.number("background");
    target.background_place = entry.place_of_key("background");
  }
  constexpr double kMicrosecondsPerSecond = 1e6;
  if (entry.keys.has("delay")) trunk.delay_us = entry.keys.number("delay") * kMicrosecondsPerSecond;
}

/// An entity that null takes out of `table`: its id goes to `removed`, or what is wrong is
/// reported; what still names it is found when all sections are read.
template <class Entity>
void take_out(const YamlNode::Entry& written, const WorldSection& section, const Place& place,
              const DraftTable<Entity>& table, Removals& removed, WorldDraft& draft,
              Diagnostics& diagnostics) {
  const std::string& id = written.key.text();
  if (table.find(id) != nullptr) {
    removed.emplace(id, place);
  } else if (written.value.withdraws()) {
    draft.idle_removals.insert(place.path);
  } else if (table.is_complete()) {
    add_error(
        diagnostics, place,
        fmt::format("there is no '{}' among the {} of the base to take out", id, section.name),
        name_hint(id, table.ids(), section.name));
  }
}

/// All entities of one section, in the order in which they are written; gives what is taken out.
template <class Entity, class Apply>
Removals apply_section(const YamlNode& mapping, const WorldSection& section,
                       const std::string& path, DraftTable<Entity>& table, ParameterReader& reader,
                       WorldDraft& draft, Diagnostics& diagnostics, const Apply& apply) {
  const YamlNode* node = mapping.find(section.name);
  if (node == nullptr || node->is_null()) return {};
  const std::string section_path = join_path(path, section.name);
  if (!node->is_mapping()) {
    add_error(
        diagnostics, *node, section_path,
        fmt::format("expected a mapping from ids to {}, found {}", section.name, node->kind_text()),
        fmt::format("write {}: {{ID: {{…}}}}", section.name));
    return {};
  }
  Removals removed;
  for (const YamlNode::Entry& written : node->entries()) {
    const std::string& id = written.key.text();
    const std::string entry_path = join_path(section_path, id);
    const Place place = place_of(written.key, entry_path);
    if (const std::string problem = problem_of_id(id); !problem.empty()) {
      add_error(diagnostics, place, problem);
      continue;
    }
    if (written.value.is_null()) {
      take_out(written, section, place, table, removed, draft, diagnostics);
      continue;
    }
    const bool is_new = table.find(id) == nullptr;
    if (table.all().size() >= kEntitiesMax && is_new) {
      add_error(diagnostics, place,
                fmt::format("more than {} {}; the rest is not read", kEntitiesMax, section.name));
      return removed;
    }
    const Entry entry{id,
                      written.value,
                      entry_path,
                      place,
                      reader.read(written.value, section.entry, entry_path),
                      is_new};
    if (is_new && !table.is_complete()) continue;  // it may be one that could not be read
    if (is_new) table.add(id, Entity{});
    table.find(id)->place = place;
    apply(entry);
  }
  std::set<std::string> gone;
  for (const auto& [id, place] : removed) gone.insert(id);
  if (!gone.empty()) table.remove(gone);
  return removed;
}

}  // namespace

const Catalogue& no_models() {
  static const NoModels none;
  return none;
}

void scale_pools(WorldDraft& draft, double share) {
  World pools;
  pools.official = draft.general.official;
  pools.published = draft.general.published;
  for (const DraftSite& site : draft.sites.all()) pools.sites.push_back(site.site);
  pools = scaled(pools, share);
  for (std::size_t index = 0; index < pools.sites.size(); ++index) {
    draft.sites.all()[index].site = pools.sites[index];
  }
  draft.general.official = pools.official;
  draft.general.published = pools.published;
}

void apply_changes(const YamlNode& mapping, const std::string& path,
                   const std::function<void()>& complete_base, WorldDraft& draft,
                   Diagnostics& diagnostics) {
  ParameterReader reader(no_models(), diagnostics);
  const std::vector<WorldSection>& sections = world_sections();
  std::vector<std::string> section_names;
  section_names.reserve(sections.size());
  for (const WorldSection& section : sections) section_names.push_back(section.name);
  const Parameters general = reader.read(mapping, world_schema(), path, nullptr, section_names);
  const bool has_base = mapping.find("base") != nullptr;
  const bool has_pools = !draft.sites.all().empty() || !draft.sites.is_complete();
  for (const char* key : {"scale", "edge_share", "allocation", "ports"}) {
    if (has_pools || mapping.find(key) == nullptr) continue;
    add_error(diagnostics, *mapping.find(key), join_path(path, key),
              has_base
                  ? fmt::format("'{}' is about the sites of a base world, and this has none", key)
                  : fmt::format("'{}' is about a base world, and there is none", key),
              has_base ? "leave it out, and write the numbers themselves"
                       : "add base: NAME, or write the numbers themselves");
  }
  if (general.has("name")) draft.general.name = general.text("name");
  apply_general_values(general, "background", draft);
  if (general.has("operators") && general.group("operators").has("names")) {
    draft.rules.operators =
        static_cast<std::int64_t>(general.group("operators").texts("names").size());
  }
  if (has_base) complete_base();
  if (has_base && general.has("scale")) scale_pools(draft, general.number("scale"));

  const auto apply_all = [&](const WorldSection& section, auto& table, auto apply) {
    return apply_section(mapping, section, path, table, reader, draft, diagnostics,
                         [&](const Entry& entry) { apply(entry, draft, diagnostics); });
  };
  const Removals provinces = apply_all(sections[0], draft.provinces, apply_province);
  const Removals nodes = apply_all(sections[1], draft.nodes, apply_node);
  apply_all(sections[2], draft.sites, apply_site);
  apply_all(sections[3], draft.trunks, apply_trunk);
  draft.sites.remove(draft.sites_gone);
  draft.trunks.remove(draft.trunks_gone);
  check_removals(provinces, nodes, draft, diagnostics);
  if (!general.has("operators") || diagnostics.has_errors()) return;
  const YamlNode& node = *mapping.find("operators");
  separate_operators(
      draft,
      operator_rules(general.group("operators"), place_of(node, join_path(path, "operators"))),
      diagnostics);
}

}  // namespace eastwest
