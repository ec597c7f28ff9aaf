// Decoding of UTF-8 and the width table; widths follow Unicode's East Asian Width W and F.
#include "sim/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first, last;
};

/// Combining marks and format characters, which take no column of their own.
constexpr std::array kZeroWidth{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489},   Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A},   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
    Range{0x200B, 0x200F}, Range{0x202A, 0x202E},   Range{0x2060, 0x2064}, Range{0x20D0, 0x20F0},
    Range{0x302A, 0x302D}, Range{0x3099, 0x309A},   Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
    Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF},
};

/// Chinese, Japanese and Korean writing, their punctuation and full-width forms, emoji.
constexpr std::array kDoubleWidth{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x4DBF},
    Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97C},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},
    Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};

bool contains(std::span<const Range> ranges, char32_t character) {
  return std::any_of(ranges.begin(), ranges.end(), [character](const Range& range) {
    return character >= range.first && character <= range.last;
  });
}

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
         character == 0x2029 || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

/// Bytes of the character that starts with `lead`, 0 if none can.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

}  // namespace

char32_t take_character(std::string_view& text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const std::size_t length = length_of(byte(0));
  char32_t value = length == 1 ? byte(0) : byte(0) & (0x7Fu >> length);
  bool valid = length > 0 && length <= text.size();
  for (std::size_t at = 1; valid && at < length; ++at) {
    valid = (byte(at) & 0xC0u) == 0x80u;
    value = (value << 6) | (byte(at) & 0x3Fu);
  }
  // Overlong forms, surrogates and what lies beyond Unicode are no characters either.
  const bool in_range = length < 3 || (length == 3 && value >= 0x800) ||
                        (length == 4 && value >= 0x10000 && value <= 0x10FFFF);
  valid = valid && in_range && !(value >= 0xD800 && value <= 0xDFFF);
  text.remove_prefix(valid ? length : 1);
  return valid ? value : kReplacement;
}

void append_character(std::string& text, char32_t character) {
  const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
  const auto add_rest = [&](int shift) { add(0x80u | ((character >> shift) & 0x3Fu)); };
  if (character < 0x80) {
    add(character);
  } else if (character < 0x800) {
    add(0xC0u | (character >> 6));
    add_rest(0);
  } else if (character < 0x10000) {
    add(0xE0u | (character >> 12));
    add_rest(6);
    add_rest(0);
  } else {
    add(0xF0u | (character >> 18));
    add_rest(12);
    add_rest(6);
    add_rest(0);
  }
}

std::u32string characters(std::string_view text) {
  std::u32string result;
  while (!text.empty()) result += take_character(text);
  return result;
}

int display_width(char32_t character) {
  if (character < 0x0300) return 1;
  if (contains(kZeroWidth, character)) return 0;
  return contains(kDoubleWidth, character) ? 2 : 1;
}

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) width += display_width(take_character(text));
  return width;
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const char32_t character = take_character(text);
    append_character(result, is_control(character) ? U' ' : character);
  }
  return result;
}

}  // namespace eastwest
