// Whole seconds, and nanoseconds without the zeros at their end.
#include "sim/text/seconds_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace eastwest {

namespace {

constexpr std::uint64_t kEightDigits = 100'000'000;

/// Writes a number of at most eight digits and returns its end; `to` has room for eight. All
/// digits at once, each in a byte of one word: halves, pairs, then single digits are split.
char* write_eight(char* to, std::uint64_t number) {
  const std::uint64_t halves = number / 10'000 | (number % 10'000) << 32U;
  // x / 100 = x * 10486 / 2^20 for x < 10^4, and x / 10 = x * 103 / 2^10 for x < 100.
  const std::uint64_t hundreds = (halves * 10'486 >> 20U) & 0x0000007f'0000007fU;
  const std::uint64_t pairs = hundreds + ((halves - 100 * hundreds) << 16U);
  const std::uint64_t tens = (pairs * 103 >> 10U) & 0x000f000f'000f000fU;
  const std::uint64_t digits = tens + ((pairs - 10 * tens) << 8U);
  // The first digit stands lowest; a zero is written if there is no other digit.
  const auto zeros = std::min(std::countr_zero(digits) / 8, 7);
  std::uint64_t letters = (digits + 0x30303030'30303030U) >> (8U * static_cast<unsigned>(zeros));
  char* const end = to + (8 - zeros);
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(to, &letters, sizeof letters);
  } else {
    for (; to != end; letters >>= 8U) *to++ = static_cast<char>(letters);
  }
  return end;
}

}  // namespace

char* write_seconds(char* to, Duration span) {
  const std::int64_t nanoseconds = span.count();
  if (nanoseconds == 0) {
    *to = '0';
    return to + 1;
  }
  const bool negative = nanoseconds < 0;
  const std::uint64_t size = negative ? ~static_cast<std::uint64_t>(nanoseconds) + 1
                                      : static_cast<std::uint64_t>(nanoseconds);
  constexpr std::uint64_t kSecond = 1'000'000'000;
  if (negative) *to++ = '-';
  const std::uint64_t whole = size / kSecond;
  to = whole < kEightDigits ? write_eight(to, whole)
                            : std::to_chars(to, to + kSecondsTextMax, whole).ptr;
  std::uint64_t rest = size % kSecond;
  if (rest == 0) return to;
  *to = '.';
  for (int digit = 9; digit >= 1; --digit, rest /= 10)
    to[digit] = static_cast<char>('0' + rest % 10);
  to += 9;
  while (*to == '0') --to;
  return to + 1;
}

std::string seconds_text(Duration span) {
  std::array<char, kSecondsTextMax> text;
  return {text.data(), write_seconds(text.data(), span)};
}

std::optional<Duration> read_plain_seconds(std::string_view text) {
  constexpr std::size_t kWholeDigitsMax = 9;  // below 32 years
  constexpr std::size_t kDecimalsMax = 9;
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view decimals = text.substr(std::min(point + 1, text.size()));
  if (point == 0 || point > kWholeDigitsMax || decimals.size() > kDecimalsMax) return std::nullopt;
  if (point + 1 == text.size()) return std::nullopt;  // `1.`
  std::int64_t nanoseconds = 0;
  const auto append = [&nanoseconds](std::string_view digits) {
    for (const char digit : digits) {
      if (digit < '0' || digit > '9') return false;
      nanoseconds = 10 * nanoseconds + (digit - '0');
    }
    return true;
  };
  if (!append(text.substr(0, point)) || !append(decimals)) return std::nullopt;
  for (std::size_t i = decimals.size(); i < kDecimalsMax; ++i) nanoseconds *= 10;
  return Duration{nanoseconds};
}

}  // namespace eastwest
