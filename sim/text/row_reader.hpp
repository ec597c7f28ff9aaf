// Rows of cells without a header row, separated by blanks or tabs, plain or gzip, in constant
// memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/diagnostic.hpp"
#include "sim/text/line_source.hpp"

namespace eastwest {

enum class CellSeparator {
  blanks,  ///< any number of blanks and tabs; a cell is never empty
  tab,     ///< one tab; cells may be empty and may contain blanks
};

struct RowReaderOptions {
  CellSeparator separator = CellSeparator::blanks;
  /// Rows that begin with it are comments; 0: there are none.
  char comment = 0;
  /// A longer row ends the reading with an error.
  std::size_t row_bytes_max = std::size_t{1} << 20;
};

/// Reads such a file row by row (LF, CRLF or both; with or without byte order mark). Mistakes go to
/// the Diagnostics given, which must outlive the reader; after a missing or damaged file or a row
/// over the limit next() is false. Blank rows are skipped.
///
///   RowReader rows("log.swf", {.comment = ';'}, diagnostics);
///   while (rows.next()) {
///     if (!rows.is_comment()) use(rows.number(1, "submit"));
///   }
class RowReader {
 public:
  /// After so many mistakes in the Diagnostics the rest is not read.
  static constexpr std::size_t kMistakesMax = 1000;

  RowReader(std::string file, RowReaderOptions options, Diagnostics& diagnostics);

  /// Goes to the next row; false at the end or after a mistake that hides the rest.
  [[nodiscard]] bool next();

  [[nodiscard]] bool is_comment() const { return is_comment_; }
  /// The whole row, valid until next(); of a comment, any bytes.
  [[nodiscard]] std::string_view row() const { return row_; }
  /// Number of cells; 0 for a comment.
  [[nodiscard]] std::size_t size() const { return cells_.size(); }
  /// The same in words, `1 cell`, for a message.
  [[nodiscard]] std::string size_text() const;
  /// Cells count from 0; a cell that is not there is empty.
  [[nodiscard]] std::string_view text(std::size_t cell) const;
  /// A whole number. Anything else is reported, with `name` for the cell, and gives nothing.
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t cell, const char* name);
  /// A finite decimal number, likewise.
  [[nodiscard]] std::optional<double> number(std::size_t cell, const char* name);
  /// Reports a mistake in a cell of this row.
  void error(std::size_t cell, const char* name, std::string message, std::string hint = {});
  /// Reports a mistake of the whole row.
  void error(std::string message, std::string hint = {});
  /// Line of this row, from 1.
  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  struct Cell {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  bool read_row();
  void split();
  [[nodiscard]] bool check_row();
  void fail(std::string message, std::string hint);
  void add(Diagnostic diagnostic);

  std::string file_;
  RowReaderOptions options_;
  Diagnostics* diagnostics_;
  std::unique_ptr<LineSource> lines_;
  std::string row_;
  std::vector<Cell> cells_;
  int line_ = 0;
  bool is_comment_ = false;
  bool over_ = false;
};

}  // namespace eastwest
