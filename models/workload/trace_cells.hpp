// Cells that every trace has: spans of time and numbers of accelerators, with their limits.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/quantity.hpp"
#include "sim/text/csv_reader.hpp"
#include "sim/text/row_reader.hpp"

namespace eastwest {

inline constexpr std::int64_t kTraceAcceleratorsMax = 1'000'000'000;
/// A hundred years.
inline constexpr double kTraceSecondsMax = 100.0 * 366 * 86400;

/// A span from 0 s to 100 years, given in units of so many seconds. Anything else is reported and
/// gives nothing.
[[nodiscard]] std::optional<Duration> span_cell(CsvReader& table, CsvColumn column,
                                                double unit = 1);
[[nodiscard]] std::optional<Duration> span_cell(RowReader& rows, std::size_t cell,
                                                const char* name);

/// A number of accelerators from `least` to a billion, likewise.
[[nodiscard]] std::optional<std::int32_t> accelerators_cell(CsvReader& table, CsvColumn column,
                                                            std::int64_t least = 1);
[[nodiscard]] std::optional<std::int32_t> accelerators_cell(RowReader& rows, std::size_t cell,
                                                            const char* name,
                                                            std::int64_t least = 1);

}  // namespace eastwest
