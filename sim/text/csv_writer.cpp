// Implements sim/text/csv_writer.hpp.
#include "sim/text/csv_writer.hpp"

#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/text/seconds_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 16;
/// Digits, point, sign and exponent of a double in its shortest form take less.
constexpr std::size_t kNumberBytesMax = 32;

constexpr std::size_t kIntegerBytesMax = 20;

/// Below the comma stand the quote and all ends of lines; a blank needs none.
bool needs_quotes(char letter) {
  return static_cast<unsigned char>(letter) <= ',' &&
         (letter == ',' || letter == '"' || letter == '\r' || letter == '\n');
}

char* write_quoted(char* to, std::string_view value) {
  *to++ = '"';
  for (const char letter : value) {
    if (letter == '"') *to++ = '"';
    *to++ = letter;
  }
  *to++ = '"';
  return to;
}

}  // namespace

CsvWriter::CsvWriter(FileWriter file, const std::vector<std::string>& header)
    : file_(std::move(file)), buffer_(2 * kBufferBytes, '\0'), columns_(header.size()) {
  for (const std::string& name : header) text(name);
  end_row();
}

void CsvWriter::grow(std::size_t size) { buffer_.resize(2 * (used_ + size + 1)); }

void CsvWriter::too_many_cells() const {
  throw Defect(fmt::format("{}: a row has more than {} cells", file_.path().string(), columns_));
}

CsvWriter& CsvWriter::text(std::string_view value) {
  // Room for the worst case: every letter a quote.
  char* const begin = next_cell(2 * value.size() + 2);
  char* at = begin;
  // A lone empty cell would be a blank line, which readers skip.
  bool quotes = value.empty() && columns_ == 1;
  for (const char letter : value) {
    quotes = quotes || needs_quotes(letter);
    *at++ = letter;
  }
  return end_cell(quotes ? write_quoted(begin, value) : at);
}

CsvWriter& CsvWriter::integer(std::int64_t value) {
  char* const begin = next_cell(kIntegerBytesMax);
  return end_cell(std::to_chars(begin, begin + kIntegerBytesMax, value).ptr);
}

CsvWriter& CsvWriter::number(double value) {
  EW_CHECK(std::isfinite(value), "{}: column {} gets {}", file_.path().string(), cell_, value);
  return end_cell(fmt::format_to(next_cell(kNumberBytesMax), "{}", value));
}

CsvWriter& CsvWriter::seconds(Duration span) {
  return end_cell(write_seconds(next_cell(kSecondsTextMax), span));
}

CsvWriter& CsvWriter::empty() { return text({}); }

void CsvWriter::end_row() {
  EW_CHECK(cell_ == columns_, "{}: a row has {} cells, the header {}", file_.path().string(), cell_,
           columns_);
  if (used_ == buffer_.size()) buffer_.push_back('\0');
  buffer_[used_++] = '\n';
  cell_ = 0;
  if (used_ >= kBufferBytes) hand_over();
}

void CsvWriter::commit() {
  EW_CHECK(cell_ == 0, "{}: committed inside a row", file_.path().string());
  hand_over();
  file_.commit();
}

void CsvWriter::hand_over() {
  file_.write(std::string_view(buffer_).substr(0, used_));
  used_ = 0;
}

}  // namespace eastwest
