// Implements sim/text/csv_reader.hpp.
#include "sim/text/csv_reader.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string list_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 12;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + std::string(utf8_prefix(names[i], 40));
  }
  return names.size() > kShown ? text + ", …" : text;
}

constexpr std::uint64_t kEachByte = 0x01010101'01010101U;
constexpr std::uint64_t kHighBits = kEachByte * 0x80;

/// Eight bytes as a number whose lowest byte is the first; on any machine.
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, bytes, sizeof word);
  } else {
    for (unsigned i = 0; i < sizeof word; ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
  }
  return word;
}

/// The first comma from `at` on, or `end`. Cells are short: mostly one word is enough.
const char* next_comma(const char* at, const char* end) {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t others = word_at(at) ^ (kEachByte * ',');  // 0 where a comma stands
    const std::uint64_t found = (others - kEachByte) & ~others & kHighBits;
    if (found != 0) return at + std::countr_zero(found) / 8;
  }
  while (at != end && *at != ',') ++at;
  return at;
}

/// The number whose 1 to 8 digits end at `end`, before which eight bytes can be read.
std::optional<std::int64_t> short_number(const char* end, std::size_t size) {
  const std::uint64_t kept = ~std::uint64_t{0} << (8 * (8 - size));
  std::uint64_t digits = (word_at(end - 8) ^ (kEachByte * '0')) & kept;
  // A byte of more than 9 gets its highest bit by this.
  if (((digits | (digits + kEachByte * 0x76)) & kHighBits) != 0) return std::nullopt;
  // Digits to pairs, then pairs to all: each pair times its power of 100, the sum in the upper
  // half.
  digits = digits * 10 + (digits >> 8U);
  constexpr std::uint64_t kPairs = 0x000000ff'000000ffU;
  constexpr std::uint64_t kFirstAndThird = 100 + (std::uint64_t{1'000'000} << 32U);
  constexpr std::uint64_t kSecondAndFourth = 1 + (std::uint64_t{10'000} << 32U);
  const std::uint64_t number =
      ((digits & kPairs) * kFirstAndThird + (digits >> 16U & kPairs) * kSecondAndFourth) >> 32U;
  return static_cast<std::int64_t>(number);
}

}  // namespace

CsvReader::CsvReader(std::string file, Diagnostics& diagnostics)
    : file_(std::move(file)),
      diagnostics_(&diagnostics),
      lines_(std::make_unique<LineSource>(file_)) {
  read_header();
}

void CsvReader::read_header() {
  while (true) {
    row_.clear();
    row_line_ = next_line_;
    if (!append_line()) {
      if (!over_) fail(0, "the table is empty", "its first row must name the columns");
      return;
    }
    if (row_line_ == 1 && row_.compare(0, 3, "\xEF\xBB\xBF") == 0) row_.erase(0, 3);
    if (!row_.empty()) break;
  }
  header_line_ = row_line_;
  if (!split_row()) return;
  if (row_.find('\r') != std::string::npos) {
    return fail(row_line_, "a carriage return stands inside the first row",
                "end the lines with LF or CRLF");
  }
  if (const std::size_t other = row_.find_first_of(";\t");
      cells_.size() == 1 && other != std::string::npos) {
    return fail(
        row_line_,
        fmt::format("the cells are separated by {}", row_[other] == ';' ? "semicolons" : "tabs"),
        "save the table with commas between the cells");
  }
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const CsvColumn column{static_cast<std::ptrdiff_t>(i)};
    std::string name(without_blanks(text(column)));
    if (!name.empty() && !seen.insert(name).second) {
      diagnostics_->error(position(column), {},
                          fmt::format("two columns are called {}", quoted_excerpt(name)),
                          "rename one of them", shown_line(row_, position(column).column));
    }
    header_.push_back(std::move(name));
  }
}

CsvColumn CsvReader::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  return found == header_.end() ? CsvColumn{} : CsvColumn{found - header_.begin()};
}

CsvColumn CsvReader::required_column(std::string_view name) {
  const CsvColumn found = column(name);
  if (found.valid() || header_.empty()) return found;
  const std::string suggestion = closest(name, header_);
  diagnostics_->error({file_, header_line_, 0}, {}, fmt::format("no column is called '{}'", name),
                      suggestion.empty()
                          ? fmt::format("the table has the columns {}", list_of(header_))
                          : fmt::format("did you mean {}?", quoted_excerpt(suggestion)));
  return found;
}

bool CsvReader::next() {
  while (!over_) {
    row_.clear();
    row_line_ = next_line_;
    if (!append_line()) break;
    if (row_.empty()) continue;
    if (!split_row()) break;
    if (cells_.size() == header_.size()) return true;
    has_lost_rows_ = true;
    diagnostics_->error({file_, row_line_, 0}, {},
                        fmt::format("the row has {} {}, the header has {}", cells_.size(),
                                    cells_.size() == 1 ? "cell" : "cells", header_.size()),
                        "put cells that contain commas in double quotes",
                        shown_line(physical_line(0), 0));
    if (diagnostics_->error_count() >= kMistakesMax) over_ = true;
  }
  row_.clear();
  cells_.clear();
  return false;
}

/// Appends the next line to row_, without its end; false if there is none.
bool CsvReader::append_line() {
  if (over_) return false;
  switch (lines_->append_to(row_, kRowBytesMax)) {
    case LineSource::Taken::line:
      ++next_line_;
      return true;
    case LineSource::Taken::fault: {
      const FileFault& fault = lines_->bytes().fault();
      fail(next_line_ > 1 ? next_line_ : 0, fault.message, fault.hint);
      return false;
    }
    case LineSource::Taken::too_long:
      fail(row_line_, fmt::format("a row of more than {} bytes", kRowBytesMax),
           "look for a quote that is not closed");
      return false;
    case LineSource::Taken::nothing:
      break;
  }
  return false;
}

/// Finds the cells of row_, which grows by lines as long as a quote is open.
bool CsvReader::split_row() {
  cells_.clear();
  unescaped_.clear();
  std::size_t at = 0;
  while (true) {
    Cell cell;
    cell.raw_begin = at;
    if (at < row_.size() && row_[at] == '"') {
      if (!split_quoted(at, cell)) return false;
    } else {
      const char* const begin = row_.data() + at;
      cell.begin = at;
      cell.size = static_cast<std::size_t>(next_comma(begin, row_.data() + row_.size()) - begin);
      at += cell.size;
    }
    cells_.push_back(cell);
    if (cells_.size() > kColumnsMax) {
      fail(row_line_, fmt::format("a row of more than {} cells", kColumnsMax));
      return false;
    }
    if (at >= row_.size()) break;
    ++at;  // the comma
  }
  return check_text();
}

/// One quoted cell that begins at `at`; moves `at` behind its closing quote.
bool CsvReader::split_quoted(std::size_t& at, Cell& cell) {
  cell.unescaped = true;
  cell.begin = unescaped_.size();
  ++at;
  while (true) {
    const std::size_t quote = row_.find('"', at);
    if (quote == std::string::npos) {
      unescaped_.append(row_, at);
      unescaped_ += '\n';
      row_ += '\n';
      at = row_.size();
      if (!append_line()) {
        if (!over_) fail(row_line_, "a quote that opens in this row is never closed");
        return false;
      }
      continue;
    }
    unescaped_.append(row_, at, quote - at);
    at = quote + 1;
    if (at >= row_.size() || row_[at] != '"') break;
    unescaped_ += '"';
    ++at;
  }
  cell.size = unescaped_.size() - cell.begin;
  if (at < row_.size() && row_[at] != ',') {
    fail(row_line_, "text follows the closing quote of a cell",
         "write a quote inside a quoted cell twice");
    return false;
  }
  return true;
}

bool CsvReader::check_text() {
  const auto offset = invalid_utf8(row_);
  if (!offset) return true;
  const std::string_view before = std::string_view(row_).substr(0, *offset);
  const int line = row_line_ + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  fail(line, row_[*offset] == '\0' ? "a NUL byte" : "not valid UTF-8",
       "save the table as UTF-8 text");
  return false;
}

void CsvReader::fail(int line, std::string message, std::string hint) {
  diagnostics_->error({file_, line, 0}, {}, std::move(message), std::move(hint));
  over_ = true;
  has_lost_rows_ = true;
}

std::string_view CsvReader::text(CsvColumn column) const {
  const auto index = static_cast<std::size_t>(column.index);  // of none: more than any
  if (index >= cells_.size()) return {};
  const Cell& cell = cells_[index];
  return {(cell.unescaped ? unescaped_ : row_).data() + cell.begin, cell.size};
}

std::optional<std::int64_t> CsvReader::plain_integer(CsvColumn column) const {
  constexpr std::size_t kDigitsMax = 15;                      // a double holds them exactly
  const auto index = static_cast<std::size_t>(column.index);  // of none: more than any
  if (index < cells_.size() && !cells_[index].unescaped) {
    const std::size_t size = cells_[index].size;
    const std::size_t end = cells_[index].begin + size;
    if (size >= 1 && size <= 8 && end >= 8) return short_number(row_.data() + end, size);
  }
  const std::string_view cell = text(column);
  if (cell.empty() || cell.size() > kDigitsMax) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : cell) {
    const unsigned worth = static_cast<unsigned char>(digit) - unsigned{'0'};
    if (worth > 9) return std::nullopt;
    value = 10 * value + worth;
  }
  return value;
}

std::optional<std::int64_t> CsvReader::integer(CsvColumn column) {
  if (const auto plain = plain_integer(column)) return plain;
  if (!column.valid()) return std::nullopt;
  const std::string_view cell = without_blanks(text(column));
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (fault == std::errc() && end == cell.data() + cell.size() && !cell.empty()) return value;
  if (cell.empty()) {
    error(column, "the cell is empty, it needs a whole number");
  } else if (fault == std::errc::result_out_of_range) {
    error(column, fmt::format("{} is too large", quoted_excerpt(cell)));
  } else {
    error(column, fmt::format("{} is not a whole number", quoted_excerpt(cell)));
  }
  return std::nullopt;
}

std::optional<double> CsvReader::number(CsvColumn column) {
  if (const auto plain = plain_integer(column)) return static_cast<double>(*plain);
  if (!column.valid()) return std::nullopt;
  const std::string_view cell = without_blanks(text(column));
  double value = 0;
  const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (fault == std::errc() && end == cell.data() + cell.size() && std::isfinite(value)) {
    return value;
  }
  if (cell.empty()) {
    error(column, "the cell is empty, it needs a number");
  } else if (fault == std::errc::result_out_of_range) {
    error(column, fmt::format("{} is out of range", quoted_excerpt(cell)));
  } else {
    error(column, fmt::format("{} is not a number", quoted_excerpt(cell)));
  }
  return std::nullopt;
}

void CsvReader::error(CsvColumn column, std::string message, std::string hint) {
  const Position place = position(column);
  const bool known = column.valid() && static_cast<std::size_t>(column.index) < cells_.size();
  const std::size_t offset = known ? cells_[static_cast<std::size_t>(column.index)].raw_begin : 0;
  diagnostics_->error(place, known ? header_[static_cast<std::size_t>(column.index)] : "",
                      std::move(message), std::move(hint),
                      shown_line(physical_line(offset), place.column));
  if (diagnostics_->error_count() >= kMistakesMax) over_ = true;
}

Position CsvReader::position(CsvColumn column) const {
  if (!column.valid() || static_cast<std::size_t>(column.index) >= cells_.size()) {
    return {file_, row_line_, 0};
  }
  const std::size_t offset = cells_[static_cast<std::size_t>(column.index)].raw_begin;
  const std::string_view before = std::string_view(row_).substr(0, offset);
  const auto newlines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 = 0
  return {file_, row_line_ + static_cast<int>(newlines), static_cast<int>(offset - line_begin) + 1};
}

/// The line of row_ in which the byte at `offset` stands.
std::string_view CsvReader::physical_line(std::size_t offset) const {
  const std::string_view row = row_;
  const std::size_t begin = row.substr(0, offset).rfind('\n') + 1;  // npos + 1 = 0
  return row.substr(begin, row.find('\n', offset) - begin);
}

std::uint64_t CsvReader::bytes_read() const { return lines_->bytes().bytes_read(); }
std::uint64_t CsvReader::bytes_total() const { return lines_->bytes().bytes_total(); }

}  // namespace eastwest
