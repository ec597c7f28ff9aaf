// Implements sim/text/csv_writer.hpp.
#include "sim/text/csv_writer.hpp"

#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

}  // namespace

CsvWriter::CsvWriter(FileWriter file, const std::vector<std::string>& header)
    : file_(std::move(file)), columns_(header.size()) {
  for (const std::string& name : header) text(name);
  end_row();
}

void CsvWriter::next_cell() {
  EW_CHECK(cell_ < columns_, "{}: a row has more than {} cells", file_.path().string(), columns_);
  if (cell_ > 0) buffer_ += ',';
  ++cell_;
}

CsvWriter& CsvWriter::text(std::string_view value) {
  next_cell();
  // A lone empty cell would be a blank line, which readers skip.
  const bool quotes =
      value.find_first_of(",\"\r\n") != std::string_view::npos || (value.empty() && columns_ == 1);
  if (!quotes) {
    buffer_.append(value);
    return *this;
  }
  buffer_ += '"';
  for (const char letter : value) {
    if (letter == '"') buffer_ += '"';
    buffer_ += letter;
  }
  buffer_ += '"';
  return *this;
}

CsvWriter& CsvWriter::integer(std::int64_t value) {
  next_cell();
  fmt::format_to(std::back_inserter(buffer_), "{}", value);
  return *this;
}

CsvWriter& CsvWriter::number(double value) {
  EW_CHECK(std::isfinite(value), "{}: column {} gets {}", file_.path().string(), cell_, value);
  next_cell();
  fmt::format_to(std::back_inserter(buffer_), "{}", value);
  return *this;
}

CsvWriter& CsvWriter::empty() { return text({}); }

void CsvWriter::end_row() {
  EW_CHECK(cell_ == columns_, "{}: a row has {} cells, the header {}", file_.path().string(), cell_,
           columns_);
  buffer_ += '\n';
  cell_ = 0;
  if (buffer_.size() < kBufferBytes) return;
  file_.write(buffer_);
  buffer_.clear();
}

void CsvWriter::commit() {
  EW_CHECK(cell_ == 0, "{}: committed inside a row", file_.path().string());
  file_.write(buffer_);
  buffer_.clear();
  file_.commit();
}

}  // namespace eastwest
