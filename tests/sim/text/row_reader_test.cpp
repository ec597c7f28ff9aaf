// Rows without a header: separators, comments, line ends, limits, damage.
#include "sim/text/row_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include "sim/text/file_writer.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace eastwest {

namespace {

/// Cells of all rows, `|` between cells and `/` between rows; then the mistakes.
std::string read_all(const std::string& file, const RowReaderOptions& options) {
  Diagnostics diagnostics;
  RowReader rows(file, options, diagnostics);
  std::string text;
  while (rows.next()) {
    if (rows.is_comment()) {
      text += std::string(rows.row());
    } else {
      for (std::size_t i = 0; i < rows.size(); ++i)
        text += (i > 0 ? "|" : "") + std::string(rows.text(i));
    }
    text += "/";
  }
  return text + diagnostics.text();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("cells between blanks, rows between any line ends", "[rows]") {
  const TemporaryFolder folder;
  CHECK(read_all(folder.write("a", "\xEF\xBB\xBF  1\t22 \r\n\n \t \n3 4 5"), {}) == "1|22/3|4|5/");
  CHECK(read_all(folder.write("a", "; note\n1 2\n;x"), {.comment = ';'}) == "; note/1|2/;x/");
  CHECK(read_all(folder.write("a", "; 1\n"), {}) == ";|1/");
  CHECK(read_all(folder.write("a", ""), {}).empty());
}

TEST_CASE("cells between tabs may be empty and have blanks inside", "[rows]") {
  const TemporaryFolder folder;
  CHECK(read_all(folder.write("a", "a b\t\tc\n\td\t\n"), {.separator = CellSeparator::tab}) ==
        "a b||c/|d|/");
}

TEST_CASE("numbers of cells, and what is none", "[rows]") {
  const TemporaryFolder folder;
  Diagnostics diagnostics;
  RowReader rows(folder.write("a", "7 -1.5 x 99999999999999999999 1e999\n"), {}, diagnostics);
  REQUIRE(rows.next());
  CHECK(rows.integer(0, "n") == 7);
  CHECK(rows.number(1, "n") == -1.5);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK_FALSE(rows.integer(1, "whole"));
  CHECK_FALSE(rows.number(2, "word"));
  CHECK_FALSE(rows.integer(3, "large"));
  CHECK_FALSE(rows.number(4, "larger"));
  CHECK_FALSE(rows.number(9, "absent"));
  CHECK(diagnostics.error_count() == 5);
  CHECK(has(diagnostics.text(), ":1:3: error: whole: '-1.5' is not a whole number"));
  CHECK(has(diagnostics.text(), ":1:8: error: word: 'x' is not a number"));
  CHECK_FALSE(rows.next());
}

TEST_CASE("a row over the limit ends the reading, with its line", "[rows]") {
  const TemporaryFolder folder;
  const RowReaderOptions options{.row_bytes_max = 10};
  CHECK(read_all(folder.write("a", "1234567890\n"), options) == "1234567890/");
  const std::string text = read_all(folder.write("a", "1 2\n12345678901\n3 4\n"), options);
  CHECK(has(text, "1|2/"));
  CHECK(has(text, ":2: error: a row of more than 10 bytes"));
  CHECK_FALSE(has(text, "3|4"));
}

TEST_CASE("bytes that are no text, and damage, are told with their line", "[rows]") {
  const TemporaryFolder folder;
  CHECK(has(read_all(folder.write("a", "1 2\n3\r4\n"), {}), ":2: error: a carriage return"));
  CHECK(has(read_all(folder.write("a", std::string("1\n2\0\n", 5)), {}), ":2: error: a NUL byte"));
  CHECK(has(read_all(folder.write("a", "1\n\xFF\n"), {}), ":2: error: not valid UTF-8"));
  CHECK(has(read_all(folder.file("nowhere"), {}), "nowhere: error: no such file"));
  FileWriter packed(folder.file("b.gz"), Compression::gzip);
  for (int i = 0; i < 10000; ++i) packed.write(std::to_string(i * 7919) + " 1 2\n");
  packed.commit();
  CHECK(has(read_all(folder.file("b.gz"), {}), "0|1|2/"));
  std::filesystem::resize_file(folder.file("b.gz"), 10000);
  CHECK(has(read_all(folder.file("b.gz"), {}), "error: the gzip data end too early"));
}

}  // namespace eastwest
