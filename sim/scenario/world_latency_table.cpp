// Reads published latencies row by row; every cell is checked where it stands.
#include "sim/scenario/world_latency_table.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/parameter_reader.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {
namespace {

using Kind = PublishedLatency::Kind;

constexpr double kMillisecondsMax = 1e6;

/// The rank of the cell's word among `words`; the first one after a mistake.
std::size_t word_rank(CsvReader& csv, CsvColumn column, const std::vector<std::string>& words) {
  const std::string word(csv.text(column));
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  if (column.valid()) {
    csv.error(column, fmt::format("'{}' is not allowed here", word),
              fmt::format("one of {}", fmt::join(words, ", ")));
  }
  return 0;
}

double positive(CsvReader& csv, CsvColumn column) {
  const std::optional<double> value = csv.number(column);
  if (!value) return 0;
  if (*value > 0 && *value <= kMillisecondsMax) return *value;
  csv.error(column, fmt::format("{} is out of range", csv.text(column)),
            "more than 0, at most 1e6");
  return 0;
}

std::string city(CsvReader& csv, CsvColumn column, const WorldDraft& draft) {
  std::string id(csv.text(column));
  if (column.valid() && draft.nodes.is_complete() && draft.nodes.find(id) == nullptr) {
    csv.error(column, fmt::format("there is no city '{}'", id),
              name_hint(id, draft.nodes.ids(), "cities"));
  }
  return id;
}

}  // namespace

void read_published_latencies(const std::string& file, TableContext context) {
  CsvReader csv(file, context.diagnostics);
  const CsvColumn kind = csv.required_column("kind");
  const CsvColumn layer = csv.required_column("layer");
  const CsvColumn limit = csv.required_column("limit_ms");
  const CsvColumn a = csv.required_column("a");
  const CsvColumn b = csv.required_column("b");
  const CsvColumn over = csv.column("over");
  const CsvColumn equipment = csv.column("equipment_ms");
  const CsvColumn low = csv.required_column("low");
  const CsvColumn high = csv.required_column("high");
  const CsvColumn role = csv.required_column("role");
  const CsvColumn mark = csv.column("mark");
  const CsvColumn source = csv.column("source");
  const CsvColumn note = csv.column("note");
  while (csv.next()) {
    constexpr Kind kKinds[] = {Kind::pairs_mean, Kind::pairs_max, Kind::cities_within,
                               Kind::round_trip, Kind::round_trip_over};
    constexpr LatencyLayer kLayers[] = {LatencyLayer::optical, LatencyLayer::ip_private,
                                        LatencyLayer::ip_public};
    PublishedLatency row;
    row.kind = kKinds[word_rank(
        csv, kind, {"pairs_mean", "pairs_max", "cities_within", "round_trip", "round_trip_over"})];
    row.layer = kLayers[word_rank(csv, layer, {"optical", "ip-private", "ip-public"})];
    row.fitted = word_rank(csv, role, {"checked", "fitted"}) == 1;
    if (row.kind == Kind::cities_within) {
      row.limit = from_seconds(positive(csv, limit) / 1e3);
    }
    if (row.kind == Kind::round_trip || row.kind == Kind::round_trip_over) {
      row.a = city(csv, a, context.draft);
      row.b = city(csv, b, context.draft);
    }
    if (row.kind == Kind::round_trip_over) row.over = city(csv, over, context.draft);
    if (!csv.text(equipment).empty()) row.equipment_ms = positive(csv, equipment);
    row.low = positive(csv, low);
    row.high = csv.text(high).empty() ? row.low : positive(csv, high);
    if (row.high < row.low) csv.error(high, "the upper end is below the lower one");
    row.mark = std::string(csv.text(mark));
    row.source = std::string(csv.text(source));
    row.note = std::string(csv.text(note));
    context.draft.general.published_latencies.push_back(std::move(row));
  }
}

}  // namespace eastwest
