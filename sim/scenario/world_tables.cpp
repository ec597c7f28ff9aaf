// Reads entities row by row; every cell is checked where it stands.
#include "sim/scenario/world_tables.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/site_accelerator.hpp"

namespace eastwest {
namespace {

constexpr double kLargest = CheckedTable::kLargest;
constexpr double kTeraflops = 1e12;
constexpr double kTeraflopsPerEflops = 1e6;
constexpr double kTerabytesPerExabyte = 1e6;
constexpr double kCnyPerBillion = 1e9;
constexpr double kPortsMax = 500'000;

std::int64_t rounded(double value) { return static_cast<std::int64_t>(std::floor(value + 0.5)); }

std::vector<std::string> names_of(const AcceleratorTypes& types) {
  std::vector<std::string> names;
  for (const auto& [name, type] : types) names.push_back(name);
  return names;
}

bool has_role(std::string_view roles, std::string_view wanted) {
  while (!roles.empty()) {
    const std::size_t end = std::min(roles.find(';'), roles.size());
    if (roles.substr(0, end) == wanted) return true;
    roles.remove_prefix(std::min(end + 1, roles.size()));
  }
  return false;
}

/// The columns of what local sources claim, each of which may be missing.
struct ClaimColumns {
  explicit ClaimColumns(CheckedTable& table)
      : eflops(table.optional("local_claim_eflops")),
        scope(table.optional("local_claim_scope")),
        precision(table.optional("local_claim_precision")) {}

  /// The claim of the row; its words are checked.
  [[nodiscard]] LocalClaim read(CheckedTable& table) const {
    LocalClaim claim{table.number_or_none(eflops, 0, 1e9).value_or(0), table.text(scope),
                     table.text(precision)};
    if (!claim.scope.empty()) table.choice(scope, CheckedTable::scopes());
    if (!claim.precision.empty()) table.choice(precision, CheckedTable::precisions());
    if (claim.eflops <= 0 && !(claim.scope.empty() && claim.precision.empty())) {
      table.csv().error(eflops, "a scope or precision is given, but no claim");
    }
    return claim;
  }

  CsvColumn eflops;
  CsvColumn scope;
  CsvColumn precision;
};

}  // namespace

void read_hubs(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  while (table.next()) {
    const std::string hub = table.id(id);
    if (!hub.empty() && !context.draft.hubs.insert(hub).second) {
      table.csv().error(id, fmt::format("hub '{}' stands here twice", hub));
    }
  }
  context.draft.hubs_complete = table.is_complete();
}

void read_provinces(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.needed("name");
  const CsvColumn hub = table.needed("hub");
  const CsvColumn side = table.needed("side");
  const CsvColumn carbon = table.optional("carbon_kg_per_kwh");
  const CsvColumn renewable = table.optional("renewable_share");
  const CsvColumn racks = table.optional("racks_total");
  const CsvColumn eflops = table.optional("ai_eflops_fp16");
  const CsvColumn storage = table.optional("storage_eb");
  while (table.next()) {
    DraftProvince row;
    row.province.id = table.id(id);
    if (row.province.id.empty()) continue;
    row.province.name = table.text(name);
    row.province.hub = table.text(hub).empty() ? "none" : table.text(hub);
    row.province.east = table.choice(side, {"East", "West"}) == 0;
    row.province.carbon_kg_per_kwh = table.number_or_none(carbon, 0, 5).value_or(0);
    row.province.renewable_share = table.number_or_none(renewable, 0, 1).value_or(0);
    row.racks = table.number_or_none(racks, 0, kLargest);
    row.eflops = table.number_or_none(eflops, 0, kLargest);
    row.storage_eb = table.number_or_none(storage, 0, kLargest);
    row.place = place_of(table.csv(), hub);
    const std::string key = row.province.id;
    if (const DraftProvince* first = context.draft.provinces.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.provinces.add(key, std::move(row));
  }
  if (!table.is_complete()) context.draft.provinces.mark_incomplete();
}

void read_cities(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.needed("name");
  const CsvColumn province = table.needed("province");
  const CsvColumn longitude = table.needed("lon_deg");
  const CsvColumn latitude = table.needed("lat_deg");
  const CsvColumn population = table.optional("population");
  const CsvColumn gdp = table.optional("gdp_billion_cny");
  const CsvColumn roles = table.optional("roles");
  const CsvColumn demand = table.needed("demand_weight");
  while (table.next()) {
    DraftNode row;
    Node& node = row.node;
    node.id = table.id(id);
    node.name = table.text(name);
    row.province = table.mention(province);
    row.outside = has_role(table.csv().text(roles), "gateway");
    node.longitude = table.number(longitude, -180, 180);
    node.latitude = table.number(latitude, -90, 90);
    row.has_coordinates = true;
    node.population = table.number_or_none(population, 0, kLargest).value_or(0);
    node.gdp_cny = table.number_or_none(gdp, 0, kLargest).value_or(0) * kCnyPerBillion;
    node.demand_weight = table.number(demand, 0, kLargest);
    row.place = place_of(table.csv(), id);
    if (node.id.empty()) continue;
    const std::string key = node.id;
    if (const DraftNode* first = context.draft.nodes.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.nodes.add(key, std::move(row));
  }
  if (!table.is_complete()) context.draft.nodes.mark_incomplete();
}

void read_accelerators(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn teraflops = table.needed("fp16_tflops");
  const CsvColumn watts = table.optional("it_watts");
  const CsvColumn memory = table.optional("memory_gb_per_s");
  const CsvColumn link = table.optional("link_gb_per_s");
  const CsvColumn family = table.optional("family");
  AcceleratorTypes& types = context.draft.accelerator_types;
  const auto rate = [&](CsvColumn column) {
    constexpr double kBitsPerGigabyte = 8e9;
    return BitsPerSecond(
        rounded(table.number_or_none(column, 0, 1e6).value_or(0) * kBitsPerGigabyte));
  };
  while (table.next()) {
    const std::string name = table.id(id);
    const AcceleratorType type{Flops(table.number(teraflops, 1e-3, 1e9) * kTeraflops),
                               table.number_or_none(watts, 0, 1e6).value_or(0), rate(memory),
                               rate(link), table.text(family)};
    if (name.empty()) continue;
    if (!types.emplace(name, type).second) {
      table.csv().error(id, fmt::format("accelerator '{}' stands here twice", name));
    }
    if (types.size() > 1) continue;
    context.draft.accelerator_speed = type.speed;
    context.draft.accelerator_watts = type.watts;
  }
  context.draft.accelerators_complete = table.is_complete();
}

void read_sites(const std::string& file, TableContext context) {
  const AcceleratorTypes& types = context.draft.accelerator_types;
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.needed("name");
  const CsvColumn kind = table.needed("kind");
  const CsvColumn province = table.needed("province");
  const CsvColumn hub = table.needed("hub");
  const CsvColumn city = table.needed("city");
  const CsvColumn racks = table.needed("racks");
  const CsvColumn eflops = table.needed("ai_eflops_fp16");
  const CsvColumn accelerator = table.needed("accelerator");
  const CsvColumn storage = table.needed("storage_eb");
  const CsvColumn pue = table.needed("pue");
  const CsvColumn price = table.needed("electricity_price_cny_per_kwh");
  const CsvColumn uplink = table.needed("uplink_ports");
  const CsvColumn shelf_rate = table.optional("shelf_rate");
  const CsvColumn in_service = table.optional("in_service");
  const CsvColumn out_of_service = table.optional("out_of_service");
  const ClaimColumns claim(table);
  const std::vector<std::string> known_accelerators = names_of(types);
  while (table.next()) {
    DraftSite row;
    Site& site = row.site;
    site.id = table.id(id);
    site.name = table.text(name);
    constexpr SiteKind kKinds[] = {SiteKind::cluster, SiteKind::city, SiteKind::provincial,
                                   SiteKind::edge};
    site.kind = kKinds[table.choice(kind, {"cluster", "city", "provincial", "edge"})];
    row.province = table.mention(province);
    row.hub = table.mention(hub);
    row.node = table.needed_mention(city);
    site.racks = table.count(racks, 0, kLargest);
    const double site_eflops = table.number(eflops, 0, 1e9);
    const auto type = types.find(table.text(accelerator));
    if (type != types.end()) {
      take_accelerator_type(type->first, type->second, site);
      site.accelerators =
          rounded(site_eflops * kTeraflopsPerEflops / (type->second.speed.value() / kTeraflops));
    } else if (accelerator.valid() && context.draft.accelerators_complete) {
      table.report_unknown(accelerator, "accelerator", known_accelerators);
    }
    site.storage = Terabytes(rounded(table.number(storage, 0, 1e9) * kTerabytesPerExabyte));
    site.pue = Pue::checked(table.number(pue, 1, 10));
    site.electricity_price = CnyPerKwh(table.number(price, 0, 100));
    row.has_uplink = !table.is_empty(uplink);
    if (row.has_uplink) site.uplink_ports = table.count(uplink, 1, kPortsMax);
    site.shelf_rate = table.number_or_none(shelf_rate, 0, 1).value_or(kShelfRateDefault);
    site.claim = claim.read(table);
    row.place = place_of(table.csv(), id);
    site.in_service = table.text(in_service);
    const ServiceDates dates = table.service(in_service, out_of_service);
    site.opens = dates.opens;
    site.closes = dates.closes;
    if (site.id.empty() || !dates.is_part) continue;
    const std::string key = site.id;
    if (const DraftSite* first = context.draft.sites.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.sites.add(key, std::move(row));
  }
  if (!table.is_complete()) context.draft.sites.mark_incomplete();
}

void read_trunks(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.optional("name");
  const CsvColumn a = table.needed("a");
  const CsvColumn b = table.needed("b");
  const CsvColumn length = table.needed("length_km");
  const CsvColumn corridor = table.optional("corridor");
  const CsvColumn operator_name = table.optional("operator");
  const CsvColumn in_service = table.optional("in_service");
  const CsvColumn out_of_service = table.optional("out_of_service");
  const CsvColumn waves = table.needed("waves");
  const CsvColumn ports = table.optional("ports_400g");
  while (table.next()) {
    DraftTrunk row;
    Trunk& trunk = row.trunk;
    trunk.id = table.id(id);
    trunk.name = table.text(name).empty() ? trunk.id : table.text(name);
    row.a = table.needed_mention(a);
    row.b = table.needed_mention(b);
    const std::optional<double> kilometres = table.number_or_none(length, 0, 50'000);
    row.has_length = kilometres.has_value();
    trunk.length = Kilometres(kilometres.value_or(0));
    trunk.corridor = table.text(corridor);
    trunk.operator_name = table.text(operator_name);
    row.has_waves = !table.is_empty(waves);
    if (row.has_waves) trunk.waves = table.count(waves, 1, kPortsMax);
    const std::int64_t both_ends = 2 * trunk.waves;
    trunk.ports = both_ends;
    if (!table.is_empty(ports)) {
      trunk.ports = table.count(ports, static_cast<double>(both_ends), kLargest);
      if (!row.has_waves) table.csv().error(waves, "ports are given, but no waves");
    }
    row.place = place_of(table.csv(), id);
    trunk.in_service = table.text(in_service);
    const ServiceDates dates = table.service(in_service, out_of_service);
    trunk.opens = dates.opens;
    trunk.closes = dates.closes;
    if (table.in_service_at(context.draft.tables_date, in_service, out_of_service)) {
      ++context.draft.trunks_at_tables_date;
    }
    if (trunk.id.empty() || !dates.is_part) continue;
    const std::string key = trunk.id;
    if (const DraftTrunk* first = context.draft.trunks.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.trunks.add(key, std::move(row));
  }
  if (!table.is_complete()) context.draft.trunks.mark_incomplete();
}

void read_daily_profile(const std::string& file, TableContext context) {
  constexpr std::size_t kHours = 24;
  CheckedTable table(file, context);
  const CsvColumn hour = table.needed("hour");
  const CsvColumn training = table.needed("training_submit");
  DailyProfile profile(kHours, -1);
  double total = 0;
  std::size_t rows = 0;
  const std::size_t errors_before = context.diagnostics.error_count();
  while (table.next()) {
    const auto at = static_cast<std::size_t>(table.count(hour, 0, kHours - 1));
    const double value = table.number(training, 0, kLargest);
    if (profile[at] >= 0 && hour.valid()) {
      table.csv().error(hour, fmt::format("hour {} stands here twice", at));
    }
    profile[at] = value;
    total += value;
    ++rows;
  }
  if (context.diagnostics.error_count() > errors_before) return;
  if (rows != kHours || total <= 0) {
    add_error(context.diagnostics, {Position{file, 0, 0}, {}, {}},
              "the profile must have 24 hours, not all of them 0");
    return;
  }
  for (double& value : profile) value = value / total * static_cast<double>(kHours);
  context.draft.general.training_profile = std::move(profile);
}

}  // namespace eastwest
