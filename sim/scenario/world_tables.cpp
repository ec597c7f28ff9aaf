// Reads entities row by row; every cell is checked where it stands.
#include "sim/scenario/world_tables.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {
namespace {

constexpr double kLargest = 1e15;
constexpr double kTeraflops = 1e12;
constexpr double kTeraflopsPerEflops = 1e6;
constexpr double kTerabytesPerExabyte = 1e6;
constexpr double kCnyPerBillion = 1e9;
constexpr double kPortsMax = 500'000;

/// A table that is open, with checked ways to read a cell.
class Table {
 public:
  Table(const std::string& file, TableContext context)
      : context_(context), csv_(file, context.diagnostics) {}

  /// False at the end, and after too many rows.
  bool next() {
    if (!csv_.next()) return false;
    if (++rows_ <= kEntitiesMax) return true;
    csv_.error(CsvColumn{0}, fmt::format("more than {} rows; the rest is not read", kEntitiesMax));
    return false;
  }
  CsvReader& csv() { return csv_; }
  CsvColumn needed(std::string_view name) { return csv_.required_column(name); }
  CsvColumn optional(std::string_view name) { return csv_.column(name); }

  /// The row's id; empty (and reported) if it may not be one.
  std::string id(CsvColumn column) {
    std::string text(csv_.text(column));
    if (const std::string problem = problem_of_id(text); !problem.empty()) {
      if (column.valid()) csv_.error(column, problem);
      return {};
    }
    return text;
  }
  void report_duplicate(CsvColumn column, const std::string& id, const Place& first) {
    csv_.error(column, fmt::format("'{}' stands in line {} already", id, first.position.line),
               "every row needs its own id");
  }
  void report_unknown(CsvColumn column, const char* noun, const std::vector<std::string>& known) {
    // Beyond the mistakes that are kept, nobody reads the hint, which takes its time.
    const bool is_kept = context_.diagnostics.error_count() < Diagnostics::kKeptMax;
    csv_.error(column, fmt::format("there is no {} '{}'", noun, text(column)),
               is_kept ? name_hint(text(column), known, fmt::format("{}s", noun)) : std::string{});
  }
  std::string text(CsvColumn column) const { return std::string(csv_.text(column)); }
  Mention mention(CsvColumn column) { return {text(column), place_of(csv_, column)}; }

  /// A mention that must not be empty.
  Mention needed_mention(CsvColumn column) {
    if (column.valid() && csv_.text(column).empty()) csv_.error(column, "the cell is empty");
    return mention(column);
  }
  double number(CsvColumn column, double minimum, double maximum) {
    const std::optional<double> value = csv_.number(column);
    if (!value || !in_range(column, *value, minimum, maximum)) return minimum;
    return *value;
  }
  /// The same; an empty cell (or no such column) gives nothing.
  std::optional<double> number_or_none(CsvColumn column, double minimum, double maximum) {
    if (csv_.text(column).empty()) return std::nullopt;
    return number(column, minimum, maximum);
  }
  std::int64_t count(CsvColumn column, double minimum, double maximum) {
    const std::optional<std::int64_t> value = csv_.integer(column);
    if (!value || !in_range(column, static_cast<double>(*value), minimum, maximum)) {
      return static_cast<std::int64_t>(minimum);
    }
    return *value;
  }
  /// The rank of a cell's word among `choices`; 0 after a mistake.
  std::size_t choice(CsvColumn column, const std::vector<std::string>& choices) {
    const std::string word = text(column);
    const auto found = std::find(choices.begin(), choices.end(), word);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    if (column.valid()) {
      csv_.error(column, fmt::format("'{}' is not allowed here", word),
                 fmt::format("one of {}", fmt::join(choices, ", ")));
    }
    return 0;
  }
  /// Whether the row is in service at the vintage; an empty cell means always.
  bool in_service(CsvColumn column) {
    const std::string date = text(column);
    if (date.empty()) return true;
    if (date.size() != std::string_view("2025-06-30").size() || !read_civil_time(date)) {
      csv_.error(column, fmt::format("'{}' is not a date", date), "write YYYY-MM-DD");
      return true;
    }
    return date <= context_.as_of;
  }

 private:
  bool in_range(CsvColumn column, double value, double minimum, double maximum) {
    if (value >= minimum && value <= maximum) return true;
    csv_.error(column, fmt::format("{} is out of range", shortest(value)),
               maximum >= kLargest
                   ? fmt::format("at least {}", shortest(minimum))
                   : fmt::format("from {} to {}", shortest(minimum), shortest(maximum)));
    return false;
  }

  TableContext context_;
  CsvReader csv_;
  std::size_t rows_ = 0;
};

std::int64_t rounded(double value) { return static_cast<std::int64_t>(std::floor(value + 0.5)); }

std::vector<std::string> names_of(const AcceleratorSpeeds& speeds) {
  std::vector<std::string> names;
  for (const auto& [name, speed] : speeds) names.push_back(name);
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

}  // namespace

void read_hubs(const std::string& file, TableContext context) {
  Table table(file, context);
  const CsvColumn id = table.needed("id");
  while (table.next()) {
    const std::string hub = table.id(id);
    if (!hub.empty() && !context.draft.hubs.insert(hub).second) {
      table.csv().error(id, fmt::format("hub '{}' stands here twice", hub));
    }
  }
}

void read_provinces(const std::string& file, TableContext context) {
  Table table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.needed("name");
  const CsvColumn hub = table.needed("hub");
  const CsvColumn side = table.needed("side");
  while (table.next()) {
    DraftProvince row;
    row.province.id = table.id(id);
    if (row.province.id.empty()) continue;
    row.province.name = table.text(name);
    row.province.hub = table.text(hub).empty() ? "none" : table.text(hub);
    row.province.east = table.choice(side, {"East", "West"}) == 0;
    row.place = place_of(table.csv(), hub);
    const std::string key = row.province.id;
    if (const DraftProvince* first = context.draft.provinces.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.provinces.add(key, std::move(row));
  }
}

void read_cities(const std::string& file, TableContext context) {
  Table table(file, context);
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
}

AcceleratorSpeeds read_accelerators(const std::string& file, TableContext context) {
  Table table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn teraflops = table.needed("fp16_tflops");
  AcceleratorSpeeds speeds;
  while (table.next()) {
    const std::string name = table.id(id);
    const Flops speed(table.number(teraflops, 1e-3, 1e9) * kTeraflops);
    if (name.empty()) continue;
    if (!speeds.emplace(name, speed).second) {
      table.csv().error(id, fmt::format("accelerator '{}' stands here twice", name));
    }
    if (speeds.size() == 1) context.draft.accelerator_speed = speed;
  }
  return speeds;
}

void read_sites(const std::string& file, const AcceleratorSpeeds& speeds, TableContext context) {
  Table table(file, context);
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
  const CsvColumn in_service = table.optional("in_service");
  const CsvColumn claim = table.optional("local_claim_eflops");
  const std::vector<std::string> known_accelerators = names_of(speeds);
  while (table.next()) {
    DraftSite row;
    Site& site = row.site;
    site.id = table.id(id);
    site.name = table.text(name);
    constexpr SiteKind kKinds[] = {SiteKind::cluster, SiteKind::city, SiteKind::provincial};
    site.kind = kKinds[table.choice(kind, {"cluster", "city", "provincial"})];
    row.province = table.mention(province);
    row.hub = table.mention(hub);
    row.node = table.needed_mention(city);
    site.racks = table.count(racks, 0, kLargest);
    const double site_eflops = table.number(eflops, 0, 1e9);
    const auto speed = speeds.find(table.text(accelerator));
    if (speed != speeds.end()) {
      site.accelerator_speed = speed->second;
      site.accelerators =
          rounded(site_eflops * kTeraflopsPerEflops / (speed->second.value() / kTeraflops));
    } else if (accelerator.valid()) {
      table.report_unknown(accelerator, "accelerator", known_accelerators);
    }
    site.storage = Terabytes(rounded(table.number(storage, 0, 1e9) * kTerabytesPerExabyte));
    site.pue = Pue::checked(table.number(pue, 1, 10));
    site.electricity_price = CnyPerKwh(table.number(price, 0, 100));
    site.uplink_ports = table.count(uplink, 1, kPortsMax);
    site.claimed_eflops = table.number_or_none(claim, 0, 1e9).value_or(0);
    row.place = place_of(table.csv(), id);
    const bool serves = table.in_service(in_service);
    if (site.id.empty() || !serves) continue;
    const std::string key = site.id;
    if (const DraftSite* first = context.draft.sites.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.sites.add(key, std::move(row));
  }
}

void read_trunks(const std::string& file, TableContext context) {
  Table table(file, context);
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.optional("name");
  const CsvColumn a = table.needed("a");
  const CsvColumn b = table.needed("b");
  const CsvColumn length = table.needed("length_km");
  const CsvColumn corridor = table.optional("corridor");
  const CsvColumn operator_name = table.optional("operator");
  const CsvColumn in_service = table.optional("in_service");
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
    trunk.waves = table.count(waves, 1, kPortsMax);
    const std::int64_t both_ends = 2 * trunk.waves;
    trunk.ports = both_ends;
    if (!table.text(ports).empty()) {
      trunk.ports = table.count(ports, static_cast<double>(both_ends), kLargest);
    }
    row.place = place_of(table.csv(), id);
    const bool serves = table.in_service(in_service);
    if (trunk.id.empty() || !serves) continue;
    const std::string key = trunk.id;
    if (const DraftTrunk* first = context.draft.trunks.find(key)) {
      table.report_duplicate(id, key, first->place);
      continue;
    }
    context.draft.trunks.add(key, std::move(row));
  }
}

void read_daily_profile(const std::string& file, TableContext context) {
  constexpr std::size_t kHours = 24;
  Table table(file, context);
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

void read_official_totals(const std::string& file, TableContext context) {
  Table table(file, context);
  const CsvColumn key = table.needed("key");
  const CsvColumn province = table.needed("province");
  const CsvColumn value = table.needed("value");
  const CsvColumn source = table.optional("source");
  OfficialTotals& totals = context.draft.general.official;
  double* const targets[] = {&totals.racks,      &totals.eflops_fp16_intelligent,
                             &totals.ports_400g, &totals.storage_eb,
                             &totals.pue,        &totals.trunks};
  while (table.next()) {
    const std::size_t which = table.choice(
        key, {"racks", "eflops_fp16_intelligent", "ports_400g", "storage_eb", "pue", "trunks"});
    const double figure = table.number(value, 0, kLargest);
    if (!table.text(province).empty()) continue;  // the national books only
    *targets[which] = figure;
    const std::string text = table.text(source);
    if (totals.source.find(text) != std::string::npos) continue;
    totals.source += (totals.source.empty() ? "" : "; ") + text;
  }
}

}  // namespace eastwest
