// Lines and columns of a text that is read as a whole, for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/diagnostic.hpp"

namespace eastwest {

/// Finds places in a text, which must outlive it.
class TextLines {
 public:
  /// `file` is what positions are called.
  TextLines(std::string file, std::string_view text);

  [[nodiscard]] const std::string& file() const { return file_; }
  /// The place of a byte (offset from 0); of a negative one the file without a line.
  [[nodiscard]] Position at(std::ptrdiff_t offset) const;
  /// The line of a position of this text, as messages show it; empty if it is too long for that.
  [[nodiscard]] std::string shown(const Position& position) const;

 private:
  std::string file_;
  std::string_view text_;
  std::vector<std::size_t> starts_;  // of the lines
};

}  // namespace eastwest
