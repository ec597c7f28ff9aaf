// Files out: written under a temporary name and renamed when complete, so that nothing is
// half-written.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

namespace eastwest {

enum class Compression { none, gzip };

/// A file that appears under its name only when commit() has succeeded. Without commit the
/// destructor removes what was written. Every failure (disk full, no permission) is an
/// EnvironmentError.
class FileWriter {
 public:
  /// Opens a temporary file beside `path`; its folder must exist.
  explicit FileWriter(std::filesystem::path path, Compression compression = Compression::none);
  ~FileWriter();
  FileWriter(FileWriter&&) noexcept;
  FileWriter& operator=(FileWriter&&) = delete;
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  /// Appends bytes (buffered). A gzip file holds neither name nor date: same content, same bytes.
  void write(std::string_view bytes);
  /// Completes the file and gives it its name. Nothing may be written afterwards.
  void commit();
  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What happens to a file of the user that exists already.
enum class ExistingFile { refuse, replace };

/// Throws ScenarioError if `path`, which the user named, cannot be written as wished: it exists
/// (refuse), it is a link, a device or a folder, or its folder does not exist. Called before
/// anything is computed.
void require_place_for_file(const std::filesystem::path& path, ExistingFile existing);

/// Writes a whole file in one go.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace eastwest
