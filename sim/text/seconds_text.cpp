// Whole seconds, and nanoseconds without the zeros at their end.
#include "sim/text/seconds_text.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace eastwest {

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
  to = std::to_chars(to, to + kSecondsTextMax, size / kSecond).ptr;
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

}  // namespace eastwest
