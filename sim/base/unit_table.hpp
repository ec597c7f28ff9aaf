// The units that files may use, by dimension: the one table behind reading, printing and help.
#pragma once

#include <span>
#include <string_view>

#include "sim/base/quantity_text.hpp"

namespace eastwest {

/// One unit: a number n with it means n * 10^exponent * factor / divisor in the base unit.
struct Unit {
  std::string_view name;
  int exponent;
  /// What is not a power of ten: 60, 1024 …; 1 otherwise.
  double factor;
  /// Whether text for people uses it; the others can only be read.
  bool printed;
  double divisor = 1;
};

/// Smallest unit first; empty for Dimension::number.
[[nodiscard]] std::span<const Unit> unit_table(Dimension dimension);
/// A few units for the hint "write a unit: 20 ms, 20 s, 20 h".
[[nodiscard]] std::span<const std::string_view> example_units(Dimension dimension);
/// What people write for a unit of ours ("Gbps" for "Gb/s"); empty if nothing is known.
[[nodiscard]] std::string_view meant_unit(std::string_view written, Dimension dimension);

}  // namespace eastwest
