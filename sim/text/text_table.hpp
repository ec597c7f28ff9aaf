// Tables for a terminal: aligned columns, numbers to the right, Chinese counted as two columns
// wide.
#pragma once

#include <string>
#include <vector>

namespace eastwest {

/// Rows of texts with a header. A column in which every cell is a number (with or without a unit or
/// percent sign; "-" and empty cells do not count) is aligned to the right.
class TextTable {
 public:
  /// No names at all: a table without header line.
  explicit TextTable(std::vector<std::string> header = {});

  /// Adds a row; short rows are filled with empty cells.
  void row(std::vector<std::string> cells);
  /// The whole table, each line ended by a newline and without blanks before it; columns stand two
  /// blanks apart, every line begins with `indent` blanks.
  [[nodiscard]] std::string text(int indent = 0) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace eastwest
