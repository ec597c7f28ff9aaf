// The beginnings of all lines are kept; a place is searched among them.
#include "sim/text/text_lines.hpp"

#include <algorithm>
#include <utility>

#include "sim/text/user_text.hpp"

namespace eastwest {

TextLines::TextLines(std::string file, std::string_view text)
    : file_(std::move(file)), text_(text), starts_{0} {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') starts_.push_back(at + 1);
  }
}

Position TextLines::at(std::ptrdiff_t offset) const {
  if (offset < 0) return {file_, 0, 0};
  const auto place = static_cast<std::size_t>(offset);
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), place);
  const auto line = static_cast<std::size_t>(after - starts_.begin());
  return {file_, static_cast<int>(line), static_cast<int>(place - starts_[line - 1]) + 1};
}

std::string TextLines::shown(const Position& position) const {
  if (position.line < 1 || static_cast<std::size_t>(position.line) > starts_.size()) return {};
  std::string_view line = text_.substr(starts_[static_cast<std::size_t>(position.line) - 1]);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return shown_line(line, position.column);
}

}  // namespace eastwest
