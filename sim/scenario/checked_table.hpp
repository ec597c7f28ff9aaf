// A CSV table of a world with checked ways to read its cells; mistakes are reported where they
// stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/world_draft.hpp"
#include "sim/text/csv_reader.hpp"

namespace eastwest {

/// What a row needs to know about the reading: the vintage as YYYY-MM-DD, and where to report.
struct TableContext {
  const std::string& as_of;
  WorldDraft& draft;
  Diagnostics& diagnostics;
};

/// A table that is open. Where it has the columns `mark`, `scope` and `precision`, their words are
/// checked in every row.
class CheckedTable {
 public:
  /// The largest number that a cell may hold.
  static constexpr double kLargest = 1e15;
  /// What a figure of computing may speak of, and in which arithmetic it may be counted.
  static const std::vector<std::string>& scopes();
  static const std::vector<std::string>& precisions();

  CheckedTable(const std::string& file, TableContext context);

  /// False at the end, and after too many rows.
  bool next();
  CsvReader& csv() { return csv_; }
  CsvColumn needed(std::string_view name) { return csv_.required_column(name); }
  CsvColumn optional(std::string_view name) { return csv_.column(name); }

  /// The row's id; empty (and reported) if it may not be one.
  std::string id(CsvColumn column);
  /// False once a row, the whole file or an id could not be read: nobody knows then which ids the
  /// table has.
  [[nodiscard]] bool is_complete() const { return !has_lost_ids_ && !csv_.has_lost_rows(); }
  void report_duplicate(CsvColumn column, const std::string& id, const Place& first);
  void report_unknown(CsvColumn column, const char* noun, const std::vector<std::string>& known);
  [[nodiscard]] std::string text(CsvColumn column) const { return std::string(csv_.text(column)); }
  [[nodiscard]] bool is_empty(CsvColumn column) const { return csv_.text(column).empty(); }
  Mention mention(CsvColumn column) { return {text(column), place_of(csv_, column)}; }
  /// A mention that must not be empty.
  Mention needed_mention(CsvColumn column);
  /// A number in a range; the smallest one after a mistake.
  double number(CsvColumn column, double minimum, double maximum);
  /// The same; an empty cell (or no such column) gives nothing.
  std::optional<double> number_or_none(CsvColumn column, double minimum, double maximum);
  std::int64_t count(CsvColumn column, double minimum, double maximum);
  /// The rank of a cell's word among `choices`; 0 after a mistake.
  std::size_t choice(CsvColumn column, const std::vector<std::string>& choices);
  /// A date as YYYY-MM-DD; empty if the cell is empty or wrong (which is reported).
  std::string date(CsvColumn column);
  /// Whether the row is in service at the vintage: from the first date on, before the second; an
  /// empty cell means always.
  bool in_service(CsvColumn first_day, CsvColumn first_day_after) {
    return in_service_at(context_.as_of, first_day, first_day_after);
  }
  /// The same with what opens or closes during the run.
  ServiceDates service(CsvColumn first_day, CsvColumn first_day_after) {
    return service_dates(context_.draft.run, date(first_day), date(first_day_after),
                         context_.as_of);
  }
  /// The same at another date.
  bool in_service_at(const std::string& when, CsvColumn first_day, CsvColumn first_day_after);

 private:
  bool in_range(CsvColumn column, double value, double minimum, double maximum);
  void check_provenance();

  TableContext context_;
  CsvReader csv_;
  CsvColumn mark_;
  CsvColumn scope_;
  CsvColumn precision_;
  std::size_t rows_ = 0;
  bool has_lost_ids_ = false;
};

}  // namespace eastwest
