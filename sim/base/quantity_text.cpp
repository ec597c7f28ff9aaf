// Reading and writing of quantities, correctly rounded and independent of the locale.
#include "sim/base/quantity_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/base/unit_table.hpp"

namespace eastwest {
namespace {

/// Spans and rates are stored as 64-bit integers (nanoseconds, bit/s): larger ones do not fit.
constexpr double kDurationMax = 9.2e9;
constexpr double kBitRateMax = 9.2e18;
constexpr int kExponentMax = 10'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// A decimal number as written, split so that a unit's power of ten can be put into it.
struct Decimal {
  /// Sign, digits and point, without underscores.
  std::string digits;
  int exponent = 0;
  /// The number's text, for messages.
  std::string_view written;
  /// What follows the number, without the spaces between.
  std::string_view rest;
};

/// Moves digits (with single underscores between them) from `text` to `out`; false for "1__0".
bool take_digits(std::string_view& text, std::string& out) {
  bool after_digit = false;
  while (!text.empty()) {
    const bool between = text.front() == '_' && after_digit && text.size() > 1 && is_digit(text[1]);
    if (!is_digit(text.front()) && !between) break;
    after_digit = is_digit(text.front());
    if (after_digit) out += text.front();
    text.remove_prefix(1);
  }
  return text.empty() || text.front() != '_';
}

/// Takes `e`, a sign and digits, if all of that is there; otherwise the e belongs to the unit.
int take_exponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return 0;
  std::size_t at = 1;
  const bool negative = at < text.size() && text[at] == '-';
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  if (at >= text.size() || !is_digit(text[at])) return 0;
  int exponent = 0;
  while (at < text.size() && is_digit(text[at])) {
    exponent = std::min(exponent * 10 + (text[at] - '0'), kExponentMax);
    ++at;
  }
  text.remove_prefix(at);
  return negative ? -exponent : exponent;
}

/// The number at the front of `text`; empty if there is none.
std::optional<Decimal> take_decimal(std::string_view text) {
  Decimal decimal;
  const std::string_view whole = text;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') decimal.digits += '-';
    text.remove_prefix(1);
  }
  const std::size_t sign_size = decimal.digits.size();
  if (!take_digits(text, decimal.digits)) return std::nullopt;
  std::size_t digit_count = decimal.digits.size() - sign_size;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (digit_count == 0) decimal.digits += '0';
    decimal.digits += '.';
    const std::size_t before = decimal.digits.size();
    if (!take_digits(text, decimal.digits)) return std::nullopt;
    const std::size_t decimals = decimal.digits.size() - before;
    if (decimals == 0) decimal.digits += '0';
    digit_count += decimals;
  }
  if (digit_count == 0) return std::nullopt;
  decimal.exponent = take_exponent(text);
  decimal.written = whole.substr(0, whole.size() - text.size());
  decimal.rest = trimmed(text);
  return decimal;
}

/// digits * 10^exponent, correctly rounded; empty when it overflows or vanishes.
std::optional<double> rounded(const Decimal& decimal, int unit_exponent) {
  const std::string text = fmt::format("{}e{}", decimal.digits, decimal.exponent + unit_exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

QuantityReading wrong(std::string problem, std::string hint) {
  return {.value = std::nullopt, .problem = std::move(problem), .hint = std::move(hint)};
}

std::string examples(std::string_view number, Dimension dimension) {
  std::string text;
  for (const std::string_view unit : example_units(dimension)) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, unit);
  }
  return text;
}

std::string unit_names(Dimension dimension) {
  std::string text;
  for (const Unit& unit : unit_table(dimension)) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", unit.name);
  }
  return text;
}

/// The text as a message shows it: quoted, and not longer than a line.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  if (text.size() <= kShown) return fmt::format("\"{}\"", text);
  return fmt::format("\"{}…\"", text.substr(0, kShown));
}

/// Advice for a unit that is none of ours: bits are not bytes; else the unit that is meant.
std::string unit_guess(const Decimal& decimal, Dimension dimension) {
  const bool has_byte = decimal.rest.find('B') != std::string_view::npos;
  if (dimension == Dimension::bit_rate && has_byte) return "rates are in bits: 1 B/s = 8 b/s; ";
  if (dimension == Dimension::bytes && decimal.rest.ends_with('b')) {
    return "sizes are in bytes: 8 b = 1 B; ";
  }
  const std::string_view meant = meant_unit(decimal.rest, dimension);
  if (meant.empty()) return "";
  return fmt::format("did you mean \"{} {}\"? ", decimal.written, meant);
}

QuantityReading no_number(std::string_view text, Dimension dimension) {
  std::string hint = "write a number, e.g. 12 or 0.5";
  if (dimension == Dimension::fraction) hint = "write a share, e.g. 30 % or 0.3";
  if (!example_units(dimension).empty()) {
    hint = fmt::format("write a number and a unit: {}", examples("20", dimension));
  }
  return wrong(fmt::format("{} is not a number", quoted(text)), std::move(hint));
}

QuantityReading wrong_unit(std::string_view text, const Decimal& decimal, Dimension dimension) {
  if (dimension == Dimension::number) {
    return wrong(fmt::format("{} is not a bare number", quoted(text)),
                 fmt::format("no unit belongs here: write {}", decimal.written));
  }
  return wrong(fmt::format("{} is not a unit here", quoted(decimal.rest)),
               fmt::format("{}units: {}", unit_guess(decimal, dimension), unit_names(dimension)));
}

QuantityReading scaled(std::string_view text, const Decimal& decimal, const Unit& unit,
                       Dimension dimension) {
  const std::optional<double> mantissa = rounded(decimal, unit.exponent);
  const double value = mantissa.value_or(0) * unit.factor / unit.divisor;
  const bool too_large = (dimension == Dimension::duration && std::fabs(value) >= kDurationMax) ||
                         (dimension == Dimension::bit_rate && std::fabs(value) >= kBitRateMax);
  if (!mantissa || !std::isfinite(value) || too_large) {
    return wrong(fmt::format("{} is outside what can be computed with", quoted(text)),
                 dimension == Dimension::duration ? "spans reach to 290 years"
                                                  : "write a number of ordinary size");
  }
  return {.value = value, .problem = {}, .hint = {}};
}

/// Three significant digits, whole numbers from 100 on; no trailing zeros.
std::string three_digits(double value) {
  const double size = std::fabs(value);
  if (size > 0 && size < 1) return fmt::format("{:.3g}", value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

/// What one `unit` is in the base unit.
double base_value(const Unit& unit) {
  double power = 1;
  for (int step = 0; step < std::abs(unit.exponent); ++step) power *= 10;
  const double value = unit.factor / unit.divisor;
  return unit.exponent < 0 ? value / power : value * power;
}

/// Whether `value` should be printed in `unit` rather than in a smaller one. It is judged as it
/// will be printed: 999.9 GB prints as 1 TB, not as 1000 GB.
bool fits(double value, const Unit& unit) {
  const double size = std::fabs(value) / base_value(unit);
  if (size == 0) return base_value(unit) == 1;
  return size >= 1 || three_digits(size) == "1";
}

}  // namespace

QuantityReading read_quantity(std::string_view text, Dimension dimension) {
  text = trimmed(text);
  const std::optional<Decimal> decimal = take_decimal(text);
  if (!decimal) return no_number(text, dimension);
  if (decimal->rest.empty()) {
    if (dimension == Dimension::number || dimension == Dimension::fraction) {
      return scaled(text, *decimal, Unit{"", 0, 1, true}, dimension);
    }
    return wrong(fmt::format("{} has no unit", quoted(text)),
                 fmt::format("write a unit: {}", examples(decimal->written, dimension)));
  }
  if (decimal->rest.front() == ',' || is_digit(decimal->rest.front())) {
    return wrong(fmt::format("{} is not a number", quoted(text)),
                 "write 1_000 or 1000 for a thousand, and a point before decimals");
  }
  for (const Unit& unit : unit_table(dimension)) {
    if (unit.name == decimal->rest) return scaled(text, *decimal, unit, dimension);
  }
  return wrong_unit(text, *decimal, dimension);
}

std::vector<std::string> units_of(Dimension dimension) {
  std::vector<std::string> names;
  for (const Unit& unit : unit_table(dimension)) names.emplace_back(unit.name);
  return names;
}

std::string shortest(double value) { return fmt::format("{}", value); }

std::string to_text(double value, Dimension dimension) {
  if (!std::isfinite(value) || unit_table(dimension).empty()) return three_digits(value);
  const Unit* chosen = nullptr;
  for (const Unit& unit : unit_table(dimension)) {
    if (unit.printed && (chosen == nullptr || fits(value, unit))) chosen = &unit;
  }
  if (chosen == nullptr) return three_digits(value);
  return fmt::format("{} {}", three_digits(value / base_value(*chosen)), chosen->name);
}

std::string to_text(Duration span) { return to_text(to_seconds(span), Dimension::duration); }

std::string to_text(Bytes size) {
  return to_text(static_cast<double>(size.value()), Dimension::bytes);
}

std::string to_text(BitsPerSecond rate) {
  return to_text(static_cast<double>(rate.value()), Dimension::bit_rate);
}

std::string to_text(Flops speed) { return to_text(speed.value(), Dimension::compute); }

}  // namespace eastwest
