// Implements sim/text/line_source.hpp.
#include "sim/text/line_source.hpp"

#include <cstring>

namespace eastwest {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 18;

}  // namespace

LineSource::LineSource(const std::string& file) : source_(file), block_(kBlockBytes) {}

/// Reads the next block of the file; false at its end or at a fault.
bool LineSource::refill() {
  block_at_ = 0;
  block_end_ = source_.read(block_.data(), block_.size());
  return block_end_ > 0;
}

LineSource::Taken LineSource::append_to(std::string& text, std::size_t size_max) {
  const bool has_line = block_at_ < block_end_ || refill();
  if (!has_line) return source_.fault().message.empty() ? Taken::nothing : Taken::fault;
  while (true) {
    const char* begin = block_.data() + block_at_;
    const void* newline = std::memchr(begin, '\n', block_end_ - block_at_);
    const char* end =
        newline == nullptr ? block_.data() + block_end_ : static_cast<const char*>(newline);
    text.append(begin, end);
    block_at_ = static_cast<std::size_t>(end - block_.data()) + (newline == nullptr ? 0 : 1);
    if (text.size() > size_max) return Taken::too_long;
    if (newline != nullptr) break;
    if (refill()) continue;
    if (!source_.fault().message.empty()) return Taken::fault;
    break;
  }
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return Taken::line;
}

}  // namespace eastwest
