// Declares and reads pools of storage and named data sets; sites and nodes are found by name.
#include "sim/scenario/data_plan_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr double kBytesMax = 9e18;     // of one set
constexpr double kCapacityMax = 1e24;  // of one pool
constexpr double kRateMax = 1e18;
constexpr double kTerabyte = 1e12;

Schema pool_schema() {
  return {{.name = "capacity",
           .kind = ParameterKind::quantity,
           .help = "what it holds; absent: see share",
           .dimension = Dimension::bytes,
           .minimum = 0,
           .maximum = kCapacityMax},
          {.name = "share",
           .kind = ParameterKind::quantity,
           .help = "instead of a capacity: share of the site's storage in the world; absent: the "
                   "site has no such pool",
           .dimension = Dimension::fraction,
           .minimum = 0,
           .maximum = 1},
          {.name = "monthly_price",
           .kind = ParameterKind::quantity,
           .help = "of what it holds or has promised room, for 30 days; absent: free",
           .dimension = Dimension::transfer_price,
           .minimum = 0,
           .maximum = 1e6},
          {.name = "ingest",
           .kind = ParameterKind::quantity,
           .help = "it takes in no more than this; absent: no limit",
           .dimension = Dimension::bit_rate,
           .minimum = 1,
           .maximum = kRateMax},
          {.name = "streams",
           .kind = ParameterKind::count,
           .help = "with ingest: so many transfers at a time, each at ingest / streams at most, "
                   "the others wait; absent: 1",
           .minimum = 1,
           .maximum = 1e6}};
}

Parameter pool(const char* name, const char* help) {
  return {.name = name, .kind = ParameterKind::group, .help = help, .group = pool_schema()};
}

Schema storage_schema() {
  return {
      pool("hot", "of every site: where jobs read, and what is staged is kept"),
      pool("cold", "of every site: what is archived"),
      {.name = "sites",
       .kind = ParameterKind::named,
       .help = "pools of single sites by id; keys that are given come before those of all sites",
       .group = {pool("hot", "its hot pool"), pool("cold", "its cold pool")}},
      {.name = "cache",
       .kind = ParameterKind::model,
       .help = "which copy in a hot pool makes room for another",
       .fallback = "lru",
       .family = "cache"},
      {.name = "replication",
       .kind = ParameterKind::model,
       .help = "what is kept of what is staged, and which copies are made besides",
       .fallback = "on-demand",
       .family = "replication"}};
}

Schema set_schema() {
  return {{.name = "size",
           .kind = ParameterKind::quantity,
           .help = "all of it is moved, and stored",
           .dimension = Dimension::bytes,
           .required = true,
           .minimum = 1,
           .maximum = kBytesMax},
          {.name = "at",
           .kind = ParameterKind::texts,
           .help = "nodes where its owners have it; these copies stay"},
          {.name = "hot",
           .kind = ParameterKind::texts,
           .help = "sites whose hot pool has it at the start"},
          {.name = "cold",
           .kind = ParameterKind::texts,
           .help = "sites whose cold pool has it at the start"},
          {.name = "pinned",
           .kind = ParameterKind::boolean,
           .help = "the copies under hot are never evicted; absent: false"}};
}

class DataPlanReader {
 public:
  DataPlanReader(const YamlNode& document, const World& world, Diagnostics& diagnostics)
      : document_(document), world_(world), diagnostics_(diagnostics) {}

  DataPlan read(const Parameters& keys) {
    DataPlan plan;
    if (!keys.has("storage") && !keys.has("datasets")) return plan;
    plan.sites.resize(world_.sites.size());
    if (keys.has("storage")) read_storage(keys.group("storage"), plan);
    if (keys.has("datasets")) {
      for (const auto& [name, entry] : keys.named("datasets")) read_set(name, *entry, plan);
    }
    check_capacities(plan);
    return plan;
  }

  /// The sets that workloads name, and what they need of the plan.
  void check_workloads(const Scenario& scenario, const DataPlan& plan) {
    for (const WorkloadChoice& workload : scenario.workloads) {
      const Parameters& keys = workload.model.parameters;
      const Path path = {"workload", workload.name};
      const bool is_archive = workload.model.name == "archive";
      if (is_archive &&
          std::none_of(plan.sites.begin(), plan.sites.end(),
                       [](const SiteStorage& site) { return site.cold.capacity > 0; })) {
        report(path, "no site has a cold pool to archive in",
               "write storage: {cold: {share: 10 %}}, or a capacity for single sites");
      }
      if (!keys.has("data")) continue;
      const std::vector<std::string>& names = keys.texts("data");
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (!plan.find(names[i]).valid()) report_set(below(path, "data"), i, names[i], plan);
      }
    }
  }

 private:
  using Path = std::vector<std::string>;

  void report(const Path& path, std::string message, std::string hint = {}) {
    const auto& [node, text] = node_at(path);
    add_error(diagnostics_, *node, text, std::move(message), std::move(hint));
  }
  /// About item `index` of the list at `path`.
  void report_item(const Path& path, std::size_t index, std::string message, std::string hint) {
    const auto& [node, text] = node_at(path);
    const bool has_item = node->is_sequence() && index < node->items().size();
    add_error(diagnostics_, has_item ? node->items()[index] : *node,
              fmt::format("{}[{}]", text, index), std::move(message), std::move(hint));
  }
  void report_set(const Path& path, std::size_t index, const std::string& name,
                  const DataPlan& plan) {
    std::vector<std::string> known;
    for (const DataSet& set : plan.sets) known.push_back(set.name);
    report_item(path, index, fmt::format("there is no data set {}", quoted_excerpt(name)),
                known.empty() ? "declare it: datasets: {NAME: {size: 1 TB, at: [NODE]}}"
                              : name_hint(name, known, "data sets"));
  }
  /// The node of `path`, or the innermost one above it that is written; and the path as text.
  [[nodiscard]] std::pair<const YamlNode*, std::string> node_at(const Path& path) const {
    const YamlNode* node = &document_;
    std::string text;
    for (const std::string& key : path) {
      text = join_path(text, key);
      if (const YamlNode* next = node->find(key)) node = next;
    }
    return {node, text};
  }
  static Path below(Path path, const std::string& key) {
    path.push_back(key);
    return path;
  }

  void read_storage(const Parameters& storage, DataPlan& plan) {
    if (storage.has("cache")) plan.cache = storage.model("cache");
    if (storage.has("replication")) plan.replication = storage.model("replication");
    for (const char* kind : {"hot", "cold"}) {
      if (!storage.has(kind)) continue;
      const Parameters& keys = storage.group(kind);
      check_pool(keys, {"storage", kind}, keys);
      for (std::size_t i = 0; i < plan.sites.size(); ++i) {
        take_pool(keys, world_.sites[i], pool_of(plan.sites[i], kind));
      }
    }
    if (!storage.has("sites")) return;
    for (const auto& [name, entry] : storage.named("sites")) {
      const auto site = find(world_.sites, name);
      if (!site) {
        report({"storage", "sites", name}, fmt::format("there is no site {}", quoted_excerpt(name)),
               name_hint(name, ids_of(world_.sites), "sites"));
      }
      for (const char* kind : {"hot", "cold"}) {
        if (!entry->has(kind)) continue;
        const Parameters& keys = entry->group(kind);
        const Parameters& all = storage.has(kind) ? storage.group(kind) : keys;
        check_pool(keys, {"storage", "sites", name, kind}, all);
        if (site) take_pool(keys, world_.sites[*site], pool_of(plan.sites[*site], kind));
      }
    }
  }

  static StoragePool& pool_of(SiteStorage& site, std::string_view kind) {
    return kind == "hot" ? site.hot : site.cold;
  }

  /// `all`: what holds for the sites that say nothing.
  void check_pool(const Parameters& keys, const Path& path, const Parameters& all) {
    if (keys.has("capacity") && keys.has("share")) {
      report(below(path, "share"), "capacity and share are both given", "keep one of them");
    }
    const bool has_size =
        keys.has("capacity") || keys.has("share") || all.has("capacity") || all.has("share");
    if (!has_size) {
      report(path, "nothing says how much this pool holds",
             "write capacity: 10 PB, or share: 10 % of the site's storage in the world");
    }
    if (keys.has("streams") && !keys.has("ingest") && !all.has("ingest")) {
      report(below(path, "streams"), "streams share an ingest rate, and there is none",
             "write ingest: 400 Gb/s, or leave streams out");
    }
  }

  static void take_pool(const Parameters& keys, const Site& site, StoragePool& pool) {
    if (keys.has("capacity")) {
      pool.capacity = static_cast<StoredBytes>(std::floor(keys.number("capacity")));
      pool.is_share = false;
    }
    if (keys.has("share")) {
      const double storage = static_cast<double>(site.storage.value()) * kTerabyte;
      pool.capacity = static_cast<StoredBytes>(std::floor(keys.number("share") * storage));
      pool.is_share = true;
    }
    if (keys.has("monthly_price")) pool.monthly_price = keys.number("monthly_price");
    if (keys.has("ingest")) pool.ingest = keys.bit_rate("ingest");
    if (keys.has("streams")) pool.streams = keys.count("streams");
  }

  void read_set(const std::string& name, const Parameters& keys, DataPlan& plan) {
    const Path path = {"datasets", name};
    if (!keys.has("size")) return;
    DataSet set{.name = name, .size = keys.bytes("size")};
    if (name.find(';') != std::string::npos) {
      report(path, "a name of a data set has no ';'", "tables of jobs put it between two names");
    }
    for (const std::size_t node : find_all(keys, path, "at", world_.nodes, "nodes")) {
      set.places.push_back(NodeId(node));
    }
    for (const std::size_t site : find_all(keys, path, "hot", world_.sites, "sites")) {
      set.hot.push_back(SiteId(site));
    }
    for (const std::size_t site : find_all(keys, path, "cold", world_.sites, "sites")) {
      set.cold.push_back(SiteId(site));
      if (std::binary_search(set.hot.begin(), set.hot.end(), SiteId(site))) {
        report(below(path, "cold"),
               fmt::format("'{}' has it under hot, too", world_.sites[site].id),
               "a site has one copy of a set");
      }
    }
    if (!keys.has("at") && !keys.has("hot") && !keys.has("cold")) {
      report(path, "there is no copy of it anywhere", "write at: [NODE], where its owners have it");
    }
    set.is_pinned = keys.has("pinned") && keys.boolean("pinned");
    if (set.is_pinned && set.hot.empty()) {
      report(below(path, "pinned"), "no site has it in its hot pool: nothing to pin",
             "write hot: [SITE], or leave pinned out");
    }
    plan.sets.push_back(std::move(set));
  }

  template <class Thing>
  static std::optional<std::size_t> find(const std::vector<Thing>& things, const std::string& id) {
    const auto found = std::find_if(things.begin(), things.end(),
                                    [&](const Thing& thing) { return thing.id == id; });
    if (found == things.end()) return std::nullopt;
    return static_cast<std::size_t>(found - things.begin());
  }
  template <class Thing>
  static std::vector<std::string> ids_of(const std::vector<Thing>& things) {
    std::vector<std::string> ids;
    ids.reserve(things.size());
    for (const Thing& thing : things) ids.push_back(thing.id);
    return ids;
  }

  /// The things that the list `key` names, in their own order, each once.
  template <class Thing>
  std::vector<std::size_t> find_all(const Parameters& keys, const Path& path, const char* key,
                                    const std::vector<Thing>& things, const char* plural) {
    std::vector<std::size_t> found;
    if (!keys.has(key)) return found;
    const std::vector<std::string>& names = keys.texts(key);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto index = find(things, names[i]);
      if (!index) {
        report_item(
            below(path, key), i,
            fmt::format("the world has no {} among its {}", quoted_excerpt(names[i]), plural),
            name_hint(names[i], ids_of(things), plural));
      } else if (std::find(found.begin(), found.end(), *index) != found.end()) {
        report_item(below(path, key), i, fmt::format("'{}' stands here twice", names[i]), {});
      } else {
        found.push_back(*index);
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void check_capacities(const DataPlan& plan) {
    for (const PoolKind kind : {PoolKind::hot, PoolKind::cold}) {
      std::vector<StoredBytes> sums(plan.sites.size());
      for (const DataSet& set : plan.sets) {
        for (const SiteId site : kind == PoolKind::hot ? set.hot : set.cold) {
          const StoredBytes capacity = plan.pool(site, kind).capacity;
          const StoredBytes before = sums[site.index()];
          sums[site.index()] += set.size.value();
          if (before > capacity || sums[site.index()] <= capacity) continue;
          report({"datasets", set.name, to_text(kind)},
                 fmt::format("with it the {} pool of '{}' holds {}, its capacity is {}",
                             to_text(kind), world_.sites[site.index()].id,
                             to_text(static_cast<double>(sums[site.index()]), Dimension::bytes),
                             to_text(static_cast<double>(capacity), Dimension::bytes)),
                 fmt::format("write storage: {{sites: {{{}: {{{}: {{capacity: …}}}}}}}}",
                             world_.sites[site.index()].id, to_text(kind)));
        }
      }
    }
  }

  const YamlNode& document_;
  const World& world_;
  Diagnostics& diagnostics_;
};

}  // namespace

Schema data_plan_schema() {
  return {{.name = "storage",
           .kind = ParameterKind::group,
           .help = "hot and cold pools of the sites, and what becomes of copies in them; absent: "
                   "nothing is kept",
           .group = storage_schema()},
          {.name = "datasets",
           .kind = ParameterKind::named,
           .help = "data that jobs name, by a name of your choice: {imagenet: {size: 1 TB, at: "
                   "[beijing]}}",
           .group = set_schema()}};
}

DataPlan read_data_plan(const Parameters& keys, const YamlNode& document, const World& world,
                        const Scenario& scenario, Diagnostics& diagnostics) {
  DataPlanReader reader(document, world, diagnostics);
  DataPlan plan = reader.read(keys);
  reader.check_workloads(scenario, plan);
  return plan;
}

}  // namespace eastwest
