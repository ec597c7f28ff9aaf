// Any text is a quantity or has a problem, and a number that was read is written to read the same.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/quantity_text.hpp"
#include "tests/fuzz/fuzz_file.hpp"

namespace eastwest {
namespace {

void check(std::string_view text, Dimension dimension) {
  const QuantityReading reading = read_quantity(text, dimension);
  require_property(reading.value.has_value() == reading.problem.empty());
  if (!reading.value) return;
  require_property(std::isfinite(*reading.value));
  static_cast<void>(to_text(*reading.value, dimension));
  if (dimension != Dimension::number) return;
  const QuantityReading again = read_quantity(shortest(*reading.value), dimension);
  require_property(again.value == reading.value);
}

}  // namespace
}  // namespace eastwest

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using eastwest::Dimension;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const Dimension dimension :
       {Dimension::number, Dimension::fraction, Dimension::duration, Dimension::bytes,
        Dimension::bit_rate, Dimension::compute, Dimension::length, Dimension::electricity_price,
        Dimension::carbon_factor, Dimension::rate}) {
    eastwest::check(text, dimension);
  }
  return 0;
}
