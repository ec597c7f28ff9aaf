// Implements sim/scenario/checked_table.hpp.
#include "sim/scenario/checked_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/civil_time.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"

namespace eastwest {

CheckedTable::CheckedTable(const std::string& file, TableContext context)
    : context_(context),
      csv_(file, context.diagnostics),
      mark_(csv_.column("mark")),
      scope_(csv_.column("scope")),
      precision_(csv_.column("precision")) {}

const std::vector<std::string>& CheckedTable::scopes() {
  static const std::vector<std::string> words = {"intelligent", "general", "super", "total"};
  return words;
}

const std::vector<std::string>& CheckedTable::precisions() {
  static const std::vector<std::string> words = {"FP16", "FP32", "FP64"};
  return words;
}

bool CheckedTable::next() {
  if (!csv_.next()) return false;
  if (++rows_ > kEntitiesMax) {
    csv_.error(CsvColumn{0}, fmt::format("more than {} rows; the rest is not read", kEntitiesMax));
    has_lost_ids_ = true;
    return false;
  }
  check_provenance();
  return true;
}

void CheckedTable::check_provenance() {
  static const std::vector<std::string> marks = {"sourced", "recalled", "derived", "assumed"};
  if (!is_empty(mark_)) choice(mark_, marks);
  if (!is_empty(scope_)) choice(scope_, scopes());
  if (!is_empty(precision_)) choice(precision_, precisions());
}

std::string CheckedTable::id(CsvColumn column) {
  std::string text(csv_.text(column));
  if (const std::string problem = problem_of_id(text); !problem.empty()) {
    if (column.valid()) csv_.error(column, problem);
    has_lost_ids_ = true;
    return {};
  }
  return text;
}

void CheckedTable::report_duplicate(CsvColumn column, const std::string& id, const Place& first) {
  csv_.error(column, fmt::format("'{}' stands in line {} already", id, first.position.line),
             "every row needs its own id");
}

void CheckedTable::report_unknown(CsvColumn column, const char* noun,
                                  const std::vector<std::string>& known) {
  // Beyond the mistakes that are kept, nobody reads the hint, which takes its time.
  const bool is_kept = context_.diagnostics.error_count() < Diagnostics::kKeptMax;
  csv_.error(column, fmt::format("there is no {} '{}'", noun, text(column)),
             is_kept ? name_hint(text(column), known, fmt::format("{}s", noun)) : std::string{});
}

Mention CheckedTable::needed_mention(CsvColumn column) {
  if (column.valid() && is_empty(column)) csv_.error(column, "the cell is empty");
  return mention(column);
}

double CheckedTable::number(CsvColumn column, double minimum, double maximum) {
  const std::optional<double> value = csv_.number(column);
  if (!value || !in_range(column, *value, minimum, maximum)) return minimum;
  return *value;
}

std::optional<double> CheckedTable::number_or_none(CsvColumn column, double minimum,
                                                   double maximum) {
  if (is_empty(column)) return std::nullopt;
  return number(column, minimum, maximum);
}

std::int64_t CheckedTable::count(CsvColumn column, double minimum, double maximum) {
  const std::optional<std::int64_t> value = csv_.integer(column);
  if (!value || !in_range(column, static_cast<double>(*value), minimum, maximum)) {
    return static_cast<std::int64_t>(minimum);
  }
  return *value;
}

std::size_t CheckedTable::choice(CsvColumn column, const std::vector<std::string>& choices) {
  const std::string word = text(column);
  const auto found = std::find(choices.begin(), choices.end(), word);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  if (column.valid()) {
    csv_.error(column, fmt::format("'{}' is not allowed here", word),
               fmt::format("one of {}", fmt::join(choices, ", ")));
  }
  return 0;
}

std::string CheckedTable::date(CsvColumn column) {
  std::string date = text(column);
  if (date.empty()) return date;
  if (date.size() == std::string_view("2025-06-30").size() && read_civil_time(date)) return date;
  csv_.error(column, fmt::format("'{}' is not a date", date), "write YYYY-MM-DD");
  return {};
}

bool CheckedTable::in_service_at(const std::string& when, CsvColumn first_day,
                                 CsvColumn first_day_after) {
  const std::string from = date(first_day);
  const std::string until = date(first_day_after);
  return from <= when && (until.empty() || when < until);
}

bool CheckedTable::in_range(CsvColumn column, double value, double minimum, double maximum) {
  if (value >= minimum && value <= maximum) return true;
  csv_.error(column, fmt::format("{} is out of range", shortest(value)),
             maximum >= kLargest
                 ? fmt::format("at least {}", shortest(minimum))
                 : fmt::format("from {} to {}", shortest(minimum), shortest(maximum)));
  return false;
}

}  // namespace eastwest
