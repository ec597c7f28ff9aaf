// Implements sim/text/text_table.hpp.
#include "sim/text/text_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

/// A number, perhaps with a sign before and a unit after it; not a date, an id or a range.
bool is_number(std::string_view cell) {
  for (const std::string_view sign : {"+", "<", "±", "≤", "~"}) {
    if (cell.substr(0, sign.size()) == sign) cell.remove_prefix(sign.size());
  }
  double value = 0;
  const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (fault == std::errc::invalid_argument) return false;
  const std::string_view rest = cell.substr(static_cast<std::size_t>(end - cell.data()));
  return rest.find_first_of("-:_") == std::string_view::npos;
}

bool says_nothing(std::string_view cell) { return cell.empty() || cell == "-"; }

}  // namespace

TextTable::TextTable(std::vector<std::string> header) : header_(std::move(header)) {}

void TextTable::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string TextTable::text(int indent) const {
  std::vector<std::vector<std::string>> rows = rows_;
  if (!header_.empty()) rows.insert(rows.begin(), header_);
  std::size_t columns = 0;
  for (const auto& cells : rows) columns = std::max(columns, cells.size());
  std::vector<int> width(columns, 0);
  std::vector<bool> numeric(columns, false);
  for (std::size_t column = 0; column < columns; ++column) {
    bool any_number = false;
    bool any_text = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (column >= rows[i].size()) continue;
      const std::string& cell = rows[i][column];
      width[column] = std::max(width[column], display_width(cell));
      if ((i == 0 && !header_.empty()) || says_nothing(cell)) continue;
      (is_number(cell) ? any_number : any_text) = true;
    }
    numeric[column] = any_number && !any_text;
  }
  std::string result;
  for (const auto& cells : rows) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (column > 0) line += "  ";
      const auto blanks = static_cast<std::size_t>(width[column] - display_width(cells[column]));
      if (numeric[column]) line.append(blanks, ' ');
      line += cells[column];
      if (!numeric[column]) line.append(blanks, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  return result;
}

}  // namespace eastwest
