// Each step works on the draft, because a scenario may still change what comes out.
#include "sim/scenario/world_completion.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/world/apportionment.hpp"
#include "sim/world/scale.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;
constexpr double kTerabytesPerExabyte = 1e6;
constexpr std::int64_t kUplinkOfEdge = 2;

std::int64_t rounded(double value) { return static_cast<std::int64_t>(std::floor(value + 0.5)); }

double flops(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value();
}

/// In service at the draft's date; otherwise it opens during the run and keeps its own figures.
bool is_there(const DraftSite& entry) { return entry.site.opens.empty(); }

template <class Figure>
double sum_over(const WorldDraft& draft, const Figure& figure) {
  double sum = 0;
  for (const DraftSite& entry : draft.sites.all()) {
    if (is_there(entry)) sum += figure(entry.site);
  }
  return sum;
}

/// The province's column in provinces.csv against its sites.
void warn_of_sums(WorldDraft& draft, Diagnostics& diagnostics) {
  constexpr double kTolerance = 0.01;
  for (const DraftProvince& entry : draft.provinces.all()) {
    double racks = 0;
    double computing = 0;
    double storage = 0;
    for (const DraftSite& site : draft.sites.all()) {
      if (site.province.id != entry.province.id || !is_there(site)) continue;
      racks += static_cast<double>(site.site.racks);
      computing += flops(site.site) / kFlopsPerEflops;
      storage += static_cast<double>(site.site.storage.value()) / kTerabytesPerExabyte;
    }
    const auto compare = [&](const std::optional<double>& said, double sum, const char* what) {
      if (!said || std::fabs(*said - sum) <= kTolerance) return;
      add_warning(
          diagnostics, entry.place,
          fmt::format("province '{}' has {} {}, its sites add up to {:.2f}; the sites count",
                      entry.province.id, shortest(*said), what, sum));
    };
    compare(entry.racks, racks, "racks");
    compare(entry.eflops, computing, "EFLOPS");
    compare(entry.storage_eb, storage, "EB of storage");
  }
}

/// Replaces one whole-numbered figure of all sites by its share of `wanted` / sum.
void scale_figure(WorldDraft& draft, double factor,
                  const std::function<std::int64_t(const Site&)>& get,
                  const std::function<void(Site&, std::int64_t)>& set) {
  if (factor <= 0 || !std::isfinite(factor)) return;
  std::vector<std::int64_t> parts;
  std::vector<Site*> sites;
  for (DraftSite& entry : draft.sites.all()) {
    if (!is_there(entry)) continue;
    parts.push_back(get(entry.site));
    sites.push_back(&entry.site);
  }
  const std::vector<std::int64_t> scaled_parts = scaled_by_largest_remainder(parts, factor);
  for (std::size_t i = 0; i < sites.size(); ++i) set(*sites[i], scaled_parts[i]);
}

void shift_pue(WorldDraft& draft, double wanted) {
  const double racks =
      sum_over(draft, [](const Site& site) { return static_cast<double>(site.racks); });
  if (racks <= 0) return;
  const double mean = sum_over(draft,
                               [](const Site& site) {
                                 return site.pue.value() * static_cast<double>(site.racks);
                               }) /
                      racks;
  for (DraftSite& entry : draft.sites.all()) {
    entry.site.pue = Pue::checked(std::clamp(entry.site.pue.value() + wanted - mean, 1.0, 10.0));
  }
}

void scale_to_vintage(WorldDraft& draft, std::int64_t day) {
  const Vintages& vintages = draft.vintages;
  if (const auto computing = vintages.eflops.at(day)) {
    const double factor = *computing * kFlopsPerEflops / sum_over(draft, flops);
    scale_figure(
        draft, factor, [](const Site& site) { return site.accelerators; },
        [](Site& site, std::int64_t value) { site.accelerators = value; });
    for (DraftSite& entry : draft.sites.all()) entry.site.claim.eflops *= factor;
  }
  if (const auto racks = vintages.racks.at(day)) {
    const auto count = [](const Site& site) { return site.racks; };
    const double sum = sum_over(draft, [](const Site& s) { return static_cast<double>(s.racks); });
    scale_figure(draft, *racks / sum, count,
                 [](Site& site, std::int64_t value) { site.racks = value; });
  }
  if (const auto storage = vintages.storage_eb.at(day)) {
    const double sum =
        sum_over(draft, [](const Site& s) { return static_cast<double>(s.storage.value()); });
    scale_figure(
        draft, *storage * kTerabytesPerExabyte / sum,
        [](const Site& site) { return site.storage.value(); },
        [](Site& site, std::int64_t value) { site.storage = Terabytes(value); });
  }
  if (const auto pue = vintages.pue.at(day)) shift_pue(draft, *pue);
}

/// Claims that do not speak of intelligent computing in FP16 are left out, and told.
void take_local_claims(WorldDraft& draft, Diagnostics& diagnostics) {
  std::string left_out;
  for (DraftSite& entry : draft.sites.all()) {
    Site& site = entry.site;
    if (site.claim.eflops <= 0) continue;
    const double eflops = comparable_claim(site);
    if (eflops > 0) {
      site.accelerators = rounded(eflops * kFlopsPerEflops / site.accelerator_speed.value());
      continue;
    }
    const auto stated = [](const std::string& word) { return word.empty() ? "not stated" : word; };
    left_out += fmt::format("{}{} (scope {}, precision {})", left_out.empty() ? "" : ", ", site.id,
                            stated(site.claim.scope), stated(site.claim.precision));
  }
  if (left_out.empty()) return;
  add_warning(diagnostics, draft.place,
              fmt::format("allocation local_claims leaves out what is claimed for {}: only claims "
                          "of intelligent computing in FP16 compare",
                          left_out));
}

/// What is taken out of a province's pool.
struct Carved {
  std::int64_t accelerators = 0;
  std::int64_t racks = 0;
  std::int64_t terabytes = 0;
};

/// `share` of what all sites of the province have, as far as its pool has it.
Carved carved_from(const WorldDraft& draft, const DraftSite& pool, double share) {
  double computing = 0;
  std::int64_t racks = 0;
  std::int64_t terabytes = 0;
  for (const DraftSite& entry : draft.sites.all()) {
    if (entry.province.id != pool.province.id || !is_there(entry)) continue;
    computing += flops(entry.site);
    racks += entry.site.racks;
    terabytes += entry.site.storage.value();
  }
  const auto part = [&](double whole, std::int64_t there) {
    return std::min(there, rounded(share * whole));
  };
  return {part(computing / pool.site.accelerator_speed.value(), pool.site.accelerators),
          part(static_cast<double>(racks), pool.site.racks),
          part(static_cast<double>(terabytes), pool.site.storage.value())};
}

DraftSite edge_of(const DraftNode& city, const DraftSite& pool) {
  DraftSite edge = pool;
  edge.site.id = city.node.id + "-edge";
  edge.site.name = city.node.name + " edge";
  edge.site.kind = SiteKind::edge;
  edge.site.claim = {};
  edge.site.in_service.clear();
  edge.site.uplink_ports = kUplinkOfEdge;
  edge.node = {city.node.id, city.place};
  edge.place = city.place;
  return edge;
}

/// Edge pools of one province, out of its first provincial pool.
void carve_province(WorldDraft& draft, const std::string& province) {
  std::vector<const DraftNode*> cities;
  std::vector<double> weights;
  for (const DraftNode& city : draft.nodes.all()) {
    if (city.province.id != province || city.node.demand_weight <= 0) continue;
    if (draft.sites.find(city.node.id + "-edge") != nullptr) continue;
    cities.push_back(&city);
    weights.push_back(city.node.demand_weight);
  }
  const auto pool =
      std::find_if(draft.sites.all().begin(), draft.sites.all().end(), [&](const DraftSite& entry) {
        return entry.province.id == province && entry.site.kind == SiteKind::provincial &&
               is_there(entry);
      });
  if (cities.empty() || pool == draft.sites.all().end()) return;
  const Carved carved = carved_from(draft, *pool, draft.rules.edge_share);
  const auto accelerators = apportioned(carved.accelerators, weights);
  const auto racks = apportioned(carved.racks, weights);
  const auto terabytes = apportioned(carved.terabytes, weights);
  pool->site.accelerators -= carved.accelerators;
  pool->site.racks -= carved.racks;
  pool->site.storage -= Terabytes(carved.terabytes);
  std::vector<DraftSite> edges;
  for (std::size_t i = 0; i < cities.size(); ++i) {
    DraftSite edge = edge_of(*cities[i], *pool);
    edge.site.accelerators = accelerators[i];
    edge.site.racks = racks[i];
    edge.site.storage = Terabytes(terabytes[i]);
    edges.push_back(std::move(edge));
  }
  for (DraftSite& edge : edges) {
    const std::string id = edge.site.id;
    draft.sites.add(id, std::move(edge));
  }
}

/// Total of the ports at the draft's date: as given, as published for the date, or that of the
/// tables by the number of trunks in service.
std::optional<std::int64_t> ports_total(const WorldDraft& draft) {
  if (draft.rules.ports_total) return draft.rules.ports_total;
  const auto then = draft.vintages.ports.at(day_of(draft.tables_date));
  if (!then || draft.trunks_at_tables_date == 0) return std::nullopt;
  const auto now = static_cast<double>(draft.trunks.all().size());
  return rounded(*then * now / static_cast<double>(draft.trunks_at_tables_date));
}

/// What has no ports and no rule that gives it some.
void report_no_ports(const WorldDraft& draft, Diagnostics& diagnostics) {
  const char* hint = "write the number, or declare ports: {…} in world.yaml";
  for (const DraftTrunk& entry : draft.trunks.all()) {
    if (entry.has_waves) continue;
    add_error(diagnostics, entry.place, fmt::format("trunk '{}' has no waves", entry.trunk.id),
              hint);
  }
  for (const DraftSite& entry : draft.sites.all()) {
    if (entry.has_uplink) continue;
    add_error(diagnostics, entry.place, fmt::format("site '{}' has no uplink ports", entry.site.id),
              hint);
  }
}

/// Ports for everything in the draft.
void allocate_all(WorldDraft& draft, Diagnostics& diagnostics) {
  GivenPorts given;
  for (const DraftTrunk& entry : draft.trunks.all()) given.trunks.push_back(entry.has_waves);
  for (const DraftSite& entry : draft.sites.all()) given.sites.push_back(entry.has_uplink);
  const auto all_true = [](const std::vector<bool>& flags) {
    return std::find(flags.begin(), flags.end(), false) == flags.end();
  };
  if (all_true(given.trunks) && all_true(given.sites)) return;
  if (!draft.rules.ports) return report_no_ports(draft, diagnostics);
  const std::optional<std::int64_t> total = ports_total(draft);
  if (!total) {
    add_error(diagnostics, draft.place, "there is no number of ports to allocate",
              "give ports.total, or a table of vintages with ports_400g");
    return;
  }
  Diagnostics ignored;  // the same mistakes are found, and reported, when the whole is assembled
  World world = assembled(draft, ignored);
  if (ignored.has_errors()) return;
  PortRules rules = *draft.rules.ports;
  rules.total = *total;
  rules.waves_least = std::max(rules.waves_least, draft.rules.operators);
  if (const std::string problem = allocate_ports(world, rules, given); !problem.empty()) {
    add_error(diagnostics, draft.place, problem, "raise ports.total, or take cables out");
    return;
  }
  for (std::size_t i = 0; i < world.trunks.size(); ++i) {
    DraftTrunk& entry = draft.trunks.all()[i];
    entry.trunk.waves = world.trunks[i].waves;
    entry.trunk.ports = world.trunks[i].ports;
    entry.has_waves = true;
  }
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    DraftSite& entry = draft.sites.all()[i];
    entry.site.uplink_ports = world.sites[i].uplink_ports;
    entry.has_uplink = true;
  }
}

/// Takes ports that `other` has for what is in both.
void take_ports(WorldDraft& draft, const WorldDraft& other) {
  for (DraftTrunk& entry : draft.trunks.all()) {
    const DraftTrunk* found = other.trunks.find(entry.trunk.id);
    if (entry.has_waves || found == nullptr) continue;
    entry.trunk.waves = found->trunk.waves;
    entry.trunk.ports = found->trunk.ports;
    entry.has_waves = found->has_waves;
  }
  for (DraftSite& entry : draft.sites.all()) {
    const DraftSite* found = other.sites.find(entry.site.id);
    if (entry.has_uplink || found == nullptr) continue;
    entry.site.uplink_ports = found->site.uplink_ports;
    entry.has_uplink = found->has_uplink;
  }
}

/// What is in service at the date shares that date's total; what opens during the run gets what it
/// would have if it were there, and the others keep theirs.
void allocate(WorldDraft& draft, Diagnostics& diagnostics) {
  std::set<std::string> later_trunks;
  std::set<std::string> later_sites;
  for (const DraftTrunk& entry : draft.trunks.all()) {
    if (!entry.trunk.opens.empty()) later_trunks.insert(entry.trunk.id);
  }
  for (const DraftSite& entry : draft.sites.all()) {
    if (!is_there(entry)) later_sites.insert(entry.site.id);
  }
  if (later_trunks.empty() && later_sites.empty()) return allocate_all(draft, diagnostics);
  WorldDraft now = draft;
  now.trunks.remove(later_trunks);
  now.sites.remove(later_sites);
  allocate_all(now, diagnostics);
  if (diagnostics.has_errors()) return;
  WorldDraft later = draft;
  allocate_all(later, diagnostics);
  take_ports(draft, now);
  take_ports(draft, later);
}

}  // namespace

std::int64_t day_of(const std::string& date) {
  constexpr std::int64_t kSecondsPerDay = 86'400;
  const std::optional<CivilTime> time = read_civil_time(date);
  return time ? to_epoch_seconds(*time) / kSecondsPerDay : 0;
}

void complete(WorldDraft& draft, Diagnostics& diagnostics) {
  if (draft.general.as_of == draft.tables_date) {
    warn_of_sums(draft, diagnostics);
  } else {
    scale_to_vintage(draft, day_of(draft.general.as_of));
  }
  if (draft.rules.local_claims) take_local_claims(draft, diagnostics);
  if (draft.rules.edge_share > 0) {
    for (const DraftProvince& entry : draft.provinces.all()) {
      carve_province(draft, entry.province.id);
    }
  }
  allocate(draft, diagnostics);
}

}  // namespace eastwest
