// UTF-8 text as people see it: characters, their width on a terminal, and what is safe to print.
#pragma once

#include <string>
#include <string_view>

namespace eastwest {

/// Takes the first character off non-empty `text`; U+FFFD for a byte that is not valid UTF-8.
[[nodiscard]] char32_t take_character(std::string_view& text);
/// Appends the UTF-8 form of `character`.
void append_character(std::string& text, char32_t character);
/// The characters of `text`.
[[nodiscard]] std::u32string characters(std::string_view text);
/// Terminal columns of one character: 2 for East Asian wide ones, 0 for combining marks.
[[nodiscard]] int display_width(char32_t character);
/// `text` on one line: control characters become spaces, invalid bytes U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace eastwest
