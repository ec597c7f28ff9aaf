// The lines of a file, plain or gzip, one after the other in constant memory.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/text/byte_source.hpp"

namespace eastwest {

/// Takes a file apart at its line ends, LF or CRLF.
class LineSource {
 public:
  enum class Taken {
    line,      ///< the last one may have no end
    nothing,   ///< the file is over
    fault,     ///< it cannot be read further: bytes().fault() says why
    too_long,  ///< the text is longer than allowed
  };

  explicit LineSource(const std::string& file);

  /// Appends the next line, without its end, to `text`, which may then have `size_max` bytes.
  [[nodiscard]] Taken append_to(std::string& text, std::size_t size_max);
  [[nodiscard]] const ByteSource& bytes() const { return source_; }

 private:
  bool refill();

  ByteSource source_;
  std::vector<char> block_;
  std::size_t block_at_ = 0;
  std::size_t block_end_ = 0;
};

}  // namespace eastwest
