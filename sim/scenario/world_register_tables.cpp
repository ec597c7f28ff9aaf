// Readers of the accompanying tables, one each.
#include "sim/scenario/world_register_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/world_completion.hpp"

namespace eastwest {
namespace {

constexpr double kLargest = CheckedTable::kLargest;
constexpr std::size_t kMonths = 12;

/// A date that must be there.
std::string needed_date(CheckedTable& table, CsvColumn column) {
  if (column.valid() && table.is_empty(column)) table.csv().error(column, "the cell is empty");
  return table.date(column);
}

void report_bad_list(CheckedTable& table, CsvColumn column) {
  table.csv().error(column, fmt::format("'{}' is no list of months", table.text(column)),
                    "write numbers from 1 to 12, e.g. 7;8;9");
}

/// `1;2;12` as twelve flags; empty (and reported) after a mistake.
std::optional<std::array<bool, kMonths>> months_of(CheckedTable& table, CsvColumn column) {
  std::array<bool, kMonths> months{};
  const std::string all = table.text(column);
  for (std::size_t begin = 0; begin <= all.size();) {
    const std::size_t end = std::min(all.find(';', begin), all.size());
    const std::string part = all.substr(begin, end - begin);
    const bool is_number = !part.empty() && part.size() <= 2 &&
                           part.find_first_not_of("0123456789") == std::string::npos;
    const int month = is_number ? std::stoi(part) : 0;
    if (month < 1 || month > static_cast<int>(kMonths)) {
      report_bad_list(table, column);
      return std::nullopt;
    }
    months[static_cast<std::size_t>(month - 1)] = true;
    begin = end + 1;
  }
  return months;
}

}  // namespace

void read_vintages(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn as_of = table.needed("as_of");
  Vintages& vintages = context.draft.vintages;
  const std::pair<CsvColumn, DatedSeries*> columns[] = {
      {table.needed("racks"), &vintages.racks},
      {table.needed("ai_eflops_fp16"), &vintages.eflops},
      {table.needed("storage_eb"), &vintages.storage_eb},
      {table.needed("pue"), &vintages.pue},
      {table.needed("ports_400g"), &vintages.ports}};
  while (table.next()) {
    const std::string date = needed_date(table, as_of);
    if (date.empty()) continue;
    if (!vintages.dates.insert(date).second) {
      table.csv().error(as_of, fmt::format("vintage {} stands here twice", date));
    }
    for (const auto& [column, series] : columns) {
      const auto value = table.number_or_none(column, 0, kLargest);
      if (value) series->set(day_of(date), *value);
    }
  }
  vintages.is_complete = !table.csv().has_lost_rows();
}

void read_published_figures(const std::string& file, TableContext context) {
  static const std::vector<std::string> keys = {"racks",
                                                "eflops_fp16_intelligent",
                                                "ports_400g",
                                                "storage_eb",
                                                "pue",
                                                "trunks",
                                                "eflops_fp32_total",
                                                "eflops_fp32_intelligent",
                                                "interconnection_tbps",
                                                "trunks_planned_and_built"};
  CheckedTable table(file, context);
  const CsvColumn as_of = table.optional("as_of");
  const CsvColumn key = table.needed("key");
  const CsvColumn province = table.needed("province");
  const CsvColumn value = table.needed("value");
  const CsvColumn kind = table.optional("kind");
  const CsvColumn scope = table.optional("scope");
  const CsvColumn precision = table.optional("precision");
  const CsvColumn mark = table.optional("mark");
  const CsvColumn source = table.optional("source");
  const CsvColumn note = table.optional("note");
  World& world = context.draft.general;
  OfficialTotals& totals = world.official;
  double* const targets[] = {&totals.racks,      &totals.eflops_fp16_intelligent,
                             &totals.ports_400g, &totals.storage_eb,
                             &totals.pue,        &totals.trunks};
  while (table.next()) {
    const std::size_t which = table.choice(key, keys);
    PublishedFigure figure{.key = keys[which],
                           .province = table.text(province),
                           .value = table.number(value, 0, kLargest),
                           .kind = "observation",
                           .scope = table.text(scope),
                           .precision = table.text(precision),
                           .mark = table.text(mark),
                           .source = table.text(source),
                           .note = table.text(note)};
    if (!table.is_empty(kind)) {
      static const std::vector<std::string> kinds = {"observation", "target", "forecast"};
      figure.kind = kinds[table.choice(kind, kinds)];
    }
    const std::string date = as_of.valid() ? needed_date(table, as_of) : context.draft.tables_date;
    if (date != context.as_of) continue;
    const bool is_total = figure.province.empty() && figure.kind == "observation";
    if (is_total && which < std::size(targets)) {
      *targets[which] = figure.value;
      if (totals.source.find(figure.source) == std::string::npos) {
        totals.source += (totals.source.empty() ? "" : "; ") + figure.source;
      }
    }
    world.published.push_back(std::move(figure));
  }
}

void read_conversions(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn as_of = table.needed("as_of");
  const CsvColumn scope = table.needed("scope_converted");
  const CsvColumn from = table.needed("from_precision");
  const CsvColumn to = table.needed("to_precision");
  const CsvColumn factor = table.needed("factor");
  while (table.next()) {
    const std::string date = needed_date(table, as_of);
    table.choice(scope, {"intelligent"});
    table.choice(from, {"FP32"});
    table.choice(to, {"FP16"});
    const double ratio = table.number(factor, 1e-3, 1e3);
    if (date == context.as_of) context.draft.general.fp16_per_fp32 = ratio;
  }
}

void read_tariffs(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn province = table.needed("province");
  const CsvColumn months = table.needed("months");
  const CsvColumn hours = table.needed("hours");
  const CsvColumn prices[] = {table.needed("sharp"), table.needed("peak"), table.needed("flat"),
                              table.needed("valley")};
  std::map<std::string, Place> last_place;
  bool is_complete = true;
  while (table.next()) {
    DraftProvince* found = context.draft.provinces.find(table.text(province));
    if (found == nullptr) {
      if (context.draft.provinces.is_complete()) {
        table.report_unknown(province, "province", context.draft.provinces.ids());
      }
      continue;
    }
    Tariff tariff;
    tariff.hours = table.text(hours);
    if (tariff.hours.size() != 24 || tariff.hours.find_first_not_of("SPFV") != std::string::npos) {
      table.csv().error(hours, fmt::format("'{}' is no day of tariffs", tariff.hours),
                        "write 24 letters from 0 to 23 h: S sharp, P peak, F flat, V valley");
    }
    double* const targets[] = {&tariff.sharp, &tariff.peak, &tariff.flat, &tariff.valley};
    for (std::size_t i = 0; i < std::size(targets); ++i) {
      *targets[i] = table.number(prices[i], 0, 100);
    }
    const auto in_months = months_of(table, months);
    is_complete = is_complete && in_months.has_value();
    if (!in_months) continue;
    tariff.months = *in_months;
    last_place[found->province.id] = place_of(table.csv(), months);
    found->province.tariffs.push_back(std::move(tariff));
  }
  if (!is_complete || table.csv().has_lost_rows()) return;
  for (const auto& [id, place] : last_place) {
    std::array<int, kMonths> covered{};
    for (const Tariff& tariff : context.draft.provinces.find(id)->province.tariffs) {
      for (std::size_t m = 0; m < kMonths; ++m) covered[m] += tariff.months[m] ? 1 : 0;
    }
    for (std::size_t m = 0; m < kMonths; ++m) {
      if (covered[m] == 1) continue;
      add_error(context.diagnostics, place,
                fmt::format("province '{}' has {} tariffs in month {}", id, covered[m], m + 1),
                "every month needs exactly one");
    }
  }
}

void read_points(const std::string& file, TableContext context) {
  constexpr Point::Kind kKinds[] = {Point::Kind::direct, Point::Kind::exchange,
                                    Point::Kind::platform, Point::Kind::supercomputing};
  CheckedTable table(file, context);
  const CsvColumn kind = table.needed("kind");
  const CsvColumn id = table.needed("id");
  const CsvColumn name = table.needed("name");
  const CsvColumn city = table.needed("city");
  const CsvColumn province = table.needed("province");
  const CsvColumn in_service = table.optional("in_service");
  const CsvColumn out_of_service = table.optional("out_of_service");
  std::map<std::string, Place> seen;
  while (table.next()) {
    DraftPoint row;
    row.point.kind =
        kKinds[table.choice(kind, {"direct", "exchange", "platform", "supercomputing"})];
    row.point.id = table.id(id);
    row.point.name = table.text(name);
    row.node = table.mention(city);
    row.province = table.needed_mention(province);
    const bool serves = table.in_service(in_service, out_of_service);
    const auto [place, is_new] = seen.emplace(row.point.id, place_of(table.csv(), id));
    if (!is_new) table.report_duplicate(id, row.point.id, place->second);
    if (serves && is_new) context.draft.points.push_back(std::move(row));
  }
}

void read_tokens(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn as_of = table.needed("as_of");
  const CsvColumn tokens = table.needed("tokens_per_day");
  std::string latest;
  while (table.next()) {
    const std::string date = needed_date(table, as_of);
    const double value = table.number(tokens, 0, 1e21);
    if (date.empty() || date > context.as_of || date < latest) continue;
    latest = date;
    context.draft.general.tokens_per_day = value;
  }
}

void check_accelerator_mix(const std::string& file, TableContext context) {
  constexpr double kRounding = 1e-6;
  CheckedTable table(file, context);
  const CsvColumn accelerator = table.needed("accelerator");
  const CsvColumn share = table.needed("eflops_share");
  const CsvColumn teraflops = table.needed("fp16_tflops");
  std::map<std::string, double> sums;
  std::map<std::string, Place> last_place;
  while (table.next()) {
    const std::string mix = table.id(accelerator);
    sums[mix] += table.number(share, 0, 1);
    static_cast<void>(table.number(teraflops, 1e-3, 1e9));
    last_place[mix] = place_of(table.csv(), share);
  }
  for (const auto& [mix, sum] : sums) {
    if (std::fabs(sum - 1) <= kRounding) continue;
    add_error(context.diagnostics, last_place[mix],
              fmt::format("the shares of '{}' add up to {}", mix, shortest(sum)),
              "they must add up to 1");
  }
}

void check_figures(const std::string& file, TableContext context) {
  CheckedTable table(file, context);
  const CsvColumn columns[] = {table.needed("table"), table.needed("row"), table.needed("column"),
                               table.needed("mark")};
  while (table.next()) {
    for (const CsvColumn column : columns) {
      if (column.valid() && table.is_empty(column)) table.csv().error(column, "the cell is empty");
    }
  }
}

}  // namespace eastwest
