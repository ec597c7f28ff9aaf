// Implements sim/text/row_reader.hpp.
#include "sim/text/row_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 18;

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

}  // namespace

RowReader::RowReader(std::string file, RowReaderOptions options, Diagnostics& diagnostics)
    : file_(std::move(file)),
      options_(options),
      diagnostics_(&diagnostics),
      source_(std::make_unique<ByteSource>(file_)),
      block_(kBlockBytes) {}

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

/// Reads the next block of the file; false at its end or at a fault.
bool RowReader::refill() {
  block_at_ = 0;
  block_end_ = source_->read(block_.data(), block_.size());
  if (block_end_ > 0) return true;
  if (!source_->fault().message.empty()) fail(source_->fault().message, source_->fault().hint);
  return false;
}

/// Fills row_ with the next line, without its end; false if there is none.
bool RowReader::read_row() {
  row_.clear();
  if (over_) return false;
  if (block_at_ == block_end_) {
    ++line_;  // of a fault
    if (!refill()) return false;
    --line_;
  }
  ++line_;
  while (true) {
    const char* begin = block_.data() + block_at_;
    const void* newline = std::memchr(begin, '\n', block_end_ - block_at_);
    const char* end =
        newline == nullptr ? block_.data() + block_end_ : static_cast<const char*>(newline);
    row_.append(begin, end);
    block_at_ = static_cast<std::size_t>(end - block_.data()) + (newline == nullptr ? 0 : 1);
    if (row_.size() > options_.row_bytes_max) {
      fail(fmt::format("a row of more than {} bytes", options_.row_bytes_max),
           "is this the right file, and in the right format?");
      return false;
    }
    if (newline != nullptr) break;
    if (!refill()) {
      if (over_) return false;
      break;
    }
  }
  if (!row_.empty() && row_.back() == '\r') row_.pop_back();
  return true;
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
  const bool opened = source_->bytes_total() > 0 || source_->bytes_read() > 0;
  diagnostics_->error({file_, opened ? line_ : 0, 0}, {}, std::move(message), std::move(hint));
  over_ = true;
}

}  // namespace eastwest
