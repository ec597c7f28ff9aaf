// The folder of a run's results: all of it appears at once under its name, or nothing.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/text/file_writer.hpp"

namespace eastwest {

/// What to do when the results folder exists already.
struct ResultsFolderOptions {
  /// Replace an existing folder (at commit, not before).
  bool force = false;
  /// With force, only a folder that is empty or has one of these is replaced: no one's home by
  /// mistake.
  std::vector<std::string> known_files = {"run.json", "summary.json", "compare.json"};
};

/// A folder of results: files go to `<path>.partial-<pid>`, commit() renames it to `path`. Without
/// commit the destructor removes it and the parent folders it had made.
class ResultsFolder {
 public:
  /// Throws ScenarioError if `path` exists (and force does not allow to replace it),
  /// EnvironmentError if the folder cannot be made.
  explicit ResultsFolder(const std::filesystem::path& path, ResultsFolderOptions options = {});
  ~ResultsFolder();
  ResultsFolder(const ResultsFolder&) = delete;
  ResultsFolder& operator=(const ResultsFolder&) = delete;

  /// Where files are to be written now.
  [[nodiscard]] const std::filesystem::path& partial() const { return partial_; }
  /// Where they will stand in the end.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// A new file in this folder; commit each file before the folder.
  [[nodiscard]] FileWriter file(std::string_view name,
                                Compression compression = Compression::none) const;
  /// Gives the folder its name; files that were not committed are not in it.
  void commit();

 private:
  void remove_traces() noexcept;

  std::filesystem::path path_;
  std::filesystem::path partial_;
  ResultsFolderOptions options_;
  std::vector<std::filesystem::path> made_parents_;
  bool committed_ = false;
};

}  // namespace eastwest
