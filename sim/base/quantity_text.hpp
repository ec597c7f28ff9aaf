// The text form of quantities: "20 ms", "400 Gb/s", "788 EFLOPS" in, the same style out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/civil_time.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// What a number in a file measures; decides which units are allowed.
enum class Dimension {
  number,             ///< no unit
  fraction,           ///< `30 %` or a bare 0.3; base 1
  duration,           ///< ns us ms s min h d w; base second
  bytes,              ///< B kB MB GB TB PB EB and KiB…; base byte
  bit_rate,           ///< b/s kb/s Mb/s Gb/s Tb/s Pb/s; base bit/s
  compute,            ///< FLOPS kFLOPS … PFLOPS EFLOPS; base FLOP/s
  length,             ///< m km; base km
  electricity_price,  ///< CNY/kWh; base CNY/kWh
  carbon_factor,      ///< kg/kWh g/kWh; base kg/kWh
  hourly_price,       ///< CNY/h; base CNY/h
  rate,               ///< /s /min /h /d /w /y (365 days): events per time; base 1/s
  transfer_price,     ///< CNY/GB CNY/TB; base CNY/GB
};

/// A number in the dimension's base unit, or what is wrong with the text.
struct QuantityReading {
  std::optional<double> value;
  std::string problem;  ///< empty when there is a value
  std::string hint;     ///< e.g. "write a unit: 20 ms, 5 s, 2 h"
};

/// Reads `text` as a quantity. A bare number is a problem unless the dimension is number or
/// fraction (0 needs its unit too). Underscores and spaces between number and unit are accepted
/// ("1_000 Gb/s"); the locale plays no part. Infinite, NaN and malformed numbers are problems.
[[nodiscard]] QuantityReading read_quantity(std::string_view text, Dimension dimension);
/// The units of a dimension, smallest first, for help texts and JSON Schema patterns.
[[nodiscard]] std::vector<std::string> units_of(Dimension dimension);

/// Shortest decimal that reads back to the same double ("0.1", "1e+21", "120").
[[nodiscard]] std::string shortest(double value);
/// For people: "1.5 h", "12.3 TB", "400 Gb/s", "788 EFLOPS"; three significant digits.
[[nodiscard]] std::string to_text(Duration span);
[[nodiscard]] std::string to_text(Bytes size);
[[nodiscard]] std::string to_text(BitsPerSecond rate);
[[nodiscard]] std::string to_text(Flops speed);
/// The value (base unit) with the largest unit of its dimension that keeps it >= 1.
[[nodiscard]] std::string to_text(double value, Dimension dimension);

}  // namespace eastwest
