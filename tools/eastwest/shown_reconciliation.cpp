// One line a figure, from the sums of the model and the table of published figures.
#include "tools/eastwest/shown_reconciliation.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace eastwest {
namespace {

/// A figure of the reconciliation: what the model has of it (0: it has none), under the key of
/// published figures.
struct Line {
  const char* what;
  const char* key;
  double model;
};

std::vector<Line> lines_of(const World& world, const Accounts& books) {
  constexpr double kBitsPerTerabit = 1e12;
  const PoolSums& national = books.national;
  const double in_fp32 =
      world.fp16_per_fp32 > 0 ? national.eflops_fp16_intelligent / world.fp16_per_fp32 : 0;
  const double between = static_cast<double>(books.interconnection.value()) / kBitsPerTerabit;
  return {{"racks", "racks", static_cast<double>(national.racks)},
          {"AI computing, EFLOPS", "eflops_fp16_intelligent", national.eflops_fp16_intelligent},
          {"the same as FP32, converted", "eflops_fp32_intelligent", in_fp32},
          {"all computing, EFLOPS", "eflops_fp32_total", 0},
          {"400G ports", "ports_400g", static_cast<double>(books.ports_400g)},
          {"storage, EB", "storage_eb", national.storage_eb},
          {"PUE, by racks", "pue", national.pue},
          {"trunk cables in service", "trunks", static_cast<double>(books.trunks)},
          {"cables planned and built", "trunks_planned_and_built", 0},
          {"between operators, Tb/s", "interconnection_tbps", between}};
}

/// Model over observation less 1; nothing where one of them is missing or it is no observation.
std::optional<double> difference(const Line& line, const PublishedFigure* official) {
  if (official == nullptr || line.model == 0 || official->value == 0) return std::nullopt;
  if (official->kind != "observation") return std::nullopt;
  constexpr double kNoise = 1e-12;  // of sums
  const double share = (line.model - official->value) / official->value;
  return std::fabs(share) < kNoise ? 0 : share;
}

std::vector<std::string> text_row(const Line& line, const PublishedFigure* official) {
  std::vector<std::string> row = {
      line.what, line.model == 0 ? "-" : short_number(line.model), "-", "-", "", "", ""};
  if (official == nullptr) return row;
  row[2] = short_number(official->value);
  row[4] = official->scope;
  row[5] = official->precision;
  row[6] = official->kind == "observation" ? official->mark : official->kind;
  if (const auto share = difference(line, official)) {
    const std::string change = fmt::format("{:+.2f} %", 100 * *share);
    row[3] = change == "-0.00 %" ? "+0.00 %" : change;
  }
  return row;
}

Json json_row(const Line& line, const PublishedFigure* official) {
  const auto share = difference(line, official);
  Json row = {{"what", line.what},
              {"key", line.key},
              {"model", figure(line.model)},
              {"official", official == nullptr ? Json(nullptr) : figure(official->value)},
              {"relative_difference", share ? Json(*share) : Json(nullptr)}};
  if (official == nullptr) return row;
  row["kind"] = official->kind;
  row["scope"] = official->scope;
  row["precision"] = official->precision;
  row["mark"] = official->mark;
  row["source"] = official->source;
  row["note"] = official->note;
  return row;
}

}  // namespace

Reconciliation reconciliation(const World& world, const Accounts& books) {
  Reconciliation result;
  result.json = Json::array();
  const auto add = [&](const Line& line, const PublishedFigure* official) {
    result.rows.push_back(text_row(line, official));
    result.json.push_back(json_row(line, official));
    if (official == nullptr) return;
    if (!official->note.empty()) {
      result.notes += fmt::format("  {}: {}\n", line.what, official->note);
    }
    if (result.sources.find(official->source) != std::string::npos) return;
    result.sources += (result.sources.empty() ? "Sources: " : "; ") + official->source;
  };
  for (const Line& line : lines_of(world, books)) {
    bool is_published = false;
    for (const PublishedFigure& each : world.published) {
      if (each.key != line.key || !each.province.empty()) continue;
      is_published = true;
      add(line, &each);
    }
    if (!is_published && line.model != 0) add(line, nullptr);
  }
  if (!result.sources.empty()) result.sources += "\n";
  return result;
}

std::string short_number(double value) {
  return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

Json figure(double value) {
  if (value == 0) return nullptr;
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

}  // namespace eastwest
