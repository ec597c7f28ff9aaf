// The tables of `show` that need only a world, and the forms that all of them have.
#include "tools/eastwest/shown_table.hpp"

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"
#include "sim/world/accounts.hpp"

namespace eastwest {
namespace {

constexpr double kFlopsPerEflops = 1e18;
constexpr double kTerabytesPerExabyte = 1e6;

/// Four significant digits; whole numbers above 1000 in full.
std::string short_number(double value) {
  return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

/// Whole numbers without a decimal point; null where there is no figure.
Json figure(double value) {
  if (value == 0) return nullptr;
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

std::string quoted_csv(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// One line of the reconciliation.
std::vector<std::string> account_row(const std::string& what, double model, double official) {
  std::vector<std::string> row = {what, short_number(model), "-", "-"};
  if (official != 0) {
    row[2] = short_number(official);
    const std::string change = fmt::format("{:+.2f} %", 100 * (model - official) / official);
    row[3] = change == "-0.00 %" ? "+0.00 %" : change;
  }
  return row;
}

std::string province_table(const Accounts& books) {
  TextTable table({"province", "hub", "racks", "EFLOPS", "storage EB", "PUE"});
  for (const ProvinceAccount& province : books.by_province) {
    const PoolSums& pools = province.pools;
    table.row({province.name, province.hub, fmt::format("{}", pools.racks),
               fmt::format("{:.2f}", pools.eflops_fp16_intelligent),
               fmt::format("{:.2f}", pools.storage_eb),
               pools.pue > 0 ? fmt::format("{:.3f}", pools.pue) : "-"});
  }
  return table.text(2);
}

Json accounts_json(const Accounts& books) {
  const PoolSums& national = books.national;
  const OfficialTotals& official = books.official;
  Json json;
  json["national"] = {{"racks", national.racks},
                      {"eflops_fp16_intelligent", national.eflops_fp16_intelligent},
                      {"ports_400g", books.ports_400g},
                      {"storage_eb", national.storage_eb},
                      {"pue", national.pue},
                      {"trunks", books.trunks},
                      {"sites", national.sites},
                      {"cities", books.cities}};
  json["official"] = {{"racks", figure(official.racks)},
                      {"eflops_fp16_intelligent", figure(official.eflops_fp16_intelligent)},
                      {"ports_400g", figure(official.ports_400g)},
                      {"storage_eb", figure(official.storage_eb)},
                      {"pue", figure(official.pue)},
                      {"trunks", figure(official.trunks)},
                      {"sites", nullptr},
                      {"cities", nullptr}};
  json["by_province"] = Json::array();
  for (const ProvinceAccount& province : books.by_province) {
    const PoolSums& pools = province.pools;
    json["by_province"].push_back({{"province", province.province},
                                   {"hub", province.hub},
                                   {"racks", pools.racks},
                                   {"eflops_fp16_intelligent", pools.eflops_fp16_intelligent},
                                   {"storage_eb", pools.storage_eb},
                                   {"pue", figure(pools.pue)}});
  }
  return json;
}

}  // namespace

ShownTable shown_accounts(const World& world) {
  const Accounts books = accounts(world);
  const PoolSums& national = books.national;
  const OfficialTotals& official = books.official;
  ShownTable table;
  table.before = fmt::format(
      "World {}, as of {}. Model: sums over what is simulated.\n"
      "This is reconciliation, not validation: the model was built from these figures.\n\n",
      world.name, world.as_of);
  table.header = {"", "model", "official", "difference"};
  table.rows = {
      account_row("racks", static_cast<double>(national.racks), official.racks),
      account_row("EFLOPS (FP16, intelligent)", national.eflops_fp16_intelligent,
                  official.eflops_fp16_intelligent),
      account_row("400G ports", static_cast<double>(books.ports_400g), official.ports_400g),
      account_row("storage EB", national.storage_eb, official.storage_eb),
      account_row("PUE, by racks", national.pue, official.pue),
      account_row("trunk cables", static_cast<double>(books.trunks), official.trunks),
      account_row("sites", static_cast<double>(national.sites), 0),
      account_row("cities", static_cast<double>(books.cities), 0)};
  if (!official.source.empty()) table.after = "Official figures: " + official.source + "\n";
  table.after += "\n" + province_table(books);
  table.csv_header = {"province", "hub", "racks", "eflops_fp16_intelligent", "storage_eb", "pue"};
  for (const ProvinceAccount& province : books.by_province) {
    const PoolSums& pools = province.pools;
    table.csv_rows.push_back({province.province, province.hub, fmt::format("{}", pools.racks),
                              shortest(pools.eflops_fp16_intelligent), shortest(pools.storage_eb),
                              pools.pue > 0 ? shortest(pools.pue) : ""});
  }
  table.json = accounts_json(books);
  return table;
}

ShownTable shown_sites(const World& world) {
  ShownTable table;
  table.header = {"site",  "province", "hub", "city",    "accelerators", "EFLOPS",
                  "racks", "storage",  "PUE", "CNY/kWh", "uplink"};
  table.csv_header = {"site",   "name",  "province",   "hub", "city",          "accelerators",
                      "eflops", "racks", "storage_tb", "pue", "price_cny_kwh", "uplink_bps"};
  table.json = {{"sites", Json::array()}};
  for (const Site& site : world.sites) {
    const std::string province =
        site.province.valid() ? world.provinces[site.province.index()].id : "none";
    const std::string& city = world.nodes[site.node.index()].id;
    const double eflops =
        static_cast<double>(site.accelerators) * site.accelerator_speed.value() / kFlopsPerEflops;
    const double exabytes = static_cast<double>(site.storage.value()) / kTerabytesPerExabyte;
    const BitsPerSecond uplink = uplink_capacity(world, site);
    table.rows.push_back({site.id, province, site.hub, city, fmt::format("{}", site.accelerators),
                          fmt::format("{:.3f}", eflops), fmt::format("{}", site.racks),
                          fmt::format("{:.2f} EB", exabytes),
                          fmt::format("{:.3f}", site.pue.value()),
                          fmt::format("{:.3f}", site.electricity_price.value()), to_text(uplink)});
    table.csv_rows.push_back(
        {site.id, site.name, province, site.hub, city, fmt::format("{}", site.accelerators),
         shortest(eflops), fmt::format("{}", site.racks), fmt::format("{}", site.storage.value()),
         shortest(site.pue.value()), shortest(site.electricity_price.value()),
         fmt::format("{}", uplink.value())});
    table.json["sites"].push_back({{"site", site.id},
                                   {"name", site.name},
                                   {"province", province},
                                   {"hub", site.hub},
                                   {"city", city},
                                   {"accelerators", site.accelerators},
                                   {"eflops", eflops},
                                   {"racks", site.racks},
                                   {"storage_tb", site.storage.value()},
                                   {"pue", site.pue.value()},
                                   {"price_cny_kwh", site.electricity_price.value()},
                                   {"uplink_bps", uplink.value()}});
  }
  return table;
}

ShownTable shown_trunks(const World& world) {
  ShownTable table;
  table.header = {"trunk", "from", "to", "km", "waves", "ports", "capacity", "operator"};
  table.csv_header = {"trunk", "from",       "to",           "length_km",
                      "waves", "ports_400g", "capacity_bps", "operator"};
  table.json = {{"trunks", Json::array()}};
  for (const Trunk& trunk : world.trunks) {
    const std::string& a = world.nodes[trunk.a.index()].id;
    const std::string& b = world.nodes[trunk.b.index()].id;
    const BitsPerSecond capacity = trunk_capacity(world, trunk);
    table.rows.push_back({trunk.id, a, b, fmt::format("{:.0f}", trunk.length.value()),
                          fmt::format("{}", trunk.waves), fmt::format("{}", trunk.ports),
                          to_text(capacity), trunk.operator_name});
    table.csv_rows.push_back({trunk.id, a, b, shortest(trunk.length.value()),
                              fmt::format("{}", trunk.waves), fmt::format("{}", trunk.ports),
                              fmt::format("{}", capacity.value()), trunk.operator_name});
    table.json["trunks"].push_back({{"trunk", trunk.id},
                                    {"from", a},
                                    {"to", b},
                                    {"length_km", trunk.length.value()},
                                    {"waves", trunk.waves},
                                    {"ports_400g", trunk.ports},
                                    {"capacity_bps", capacity.value()},
                                    {"operator", trunk.operator_name}});
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
