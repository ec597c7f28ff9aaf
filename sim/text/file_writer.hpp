// Files out: written under a temporary name and renamed when complete, so that nothing is half-written.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eastwest {

enum class Compression { none, gzip };

/// A file that appears under its name only when commit() has succeeded. Without commit the destructor
/// removes what was written. Every failure (disk full, no permission) is an EnvironmentError.
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

/// Writes a whole file in one go.
void write_file(const std::filesystem::path& path, std::string_view content);

/// What to do when the results folder exists already.
struct ResultsFolderOptions {
  /// Replace an existing folder (at commit, not before).
  bool force = false;
  /// With force, only a folder that is empty or has one of these is replaced: no one's home by mistake.
  std::vector<std::string> known_files = {"run.json", "summary.json", "compare.json"};
};

/// A folder of results: files go to `<path>.partial-<pid>`, commit() renames it to `path`. Without
/// commit the destructor removes it and the parent folders it had made.
class ResultsFolder {
 public:
  /// Throws ScenarioError if `path` exists (and force does not allow to replace it), EnvironmentError if
  /// the folder cannot be made.
  explicit ResultsFolder(std::filesystem::path path, ResultsFolderOptions options = {});
  ~ResultsFolder();
  ResultsFolder(const ResultsFolder&) = delete;
  ResultsFolder& operator=(const ResultsFolder&) = delete;

  /// Where files are to be written now.
  [[nodiscard]] const std::filesystem::path& partial() const { return partial_; }
  /// Where they will stand in the end.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// A new file in this folder; commit each file before the folder.
  [[nodiscard]] FileWriter file(std::string_view name, Compression compression = Compression::none);
  /// Gives the folder its name; files that were not committed are not in it.
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path partial_;
  ResultsFolderOptions options_;
  std::vector<std::filesystem::path> made_parents_;
  bool committed_ = false;
};

}  // namespace eastwest
