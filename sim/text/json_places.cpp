// Walks once through a text that is known to be valid, counting brackets.
#include "sim/text/json_places.hpp"

namespace eastwest {
namespace {

/// The offset of the quote that closes the string which opens at `open`.
std::size_t closing_quote(std::string_view json, std::size_t open) {
  std::size_t at = open + 1;
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
  return at;
}

}  // namespace

std::map<std::string, std::vector<std::size_t>> list_places(std::string_view json) {
  constexpr std::string_view kBlank = " \t\r\n";
  std::map<std::string, std::vector<std::size_t>> places;
  std::vector<std::size_t>* list = nullptr;  // the one that is being walked through
  std::string key;
  int depth = 0;
  bool is_beginning = false;  // of an element of the list
  const std::size_t first = json.find_first_not_of(kBlank);
  if (first == std::string_view::npos || json[first] != '{') return places;
  for (std::size_t at = first; at < json.size(); ++at) {
    const char c = json[at];
    if (kBlank.find(c) != std::string_view::npos) continue;
    if (is_beginning && c != ']') list->push_back(at);
    is_beginning = false;
    if (c == '"') {
      const std::size_t end = closing_quote(json, at);
      if (depth == 1) key = std::string(json.substr(at + 1, end - at - 1));
      at = end;
    } else if (c == '{' || c == '[') {
      ++depth;
      if (depth != 2) continue;
      is_beginning = c == '[';
      list = is_beginning ? &places[key] : nullptr;
      if (is_beginning) list->clear();  // the last one of that name counts
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',') {
      is_beginning = depth == 2 && list != nullptr;
    }
  }
  return places;
}

}  // namespace eastwest
