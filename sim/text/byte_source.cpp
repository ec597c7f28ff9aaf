// Implements sim/text/byte_source.hpp on POSIX files and zlib.
#include "sim/text/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

/// The system's words for an error number, without touching the locale.
std::string reason(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return "no such file";
    case EACCES:
    case EPERM:
      return "no permission to read it";
    case EISDIR:
      return "it is a folder, not a file";
    case ENAMETOOLONG:
      return "the name is too long";
    case ELOOP:
      return "too many symbolic links";
    case EIO:
      return "the disk reports an error";
    default:
      return fmt::format("cannot be read ({})", std::generic_category().message(error_number));
  }
}

}  // namespace

/// zlib's state between two reads.
struct ByteSource::Inflater {
  z_stream stream{};
  std::array<unsigned char, std::size_t{1} << 16> input{};
  bool in_member = true;
  bool over = false;

  Inflater() { inflateInit2(&stream, 15 + 16); }  // 15: largest window; 16: gzip, not zlib
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

ByteSource::ByteSource(const std::string& file, Unpack unpack) {
  descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    fault_.message = reason(errno);
    return;
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) {
    fault_.message = reason(errno);
    return;
  }
  if (S_ISDIR(status.st_mode)) {
    fault_.message = reason(EISDIR);
    return;
  }
  bytes_total_ = static_cast<std::uint64_t>(status.st_size);
  if (unpack == Unpack::never) return;
  std::array<char, 2> magic{};
  std::size_t size = 0;
  while (size < magic.size()) {
    const std::size_t got = read_file(magic.data() + size, magic.size() - size);
    if (got == 0) break;
    size += got;
  }
  ahead_.assign(magic.data(), size);
  if (ahead_ == "\x1f\x8b") inflater_ = std::make_unique<Inflater>();
}

ByteSource::~ByteSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t ByteSource::read(char* buffer, std::size_t size) {
  if (!fault_.message.empty() || size == 0) return 0;
  return inflater_ == nullptr ? read_file(buffer, size) : read_gzip(buffer, size);
}

std::size_t ByteSource::read_file(char* buffer, std::size_t size) {
  if (!ahead_.empty()) {
    const std::size_t taken = std::min(size, ahead_.size());
    std::memcpy(buffer, ahead_.data(), taken);
    ahead_.erase(0, taken);
    return taken;
  }
  while (true) {
    const ssize_t got = ::read(descriptor_, buffer, size);
    if (got >= 0) {
      bytes_read_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno == EINTR) continue;
    fault_.message = reason(errno);
    return 0;
  }
}

std::size_t ByteSource::read_gzip(char* buffer, std::size_t size) {
  z_stream& stream = inflater_->stream;
  const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, std::size_t{1} << 30));
  stream.next_out = reinterpret_cast<Bytef*>(buffer);
  stream.avail_out = wanted;
  while (stream.avail_out == wanted && !inflater_->over) {
    if (stream.avail_in == 0) {
      const std::size_t got =
          read_file(reinterpret_cast<char*>(inflater_->input.data()), inflater_->input.size());
      if (!fault_.message.empty()) return 0;
      if (got == 0) {
        inflater_->over = true;
        if (inflater_->in_member) {
          fault_ = {"the gzip data end too early", "copy or download the file again"};
        }
        break;
      }
      stream.next_in = inflater_->input.data();
      stream.avail_in = static_cast<uInt>(got);
    }
    if (!inflater_->in_member) {  // several gzip files one after the other are one file
      inflateReset(&stream);
      inflater_->in_member = true;
    }
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      inflater_->in_member = false;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      fault_ = {"the gzip data are damaged", "copy or download the file again"};
      inflater_->over = true;
    }
  }
  return wanted - stream.avail_out;
}

std::string read_whole_file(const std::string& file, std::size_t bytes_max) {
  ByteSource source(file);
  std::string content;
  std::size_t size = 0;
  while (true) {
    if (size > bytes_max) {
      throw ScenarioError(
          file, fmt::format("the file is too large: at most {} MiB are read", bytes_max >> 20U));
    }
    constexpr std::size_t kStep = std::size_t{1} << 16;
    content.resize(std::max(size + kStep, std::min(2 * size, bytes_max + kStep)));
    const std::size_t got = source.read(content.data() + size, content.size() - size);
    if (got == 0) break;
    size += got;
  }
  if (!source.fault().message.empty()) {
    throw ScenarioError(file, source.fault().message, source.fault().hint);
  }
  content.resize(size);
  return content;
}

}  // namespace eastwest
