// The bytes of a file, unpacked on the way if it is gzip; damage is told, never skipped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace eastwest {

/// What went wrong with a file, in words that follow its name; empty = nothing.
struct FileFault {
  std::string message;
  std::string hint;
};

/// Reads a file from its beginning to its end in constant memory.
class ByteSource {
 public:
  enum class Unpack { if_gzip, never };

  /// Opens the file and looks whether it is gzip. A file that is missing, a folder or unreadable is
  /// a fault(); read() then gives nothing.
  explicit ByteSource(const std::string& file, Unpack unpack = Unpack::if_gzip);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Up to `size` bytes; 0 at the end and at a fault (look at fault()).
  [[nodiscard]] std::size_t read(char* buffer, std::size_t size);
  [[nodiscard]] const FileFault& fault() const { return fault_; }
  [[nodiscard]] bool is_gzip() const { return inflater_ != nullptr; }
  /// Bytes taken from the disk so far, and the size of the file.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  struct Inflater;
  std::size_t read_file(char* buffer, std::size_t size);
  std::size_t read_gzip(char* buffer, std::size_t size);

  int descriptor_ = -1;
  FileFault fault_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_total_ = 0;
  std::string ahead_;  // bytes read to see what the file is
  std::unique_ptr<Inflater> inflater_;
};

/// The whole file (plain or gzip) up to `bytes_max`. Throws ScenarioError `file: error: …`.
[[nodiscard]] std::string read_whole_file(const std::string& file, std::size_t bytes_max);

}  // namespace eastwest
