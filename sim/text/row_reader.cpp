// Implements sim/text/row_reader.hpp.
#include "sim/text/row_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

}  // namespace

RowReader::RowReader(std::string file, RowReaderOptions options, Diagnostics& diagnostics)
    : file_(std::move(file)),
      options_(options),
      diagnostics_(&diagnostics),
      lines_(std::make_unique<LineSource>(file_)) {}

bool RowReader::next() {
  while (read_row()) {
    if (line_ == 1 && row_.compare(0, 3, "\xEF\xBB\xBF") == 0) row_.erase(0, 3);
    if (row_.find_first_not_of(" \t") == std::string::npos) continue;
    cells_.clear();
    is_comment_ = options_.comment != 0 && row_.front() == options_.comment;
    if (is_comment_) return true;
    if (!check_row()) break;
    split();
    return true;
  }
  row_.clear();
  cells_.clear();
  is_comment_ = false;
  return false;
}

/// Fills row_ with the next line, without its end; false if there is none.
bool RowReader::read_row() {
  row_.clear();
  if (over_) return false;
  const LineSource::Taken taken = lines_->append_to(row_, options_.row_bytes_max);
  if (taken == LineSource::Taken::nothing) return false;
  ++line_;
  if (taken == LineSource::Taken::fault) {
    fail(lines_->bytes().fault().message, lines_->bytes().fault().hint);
  } else if (taken == LineSource::Taken::too_long) {
    fail(fmt::format("a row of more than {} bytes", options_.row_bytes_max),
         "is this the right file, and in the right format?");
  }
  return taken == LineSource::Taken::line;
}

bool RowReader::check_row() {
  if (const auto offset = invalid_utf8(row_)) {
    fail(row_[*offset] == '\0' ? "a NUL byte" : "not valid UTF-8", "save the file as UTF-8 text");
    return false;
  }
  if (row_.find('\r') != std::string::npos) {
    fail("a carriage return stands inside the row", "end the lines with LF or CRLF");
    return false;
  }
  return true;
}

void RowReader::split() {
  std::size_t at = 0;
  if (options_.separator == CellSeparator::tab) {
    while (true) {
      const std::size_t end = std::min(row_.find('\t', at), row_.size());
      cells_.push_back({at, end - at});
      if (end == row_.size()) return;
      at = end + 1;
    }
  }
  while (true) {
    while (at < row_.size() && is_blank(row_[at])) ++at;
    if (at == row_.size()) return;
    const std::size_t begin = at;
    while (at < row_.size() && !is_blank(row_[at])) ++at;
    cells_.push_back({begin, at - begin});
  }
}

std::string RowReader::size_text() const {
  return fmt::format("{} {}", cells_.size(), cells_.size() == 1 ? "cell" : "cells");
}

std::string_view RowReader::text(std::size_t cell) const {
  if (cell >= cells_.size()) return {};
  return std::string_view(row_).substr(cells_[cell].begin, cells_[cell].size);
}

std::optional<std::int64_t> RowReader::integer(std::size_t cell, const char* name) {
  const std::string_view digits = text(cell);
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault == std::errc() && end == digits.data() + digits.size()) return value;
  error(cell, name,
        fault == std::errc::result_out_of_range
            ? fmt::format("{} is too large", quoted_excerpt(digits))
            : fmt::format("{} is not a whole number", quoted_excerpt(digits)));
  return std::nullopt;
}

std::optional<double> RowReader::number(std::size_t cell, const char* name) {
  const std::string_view digits = text(cell);
  double value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault == std::errc() && end == digits.data() + digits.size() && std::isfinite(value)) {
    return value;
  }
  error(cell, name,
        fault == std::errc::result_out_of_range
            ? fmt::format("{} is out of range", quoted_excerpt(digits))
            : fmt::format("{} is not a number", quoted_excerpt(digits)));
  return std::nullopt;
}

void RowReader::error(std::size_t cell, const char* name, std::string message, std::string hint) {
  const int column = cell < cells_.size() ? static_cast<int>(cells_[cell].begin) + 1 : 0;
  add({.severity = Severity::error,
       .position = {file_, line_, column},
       .path = name,
       .message = std::move(message),
       .hint = std::move(hint),
       .source_line = shown_line(row_, column)});
}

void RowReader::error(std::string message, std::string hint) {
  add({.severity = Severity::error,
       .position = {file_, line_, 0},
       .path = {},
       .message = std::move(message),
       .hint = std::move(hint),
       .source_line = shown_line(row_, 0)});
}

void RowReader::add(Diagnostic diagnostic) {
  diagnostics_->add(std::move(diagnostic));
  if (diagnostics_->error_count() >= kMistakesMax) over_ = true;
}

void RowReader::fail(std::string message, std::string hint) {
  const bool opened = lines_->bytes().bytes_total() > 0 || lines_->bytes().bytes_read() > 0;
  diagnostics_->error({file_, opened ? line_ : 0, 0}, {}, std::move(message), std::move(hint));
  over_ = true;
}

}  // namespace eastwest
