// Implements sim/text/file_writer.hpp on POSIX files and zlib.
#include "sim/text/file_writer.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

[[noreturn]] void fail(const fs::path& path, std::string_view what, int error_number) {
  const std::string reason = error_number == ENOSPC || error_number == EDQUOT
                                 ? "the disk is full"
                                 : std::generic_category().message(error_number);
  throw EnvironmentError(fmt::format("{}: error: {}: {}", path.string(), what, reason));
}

std::string with_suffix(const fs::path& path, std::string_view suffix) {
  return fmt::format("{}.{}-{}", path.string(), suffix, ::getpid());
}

}  // namespace

struct FileWriter::State {
  fs::path path;
  fs::path temporary;
  int descriptor = -1;
  bool gzip = false;
  z_stream stream{};
  std::string pending;

  void put(const char* bytes, std::size_t size) const;
  void flush(int mode);
  void close_and_remove() noexcept;
};

void FileWriter::State::put(const char* bytes, std::size_t size) const {
  while (size > 0) {
    const ssize_t written = ::write(descriptor, bytes, size);
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path, "cannot be written", errno);
    }
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
}

/// Hands on what is pending; `mode` is zlib's flush mode.
void FileWriter::State::flush(int mode) {
  if (!gzip) {
    put(pending.data(), pending.size());
    pending.clear();
    return;
  }
  std::array<char, kBufferBytes> packed;
  stream.next_in = reinterpret_cast<Bytef*>(pending.data());
  stream.avail_in = static_cast<uInt>(pending.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int result = deflate(&stream, mode);
    EW_CHECK(result != Z_STREAM_ERROR, "deflate of {} gives {}", path.string(), result);
    put(packed.data(), packed.size() - stream.avail_out);
  } while (stream.avail_out == 0);
  pending.clear();
}

void FileWriter::State::close_and_remove() noexcept {
  if (gzip) deflateEnd(&stream);
  if (descriptor < 0) return;
  ::close(descriptor);
  descriptor = -1;
  std::error_code ignored;
  fs::remove(temporary, ignored);
}

FileWriter::FileWriter(fs::path path, Compression compression) : state_(std::make_unique<State>()) {
  state_->path = std::move(path);
  const fs::path& target = state_->path;
  state_->temporary =
      target.parent_path() / with_suffix("." + target.filename().string(), "partial");
  state_->descriptor =
      ::open(state_->temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (state_->descriptor < 0) fail(target, "cannot be created", errno);
  state_->gzip = compression == Compression::gzip;
  if (state_->gzip) {
    // 1: fastest; 15: largest window; 16: gzip header without name and date; 8: usual memory.
    const int result = deflateInit2(&state_->stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    EW_CHECK(result == Z_OK, "deflateInit2 gives {}", result);
  }
}

FileWriter::FileWriter(FileWriter&&) noexcept = default;

FileWriter::~FileWriter() {
  if (state_ != nullptr) state_->close_and_remove();
}

void FileWriter::write(std::string_view bytes) {
  EW_CHECK(state_->descriptor >= 0, "{} written after its commit", state_->path.string());
  if (!state_->gzip && state_->pending.empty() && bytes.size() >= kBufferBytes) {
    return state_->put(bytes.data(), bytes.size());
  }
  while (!bytes.empty()) {
    const std::size_t room = kBufferBytes - state_->pending.size();
    const std::string_view now = bytes.substr(0, room);
    state_->pending.append(now);
    bytes.remove_prefix(now.size());
    if (state_->pending.size() == kBufferBytes) state_->flush(Z_NO_FLUSH);
  }
}

void FileWriter::commit() {
  EW_CHECK(state_->descriptor >= 0, "{} committed twice", state_->path.string());
  state_->flush(Z_FINISH);
  const int closed = ::close(state_->descriptor);
  const int close_error = errno;
  state_->descriptor = -1;
  int error = closed == 0 ? 0 : close_error;
  if (error == 0 && ::rename(state_->temporary.c_str(), state_->path.c_str()) != 0) error = errno;
  if (error == 0) return;
  std::error_code ignored;
  fs::remove(state_->temporary, ignored);
  fail(state_->path, "cannot be completed", error);
}

const fs::path& FileWriter::path() const { return state_->path; }

void require_place_for_file(const fs::path& path, ExistingFile existing) {
  std::error_code error;
  const fs::file_status found = fs::symlink_status(path, error);
  if (fs::exists(found)) {
    if (!fs::is_regular_file(found)) {
      throw ScenarioError(path.string(), "exists already and is no regular file",
                          "name another file");
    }
    if (existing == ExistingFile::refuse) {
      throw ScenarioError(path.string(), "the file exists already",
                          "name another one, or replace it with --force");
    }
  }
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!path.has_filename() || !fs::is_directory(folder, error)) {
    throw ScenarioError(path.string(), fmt::format("there is no folder '{}'", folder.string()),
                        "make it first");
  }
}

void write_file(const fs::path& path, std::string_view content) {
  FileWriter writer(path);
  writer.write(content);
  writer.commit();
}

}  // namespace eastwest
