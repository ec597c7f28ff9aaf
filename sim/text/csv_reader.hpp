// CSV tables, plain or gzip, read row by row in constant memory, with the place of every cell.
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

/// A column of one table, found by its name; not valid if the table has none.
struct CsvColumn {
  std::ptrdiff_t index = -1;
  [[nodiscard]] bool valid() const { return index >= 0; }
};

/// Reads a table with a header row (RFC 4180; LF, CRLF or both; with or without byte order mark).
/// Mistakes go to the Diagnostics given, which must outlive the reader: a row with too few or too
/// many cells is reported and skipped; after a missing or damaged file, an open quote or a line
/// over the limit next() is false. Blank lines are skipped.
///
///   CsvReader table("sites.csv", diagnostics);
///   const CsvColumn id = table.required_column("id");
///   while (table.next()) use(table.text(id));
class CsvReader {
 public:
  static constexpr std::size_t kRowBytesMax = std::size_t{1} << 20;
  static constexpr std::size_t kColumnsMax = 4096;
  /// After so many mistakes in the Diagnostics the rest of the table is not read.
  static constexpr std::size_t kMistakesMax = 1000;

  CsvReader(std::string file, Diagnostics& diagnostics);

  /// The names of the columns; empty if the file could not be read.
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  /// The column of that name, or one that is not valid.
  [[nodiscard]] CsvColumn column(std::string_view name) const;
  /// The same, but a missing column is an error ("did you mean").
  [[nodiscard]] CsvColumn required_column(std::string_view name);

  /// Goes to the next row; false at the end or after a mistake that hides the rest.
  [[nodiscard]] bool next();
  /// Whether something of the file could not be read: what seems to be missing may stand there.
  [[nodiscard]] bool has_lost_rows() const { return has_lost_rows_; }

  /// The text of a cell, quotes resolved, valid until next(); empty for a column that is not valid.
  [[nodiscard]] std::string_view text(CsvColumn column) const;
  /// A whole number. Anything else is reported and gives nothing; so does a column that is not
  /// valid, without a report.
  [[nodiscard]] std::optional<std::int64_t> integer(CsvColumn column);
  /// A finite decimal number, likewise.
  [[nodiscard]] std::optional<double> number(CsvColumn column);
  /// A whole number of at most 15 digits and nothing else; anything else gives nothing, without a
  /// report. Most numbers of most tables are like this, and so are read quickly.
  [[nodiscard]] std::optional<std::int64_t> plain_integer(CsvColumn column) const;
  /// Reports a mistake in a cell of this row.
  void error(CsvColumn column, std::string message, std::string hint = {});
  /// The place of a cell of this row.
  [[nodiscard]] Position position(CsvColumn column) const;
  /// The first line of this row as it stands in the file.
  [[nodiscard]] int line() const { return row_line_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  /// Bytes read from the disk so far and in all, for progress.
  [[nodiscard]] std::uint64_t bytes_read() const;
  [[nodiscard]] std::uint64_t bytes_total() const;

 private:
  struct Cell {
    std::size_t raw_begin = 0;  // in row_, including an opening quote
    std::size_t begin = 0;      // of the value, in row_ or unescaped_
    std::size_t size = 0;
    bool unescaped = false;
  };
  void read_header();
  bool append_line();
  bool split_row();
  bool split_quoted(std::size_t& at, Cell& cell);
  bool check_text();
  void fail(int line, std::string message, std::string hint = {});
  [[nodiscard]] std::string_view physical_line(std::size_t offset) const;

  std::string file_;
  Diagnostics* diagnostics_;
  std::unique_ptr<LineSource> lines_;
  std::vector<std::string> header_;
  std::string row_;
  std::string unescaped_;
  std::vector<Cell> cells_;
  int header_line_ = 1;
  int row_line_ = 0;
  int next_line_ = 1;
  bool over_ = false;
  bool has_lost_rows_ = false;
};

}  // namespace eastwest
