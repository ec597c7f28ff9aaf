// Implements sim/text/user_text.hpp.
#include "sim/text/user_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "sim/base/utf8.hpp"

namespace eastwest {
namespace {

/// Length of the well-formed sequence at `bytes` (Unicode 15, table 3-7), 0 if there is none.
std::size_t sequence_length(const unsigned char* bytes, std::size_t left) {
  const auto continues = [&](std::size_t index) {
    return index < left && (bytes[index] & 0xC0U) == 0x80U;
  };
  const unsigned first = bytes[0];
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return continues(1) ? 2 : 0;
  if (first < 0xF0) {
    if (!continues(1) || !continues(2)) return 0;
    if (first == 0xE0 && bytes[1] < 0xA0) return 0;  // overlong
    if (first == 0xED && bytes[1] > 0x9F) return 0;  // surrogate
    return 3;
  }
  if (first > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return 0;
  if (first == 0xF0 && bytes[1] < 0x90) return 0;  // overlong
  if (first == 0xF4 && bytes[1] > 0x8F) return 0;  // above U+10FFFF
  return 4;
}

/// Whether eight bytes are all ASCII and none is NUL.
bool plain_ascii(const unsigned char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

}  // namespace

std::optional<std::size_t> invalid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && plain_ascii(bytes + at)) {
      at += 8;
      continue;
    }
    if (text.size() >= 8 && plain_ascii(bytes + text.size() - 8) && text.size() - at < 8) break;
    const std::size_t length = sequence_length(bytes + at, text.size() - at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t size = bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

std::string quoted_excerpt(std::string_view text) {
  constexpr std::size_t kBytesMax = 60;
  const std::string_view shown = utf8_prefix(text, kBytesMax);
  return "'" + printable(shown) + (shown.size() < text.size() ? "…'" : "'");
}

std::string shown_line(std::string_view line, int column) {
  constexpr int kColumnMax = 4096;
  constexpr std::size_t kBytesAfter = 400;
  if (column > kColumnMax) return {};
  return std::string(
      utf8_prefix(line, static_cast<std::size_t>(std::max(column, 0)) + kBytesAfter));
}

}  // namespace eastwest
