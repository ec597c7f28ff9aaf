// CSV tables out: quotes only where needed, numbers in their shortest exact form.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/text/seconds_text.hpp"

namespace eastwest {

/// Writes rows of a table with a header. The file is committed by commit(), not before.
class CsvWriter {
 public:
  CsvWriter(FileWriter file, const std::vector<std::string>& header);

  CsvWriter& text(std::string_view value);
  CsvWriter& integer(std::int64_t value);
  /// Shortest decimal that reads back to the same double. Not a number or infinite is a defect.
  CsvWriter& number(double value);
  /// A span in seconds, as seconds_text() writes it.
  CsvWriter& seconds(Duration span);
  /// A cell that does not apply.
  CsvWriter& empty();
  /// Ends the row; a row with another number of cells than the header is a defect.
  void end_row();
  /// Writes what is buffered and gives the file its name; only between rows.
  void commit();

 private:
  /// Begins a cell; gives room for `size` bytes of it.
  char* next_cell(std::size_t size) {
    if (cell_ == columns_) too_many_cells();
    if (buffer_.size() - used_ < size + 1) grow(size);
    char* at = buffer_.data() + used_;
    if (cell_++ == 0) return at;
    *at = ',';
    return at + 1;
  }
  /// The cell ends before `end`.
  CsvWriter& end_cell(const char* end) {
    used_ = static_cast<std::size_t>(end - buffer_.data());
    return *this;
  }
  void grow(std::size_t size);
  [[noreturn]] void too_many_cells() const;
  void hand_over();

  FileWriter file_;
  std::string buffer_;  // all of it is room; what is written ends at used_
  std::size_t used_ = 0;
  std::size_t columns_;
  std::size_t cell_ = 0;
  // Cells of a row often repeat a span: the last one is copied.
  Duration span_{0};
  std::array<char, kSecondsTextMax> span_text_{'0'};
  std::size_t span_size_ = 1;
};

}  // namespace eastwest
