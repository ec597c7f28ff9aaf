// Implements models/workload/trace_cells.hpp.
#include "models/workload/trace_cells.hpp"

#include <string>

#include <fmt/format.h>

namespace eastwest {

namespace {

bool is_span(double seconds) { return seconds >= 0 && seconds <= kTraceSecondsMax; }

std::string no_span(double seconds) { return fmt::format("{} s is not possible here", seconds); }

constexpr const char* kSpanHint = "from 0 s to 100 years";

bool is_number(std::int64_t number, std::int64_t least) {
  return number >= least && number <= kTraceAcceleratorsMax;
}

std::string no_number(std::int64_t number) {
  return fmt::format("a job cannot have {} accelerators", number);
}

std::string number_hint(std::int64_t least) {
  return fmt::format("a job has {} to {} accelerators", least, kTraceAcceleratorsMax);
}

}  // namespace

std::optional<Duration> span_cell(CsvReader& table, CsvColumn column, double unit) {
  const auto number = table.number(column);
  if (!number) return std::nullopt;
  if (is_span(*number * unit)) return from_seconds(*number * unit);
  table.error(column, no_span(*number * unit), kSpanHint);
  return std::nullopt;
}

std::optional<Duration> span_cell(RowReader& rows, std::size_t cell, const char* name) {
  const auto number = rows.number(cell, name);
  if (!number) return std::nullopt;
  if (is_span(*number)) return from_seconds(*number);
  rows.error(cell, name, no_span(*number), kSpanHint);
  return std::nullopt;
}

std::optional<std::int32_t> accelerators_cell(CsvReader& table, CsvColumn column,
                                              std::int64_t least) {
  const auto number = table.integer(column);
  if (!number) return std::nullopt;
  if (is_number(*number, least)) return static_cast<std::int32_t>(*number);
  table.error(column, no_number(*number), number_hint(least));
  return std::nullopt;
}

std::optional<std::int32_t> accelerators_cell(RowReader& rows, std::size_t cell, const char* name,
                                              std::int64_t least) {
  const auto number = rows.integer(cell, name);
  if (!number) return std::nullopt;
  if (is_number(*number, least)) return static_cast<std::int32_t>(*number);
  rows.error(cell, name, no_number(*number), number_hint(least));
  return std::nullopt;
}

}  // namespace eastwest
