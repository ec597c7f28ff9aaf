// Implements sim/text/csv_writer.hpp.
#include "sim/text/csv_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"

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

/// Copies a word; true if one of its letters may need quotes: it is below '-', as are the comma,
/// the quote and all ends of lines.
template <class Word>
bool copy_word(char* to, const char* from) {
  Word letters = 0;
  std::memcpy(&letters, from, sizeof letters);
  std::memcpy(to, &letters, sizeof letters);
  constexpr Word kOnes = ~Word{0} / 0xff;
  return ((letters - kOnes * '-') & ~letters & (kOnes * 0x80)) != 0;
}

/// Copies a text; true if one of its letters may need quotes.
bool copy_text(char* to, std::string_view text) {
  using Eight = std::uint64_t;
  using Four = std::uint32_t;
  const char* from = text.data();
  const std::size_t size = text.size();
  bool suspect = false;
  // The last word of a text overlaps the one before.
  if (size >= sizeof(Eight)) {
    const std::size_t last = size - sizeof(Eight);
    for (std::size_t at = 0; at < last; at += sizeof(Eight)) {
      suspect |= copy_word<Eight>(to + at, from + at);
    }
    return suspect | copy_word<Eight>(to + last, from + last);
  }
  if (size >= sizeof(Four)) {
    const std::size_t last = size - sizeof(Four);
    suspect = copy_word<Four>(to, from);
    return suspect | copy_word<Four>(to + last, from + last);
  }
  for (std::size_t at = 0; at < size; ++at) {
    to[at] = from[at];
    suspect |= needs_quotes(from[at]);
  }
  return suspect;
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
  // A lone empty cell would be a blank line, which readers skip.
  bool quotes = value.empty() && columns_ == 1;
  if (copy_text(begin, value)) {
    quotes = quotes || std::any_of(value.begin(), value.end(), needs_quotes);
  }
  return end_cell(quotes ? write_quoted(begin, value) : begin + value.size());
}

CsvWriter& CsvWriter::integer(std::int64_t value) {
  char* const begin = next_cell(kIntegerBytesMax);
  if (value >= 0 && value < 10) {
    *begin = static_cast<char>('0' + value);
    return end_cell(begin + 1);
  }
  return end_cell(std::to_chars(begin, begin + kIntegerBytesMax, value).ptr);
}

CsvWriter& CsvWriter::number(double value) {
  EW_CHECK(std::isfinite(value), "{}: column {} gets {}", file_.path().string(), cell_, value);
  return end_cell(fmt::format_to(next_cell(kNumberBytesMax), "{}", value));
}

CsvWriter& CsvWriter::seconds(Duration span) {
  char* const begin = next_cell(kSecondsTextMax);
  if (span == Duration{0}) {
    *begin = '0';
    return end_cell(begin + 1);
  }
  if (span != span_) {
    span_ = span;
    const char* const end = write_seconds(span_text_.data(), span);
    span_size_ = static_cast<std::size_t>(end - span_text_.data());
  }
  std::memcpy(begin, span_text_.data(), span_text_.size());
  return end_cell(begin + span_size_);
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
