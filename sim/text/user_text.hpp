// The user's own text: is it valid UTF-8, and how much of it fits into a message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace eastwest {

/// Offset of the first byte that is no valid UTF-8 (NUL counts as invalid); empty if all are.
[[nodiscard]] std::optional<std::size_t> invalid_utf8(std::string_view text);
/// The first bytes of `text`, at most `bytes_max`, not cut inside a character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);
/// `text` in single quotes for a message: cut after 60 bytes, control characters as blanks.
[[nodiscard]] std::string quoted_excerpt(std::string_view text);
/// A line of the user's file for a message about byte `column` (from 1): what follows the column is
/// cut when long, and lines with a column far to the right are not shown (empty).
[[nodiscard]] std::string shown_line(std::string_view line, int column);

}  // namespace eastwest
