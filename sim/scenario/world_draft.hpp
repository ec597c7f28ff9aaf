// A world while it is being read: entities that name each other by id, with the place of each
// mention.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/text/yaml_document.hpp"
#include "sim/world/dated_series.hpp"
#include "sim/world/port_allocation.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Where something is written: in a table or in a YAML document.
struct Place {
  Position position;
  std::string path;         ///< `world.sites.guian.pue`; in tables the column
  std::string source_line;  ///< of YAML; of tables it is fetched when an error needs it
};
[[nodiscard]] Place place_of(const CsvReader& table, CsvColumn column);
[[nodiscard]] Place place_of(const YamlNode& node, std::string path);
/// Reports at a place; for a table, the line is read again from the file to show it.
void add_error(Diagnostics& diagnostics, const Place& place, std::string message,
               std::string hint = {});
void add_warning(Diagnostics& diagnostics, const Place& place, std::string message,
                 std::string hint = {});

/// The id of another entity (empty: none) and where it is mentioned.
struct Mention {
  std::string id;
  Place place;
};

/// What the ids of the plain entity will be resolved from, and the place of its own id.
struct DraftProvince {
  Province province;
  /// What the table says of the whole province, to compare with its sites.
  std::optional<double> racks = {};
  std::optional<double> eflops = {};
  std::optional<double> storage_eb = {};
  Place place = {};
};
struct DraftNode {
  Node node;
  Mention province;
  bool has_coordinates = false;
  /// A city outside the provinces of the world (a gateway): its province need not exist.
  bool outside = false;
  Place place;
};
struct DraftSite {
  Site site;
  Mention node;            ///< empty: the node of the site's own id, made if there is none
  Mention province;        ///< empty: its node's
  Mention hub;             ///< empty: its province's
  bool has_uplink = true;  ///< otherwise its ports are to be allocated
  Place place;
};
struct DraftTrunk {
  Trunk trunk;
  Mention a;
  Mention b;
  bool has_length = false;
  bool has_waves = true;   ///< otherwise its ports are to be allocated
  Place background_place;  ///< where its own share of other traffic is written, if it has one
  Place place;
};
struct DraftPoint {
  Point point;
  Mention node;
  Mention province;
};

/// Entities in the order of their first mention, found by id.
template <class Entity>
class DraftTable {
 public:
  [[nodiscard]] Entity* find(const std::string& id) {
    const auto place = index_.find(id);
    return place == index_.end() ? nullptr : &entities_[place->second];
  }
  [[nodiscard]] const Entity* find(const std::string& id) const {
    const auto place = index_.find(id);
    return place == index_.end() ? nullptr : &entities_[place->second];
  }
  /// The index of an id that is there.
  [[nodiscard]] std::size_t index(const std::string& id) const { return index_.at(id); }
  /// Adds an entity under a new id; false (and nothing done) if the id exists.
  bool add(const std::string& id, Entity entity) {
    if (!index_.try_emplace(id, entities_.size()).second) return false;
    entities_.push_back(std::move(entity));
    return true;
  }
  /// Takes out the entities of these ids; the others keep their order.
  void remove(const std::set<std::string>& gone) {
    std::vector<std::string> id_of(entities_.size());
    for (const auto& [id, index] : index_) id_of[index] = id;
    std::vector<Entity> kept;
    index_.clear();
    for (std::size_t index = 0; index < entities_.size(); ++index) {
      if (gone.contains(id_of[index])) continue;
      index_.emplace(id_of[index], kept.size());
      kept.push_back(std::move(entities_[index]));
    }
    entities_ = std::move(kept);
  }
  /// Some entities could not be read: what seems to be missing here may be one of them, and is no
  /// mistake of who names it.
  void mark_incomplete() { is_complete_ = false; }
  [[nodiscard]] bool is_complete() const { return is_complete_; }
  [[nodiscard]] std::vector<Entity>& all() { return entities_; }
  [[nodiscard]] const std::vector<Entity>& all() const { return entities_; }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> names;
    for (const auto& [name, index] : index_) names.push_back(name);
    return names;
  }

 private:
  std::vector<Entity> entities_;
  std::map<std::string, std::size_t> index_;
  bool is_complete_ = true;
};

/// First and last moment of the run, as civil times that compare as texts; what opens or closes
/// between them does so during the run. Empty: nothing does.
struct RunSpan {
  std::string begins;
  std::string ends;
};
/// Whether something is part of a run, and what changes during it.
struct ServiceDates {
  bool is_part = true;
  ServiceChange opens;
  ServiceChange closes;
};
/// `from` (empty: always) and `until` (empty: for ever) are its dates; `as_of` is the date at which
/// it must be in service if it does not open during the run.
[[nodiscard]] ServiceDates service_dates(const RunSpan& run, const std::string& from,
                                         const std::string& until, const std::string& as_of);

/// National totals by day since 1970: what the pools of another vintage add up to.
struct Vintages {
  DatedSeries racks;
  DatedSeries eflops;
  DatedSeries storage_eb;
  DatedSeries pue;
  DatedSeries ports;
  std::set<std::string> dates;  ///< YYYY-MM-DD of the rows
  bool is_complete = true;      ///< all rows could be read
};

/// How a folder's pools and ports are completed; declared in world.yaml, changed by a scenario.
struct CompletionRules {
  double edge_share = 0;      ///< of every province's pools, for edge pools at its demand cities
  bool local_claims = false;  ///< pools as local sources claim them
  /// Allocation of ports; its total is that of the vintages unless given. Empty: none is made.
  std::optional<PortRules> ports;
  std::optional<std::int64_t> ports_total;
  /// Among whom every cable is divided: it gets at least a wave for each.
  std::int64_t operators = 1;
};

/// One accelerator of a kind.
struct AcceleratorType {
  Flops speed;
  double watts = 0;              ///< its share of the server included; 0 = unknown
  BitsPerSecond memory_rate{0};  ///< 0 = unknown
  BitsPerSecond link_rate{0};    ///< one way; 0 = unknown
  std::string family = {};       ///< what programs are developed for; empty: its own id
};
/// By id.
using AcceleratorTypes = std::map<std::string, AcceleratorType>;
/// The whole world in the making.
struct WorldDraft {
  /// Name, vintage, official totals, profile, rates and delays; its entity tables stay empty.
  World general;
  double detour = 1.6;
  /// Speed of a site's accelerators that names none.
  Flops accelerator_speed{304.4e12};
  double accelerator_watts = 736;
  /// The kinds of the base world's table; empty without one.
  AcceleratorTypes accelerator_types;
  /// Known hubs; empty: any text is a hub.
  std::set<std::string> hubs;
  bool hubs_complete = true;          ///< all of them could be read
  bool accelerators_complete = true;  ///< likewise the kinds of accelerators
  DraftTable<DraftProvince> provinces;
  DraftTable<DraftNode> nodes;
  DraftTable<DraftSite> sites;
  DraftTable<DraftTrunk> trunks;
  std::vector<DraftPoint> points;
  RunSpan run;
  /// Written by the scenario, but not in service during the run.
  std::set<std::string> sites_gone;
  std::set<std::string> trunks_gone;
  /// Paths of removals that took out only what another part of the scenario had added.
  std::set<std::string> idle_removals;
  /// Tables of nodes that sites were read from.
  std::vector<std::string> node_tables;
  Vintages vintages;
  CompletionRules rules;
  /// The date that the tables hold for, YYYY-MM-DD.
  std::string tables_date;
  /// The last date that totals may be projected to, YYYY-MM-DD.
  std::string projected_until;
  /// Trunks that are in service at that date; ports of other vintages follow their number.
  std::int64_t trunks_at_tables_date = 0;
  /// Where the world itself is named, for mistakes of the whole.
  Place place;
};

/// At most so many sites, nodes, trunks and provinces each.
inline constexpr std::size_t kEntitiesMax = 100'000;
/// Routes and latencies are kept for every pair.
inline constexpr std::size_t kNodeSitePairsMax = 2'000'000;
inline constexpr std::size_t kNodePairsMax = 25'000'000;
/// Share of a site's racks with servers that says nothing else: the mean of the clusters of 2024.
inline constexpr double kShelfRateDefault = 0.63;

/// Gives a trunk a speed of its own, and the waves and ports that it takes.
void set_trunk_speed(Trunk& trunk, BitsPerSecond speed, BitsPerSecond line_rate);

/// Empty if `id` may name an entity, otherwise what is wrong with it.
[[nodiscard]] std::string problem_of_id(const std::string& id);

/// Resolves all mentions, derives lengths and demand weights, checks the whole. Mistakes go to
/// `diagnostics`; the world is then not to be used.
[[nodiscard]] World assembled(WorldDraft draft, Diagnostics& diagnostics);

}  // namespace eastwest
