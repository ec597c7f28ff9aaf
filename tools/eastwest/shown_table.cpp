// The tables of `show` that need only a world, and the forms that all of them have.
#include "tools/eastwest/shown_table.hpp"

#include <charconv>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;
constexpr double kTerabytesPerExabyte = 1e6;
constexpr double kKilowattsPerMegawatt = 1000;

std::string quoted_csv(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string province_id(const World& world, const Site& site) {
  return site.province.valid() ? world.provinces[site.province.index()].id : "none";
}

double eflops_of(const Site& site) {
  return static_cast<double>(site.accelerators) * site.accelerator_speed.value() / kFlopsPerEflops;
}

Json site_json(const World& world, const Site& site) {
  return {{"site", site.id},
          {"name", site.name},
          {"province", province_id(world, site)},
          {"hub", site.hub},
          {"city", world.nodes[site.node.index()].id},
          {"accelerators", site.accelerators},
          {"eflops", eflops_of(site)},
          {"racks", site.racks},
          {"storage_tb", site.storage.value()},
          {"pue", site.pue.value()},
          {"price_cny_kwh", site.electricity_price.value()},
          {"uplink_bps", uplink_capacity(world, site).value()},
          {"tier", tier_name(site.kind)},
          {"shelf_rate", site.shelf_rate},
          {"ai_it_kw", ai_it_kilowatts(site)},
          {"base_it_kw", base_it_kilowatts(world, site)},
          {"in_service", site.in_service},
          {"claimed_eflops", site.claim.eflops},
          {"claim_scope", site.claim.scope},
          {"claim_precision", site.claim.precision}};
}

}  // namespace

double reported(double value) {
  const std::string text = fmt::format("{:.9g}", value);
  double rounded = value;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

std::string reported_text(double value) { return shortest(reported(value)); }

void round_figures(Json& json) {
  if (json.is_number_float()) json = reported(json.get<double>());
  if (!json.is_structured()) return;
  for (Json& part : json) round_figures(part);
}

ShownTable shown_sites(const World& world) {
  ShownTable table;
  table.header = {"site",  "tier",    "province", "hub",     "city",  "accelerators", "EFLOPS",
                  "racks", "storage", "PUE",      "CNY/kWh", "AI MW", "base MW",      "uplink"};
  table.csv_header = {
      "site",          "name",       "province",       "hub",         "city",
      "accelerators",  "eflops",     "racks",          "storage_tb",  "pue",
      "price_cny_kwh", "uplink_bps", "tier",           "shelf_rate",  "ai_it_kw",
      "base_it_kw",    "in_service", "claimed_eflops", "claim_scope", "claim_precision"};
  table.json = {{"sites", Json::array()}};
  for (const Site& site : world.sites) {
    const std::string province = province_id(world, site);
    const std::string& city = world.nodes[site.node.index()].id;
    const double eflops = eflops_of(site);
    const double exabytes = static_cast<double>(site.storage.value()) / kTerabytesPerExabyte;
    const BitsPerSecond uplink = uplink_capacity(world, site);
    const double ai = ai_it_kilowatts(site);
    const double base = base_it_kilowatts(world, site);
    table.rows.push_back({site.id, tier_name(site.kind), province, site.hub, city,
                          fmt::format("{}", site.accelerators), fmt::format("{:.3f}", eflops),
                          fmt::format("{}", site.racks), fmt::format("{:.2f} EB", exabytes),
                          fmt::format("{:.3f}", site.pue.value()),
                          fmt::format("{:.3f}", site.electricity_price.value()),
                          fmt::format("{:.1f}", ai / kKilowattsPerMegawatt),
                          fmt::format("{:.1f}", base / kKilowattsPerMegawatt), to_text(uplink)});
    table.csv_rows.push_back({site.id,
                              site.name,
                              province,
                              site.hub,
                              city,
                              fmt::format("{}", site.accelerators),
                              reported_text(eflops),
                              fmt::format("{}", site.racks),
                              fmt::format("{}", site.storage.value()),
                              reported_text(site.pue.value()),
                              reported_text(site.electricity_price.value()),
                              fmt::format("{}", uplink.value()),
                              tier_name(site.kind),
                              reported_text(site.shelf_rate),
                              reported_text(ai),
                              reported_text(base),
                              site.in_service,
                              site.claim.eflops > 0 ? reported_text(site.claim.eflops) : "",
                              site.claim.scope,
                              site.claim.precision});
    table.json["sites"].push_back(site_json(world, site));
  }
  return table;
}

ShownTable shown_trunks(const World& world) {
  ShownTable table;
  table.header = {"trunk", "from",     "to",       "km",        "waves",
                  "ports", "capacity", "operator", "in service"};
  table.csv_header = {"trunk",      "from",         "to",       "length_km", "waves",
                      "ports_400g", "capacity_bps", "operator", "corridor",  "in_service"};
  table.json = {{"trunks", Json::array()}};
  for (const Trunk& trunk : world.trunks) {
    const std::string& a = world.nodes[trunk.a.index()].id;
    const std::string& b = world.nodes[trunk.b.index()].id;
    const BitsPerSecond capacity = trunk_capacity(world, trunk);
    table.rows.push_back({trunk.id, a, b, fmt::format("{:.0f}", trunk.length.value()),
                          fmt::format("{}", trunk.waves), fmt::format("{}", trunk.ports),
                          to_text(capacity), trunk.operator_name, trunk.in_service});
    table.csv_rows.push_back({trunk.id, a, b, reported_text(trunk.length.value()),
                              fmt::format("{}", trunk.waves), fmt::format("{}", trunk.ports),
                              fmt::format("{}", capacity.value()), trunk.operator_name,
                              trunk.corridor, trunk.in_service});
    table.json["trunks"].push_back({{"trunk", trunk.id},
                                    {"from", a},
                                    {"to", b},
                                    {"length_km", trunk.length.value()},
                                    {"waves", trunk.waves},
                                    {"ports_400g", trunk.ports},
                                    {"capacity_bps", capacity.value()},
                                    {"operator", trunk.operator_name},
                                    {"corridor", trunk.corridor},
                                    {"in_service", trunk.in_service}});
  }
  return table;
}

ShownTable shown_sources(const std::vector<SourceNote>& notes) {
  ShownTable table;
  table.csv_header = {"table", "row",   "column",    "note", "source",
                      "date",  "scope", "precision", "mark"};
  table.json = {{"sources", Json::array()}};
  for (const SourceNote& note : notes) {
    table.csv_rows.push_back({note.table, note.row, note.column, note.note, note.source, note.date,
                              note.scope, note.precision, note.mark});
    Json row;
    for (std::size_t i = 0; i < table.csv_header.size(); ++i) {
      row[table.csv_header[i]] = table.csv_rows.back()[i];
    }
    table.json["sources"].push_back(std::move(row));
  }
  return table;
}

std::string text_form(const ShownTable& table) {
  TextTable text(table.header);
  for (const auto& row : table.rows) text.row(row);
  return table.before + text.text() + table.after;
}

std::string csv_form(const ShownTable& table) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i > 0 ? "," : "") + quoted_csv(cells[i]);
    text += "\n";
  };
  add(table.csv_header);
  for (const auto& row : table.csv_rows) add(row);
  return text;
}

}  // namespace eastwest
