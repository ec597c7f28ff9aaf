// eastwest show accounts: the books of a world beside what is published, each with its scope.
#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"
#include "sim/world/accounts.hpp"
#include "sim/world/latency_circle.hpp"
#include "tools/eastwest/shown_claims.hpp"
#include "tools/eastwest/shown_reconciliation.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

constexpr double kKilowattsPerMegawatt = 1000;

std::string tariff_text(const Province& province) {
  if (province.tariffs.empty()) return "-";
  const std::string others =
      province.tariffs.size() > 1 ? fmt::format(" (+{})", province.tariffs.size() - 1) : "";
  return province.tariffs[0].hours + others;
}

std::string province_table(const World& world, const Accounts& books) {
  TextTable table({"province", "hub", "racks", "EFLOPS", "storage EB", "PUE", "kg/kWh", "renewable",
                   "tariff from 0 h"});
  for (std::size_t i = 0; i < books.by_province.size(); ++i) {
    const ProvinceAccount& account = books.by_province[i];
    const PoolSums& pools = account.pools;
    static const Province unknown{};
    const Province& province = i < world.provinces.size() ? world.provinces[i] : unknown;
    table.row(
        {account.name, account.hub, fmt::format("{}", pools.racks),
         fmt::format("{:.2f}", pools.eflops_fp16_intelligent),
         fmt::format("{:.2f}", pools.storage_eb),
         pools.pue > 0 ? fmt::format("{:.3f}", pools.pue) : "-",
         province.carbon_kg_per_kwh > 0 ? fmt::format("{:.4f}", province.carbon_kg_per_kwh) : "-",
         province.renewable_share > 0 ? fmt::format("{:.0f} %", 100 * province.renewable_share)
                                      : "-",
         tariff_text(province)});
  }
  return table.text(2);
}

std::string tier_table(const Accounts& books) {
  TextTable table({"tier", "sites", "accelerators", "EFLOPS", "racks", "storage EB"});
  for (const TierAccount& tier : books.by_tier) {
    const PoolSums& pools = tier.pools;
    table.row({tier.tier, fmt::format("{}", pools.sites), fmt::format("{}", pools.accelerators),
               fmt::format("{:.2f}", pools.eflops_fp16_intelligent), fmt::format("{}", pools.racks),
               fmt::format("{:.2f}", pools.storage_eb)});
  }
  return table.text(2);
}

double ai_share_of_racks(const PoolSums& sums) {
  return sums.rack_kilowatts > 0 ? sums.ai_it_kilowatts / sums.rack_kilowatts : 0;
}

std::string power_text(const PoolSums& sums) {
  if (sums.rack_kilowatts <= 0) return {};
  return fmt::format(
      "Power of IT: racks {:.0f} MW nameplate (total); AI {:.0f} MW with every accelerator at full "
      "load\n(intelligent), {:.1f} % of the racks; base load of general and super computing {:.0f} "
      "MW (mean).\n",
      sums.rack_kilowatts / kKilowattsPerMegawatt, sums.ai_it_kilowatts / kKilowattsPerMegawatt,
      100 * ai_share_of_racks(sums), sums.base_it_kilowatts / kKilowattsPerMegawatt);
}

std::string points_text(const World& world) {
  std::string text;
  const std::pair<Point::Kind, const char*> kinds[] = {
      {Point::Kind::direct, "direct-connection points between operators"},
      {Point::Kind::exchange, "new-type exchange points"},
      {Point::Kind::platform, "sub-platforms of the China Computing Power Platform"},
      {Point::Kind::supercomputing, "city centres of the supercomputing internet"}};
  for (const auto& [kind, name] : kinds) {
    std::string places;
    std::size_t count = 0;
    for (const Point& point : world.points) {
      if (point.kind != kind) continue;
      ++count;
      places += (places.empty() ? "" : ", ") +
                (point.node.valid()       ? city_of(world.nodes[point.node.index()])
                 : point.province.valid() ? world.provinces[point.province.index()].id
                                          : point.id);
    }
    if (count > 0) text += fmt::format("  {} {}: {}\n", count, name, places);
  }
  if (!text.empty()) text = "Listed, not simulated by themselves:\n" + text;
  if (world.tokens_per_day > 0) {
    text +=
        fmt::format("Tokens a day, latest published: {}\n", reported_text(world.tokens_per_day));
  }
  return text;
}

Json pools_json(const PoolSums& pools) {
  return {{"sites", pools.sites},
          {"accelerators", pools.accelerators},
          {"racks", pools.racks},
          {"eflops_fp16_intelligent", pools.eflops_fp16_intelligent},
          {"storage_eb", pools.storage_eb}};
}

Json tariffs_json(const Province& province) {
  Json all = Json::array();
  for (const Tariff& tariff : province.tariffs) {
    Json months = Json::array();
    for (std::size_t m = 0; m < tariff.months.size(); ++m) {
      if (tariff.months[m]) months.push_back(m + 1);
    }
    all.push_back({{"months", std::move(months)},
                   {"hours", tariff.hours},
                   {"sharp", tariff.sharp},
                   {"peak", tariff.peak},
                   {"flat", tariff.flat},
                   {"valley", tariff.valley}});
  }
  return all;
}

Json province_json(const World& world, const ProvinceAccount& account, std::size_t index) {
  const PoolSums& pools = account.pools;
  Json json = {{"province", account.province},
               {"hub", account.hub},
               {"racks", pools.racks},
               {"eflops_fp16_intelligent", pools.eflops_fp16_intelligent},
               {"storage_eb", pools.storage_eb},
               {"pue", figure(pools.pue)},
               {"ai_it_mw", pools.ai_it_kilowatts / kKilowattsPerMegawatt},
               {"base_it_mw", pools.base_it_kilowatts / kKilowattsPerMegawatt}};
  if (index < world.provinces.size()) {
    const Province& province = world.provinces[index];
    json["carbon_kg_per_kwh"] = figure(province.carbon_kg_per_kwh);
    json["renewable_share"] = figure(province.renewable_share);
    json["tariffs"] = tariffs_json(province);
  }
  return json;
}

Json published_json(const World& world) {
  Json all = Json::array();
  for (const PublishedFigure& each : world.published) {
    all.push_back({{"key", each.key},
                   {"province", each.province.empty() ? Json(nullptr) : Json(each.province)},
                   {"value", figure(each.value)},
                   {"kind", each.kind},
                   {"scope", each.scope},
                   {"precision", each.precision},
                   {"mark", each.mark},
                   {"source", each.source},
                   {"note", each.note}});
  }
  return all;
}

Json points_json(const World& world) {
  Json all = Json::array();
  for (const Point& point : world.points) {
    all.push_back(
        {{"kind", kind_name(point.kind)},
         {"id", point.id},
         {"name", point.name},
         {"city",
          point.node.valid() ? Json(city_of(world.nodes[point.node.index()])) : Json(nullptr)},
         {"province", point.province.valid() ? Json(world.provinces[point.province.index()].id)
                                             : Json(nullptr)}});
  }
  return all;
}

Json accounts_json(const World& world, const Accounts& books, Json lines) {
  const PoolSums& national = books.national;
  const OfficialTotals& official = books.official;
  Json json;
  json["world"] = world.name;
  json["as_of"] = world.as_of;
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
  json["reconciliation"] = std::move(lines);
  json["local_claims"] = claims_json(world, ClaimUse::all);
  json["published"] = published_json(world);
  json["fp16_per_fp32"] = figure(world.fp16_per_fp32);
  json["power"] = {{"racks_nameplate_mw", national.rack_kilowatts / kKilowattsPerMegawatt},
                   {"ai_it_mw", national.ai_it_kilowatts / kKilowattsPerMegawatt},
                   {"base_it_mw", national.base_it_kilowatts / kKilowattsPerMegawatt},
                   {"ai_share_of_rack_power", ai_share_of_racks(national)}};
  json["by_tier"] = Json::array();
  for (const TierAccount& tier : books.by_tier) {
    Json row = {{"tier", tier.tier}};
    row.update(pools_json(tier.pools));
    json["by_tier"].push_back(std::move(row));
  }
  json["by_province"] = Json::array();
  for (std::size_t i = 0; i < books.by_province.size(); ++i) {
    json["by_province"].push_back(province_json(world, books.by_province[i], i));
  }
  json["points"] = points_json(world);
  json["tokens_per_day"] = figure(world.tokens_per_day);
  return json;
}

/// What a key of published figures stands for, with its scope and precision.
std::string published_name(const PublishedFigure& figure) {
  if (figure.key == "eflops_fp16_intelligent") return "EFLOPS (intelligent, FP16)";
  return figure.key;
}

/// The places of provincial figures that are published, beside the model's.
std::string provincial_figures(const World& world, const Accounts& books) {
  std::string text;
  for (const PublishedFigure& each : world.published) {
    for (const ProvinceAccount& account : books.by_province) {
      if (each.province.empty() || account.province != each.province) continue;
      const std::string model = each.key == "racks"
                                    ? short_number(static_cast<double>(account.pools.racks))
                                : each.key == "eflops_fp16_intelligent"
                                    ? short_number(account.pools.eflops_fp16_intelligent)
                                    : "-";
      text += fmt::format("Published for {}: {} {}, model {} ({}).\n", account.name,
                          short_number(each.value), published_name(each), model, each.source);
    }
  }
  return text;
}

}  // namespace

ShownTable shown_accounts(const World& world) {
  const Accounts books = accounts(world);
  ShownTable table;
  table.before = fmt::format(
      "World {}, as of {}. Model: sums over what is simulated.\n{}\n", world.name, world.as_of,
      world.published.empty()
          ? "Nothing is published of it that the model could be compared with.\n"
          : "This is reconciliation, not validation: the model was built from these figures.\n"
            "Figures of different scope or precision do not compare: FP32 was published until "
            "2024, FP16\n"
            "from 2025; \"all computing\" is general, intelligent and super together.\n");
  table.header = {"", "model", "official", "difference", "scope", "precision", "mark"};
  Reconciliation lines = reconciliation(world, books);
  table.rows = std::move(lines.rows);
  if (books.planes > 0) {
    table.rows.push_back(
        {"leased planes of the cables", fmt::format("{}", books.planes), "-", "-", "", "", ""});
  }
  table.rows.push_back({"sites", fmt::format("{}", books.national.sites), "-", "-", "", "", ""});
  table.rows.push_back({"cities", fmt::format("{}", books.cities), "-", "-", "", "", ""});
  if (!lines.notes.empty()) table.after = "What the official figures say:\n" + lines.notes;
  table.after += lines.sources + provincial_figures(world, books) + power_text(books.national) +
                 "\n" + tier_table(books) + "\n" + province_table(world, books);
  if (const std::string claims = claims_text(world, ClaimUse::all); !claims.empty()) {
    table.after +=
        "\nLocal claims, which `allocation: local_claims` believes where they are of "
        "intelligent\ncomputing in FP16:\n" +
        claims;
  }
  const std::string points = points_text(world);
  if (!points.empty()) table.after += "\n" + points;
  table.csv_header = {"province",   "hub", "racks",    "eflops_fp16_intelligent",
                      "storage_eb", "pue", "ai_it_mw", "base_it_mw"};
  for (const ProvinceAccount& province : books.by_province) {
    const PoolSums& pools = province.pools;
    table.csv_rows.push_back({province.province, province.hub, fmt::format("{}", pools.racks),
                              reported_text(pools.eflops_fp16_intelligent),
                              reported_text(pools.storage_eb),
                              pools.pue > 0 ? reported_text(pools.pue) : "",
                              reported_text(pools.ai_it_kilowatts / kKilowattsPerMegawatt),
                              reported_text(pools.base_it_kilowatts / kKilowattsPerMegawatt)});
  }
  table.json = accounts_json(world, books, std::move(lines.json));
  return table;
}

}  // namespace eastwest
