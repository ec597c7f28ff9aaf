// Implements the results folder of sim/text/results_folder.hpp: all of it appears at once, or
// nothing.
#include "sim/text/results_folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, std::string_view what, const std::error_code& reason) {
  const std::string text =
      reason == std::errc::no_space_on_device ? "the disk is full" : reason.message();
  throw EnvironmentError(fmt::format("{}: error: {}: {}", path.string(), what, text));
}

fs::path beside(const fs::path& path, std::string_view suffix) {
  return fmt::format("{}.{}-{}", path.string(), suffix, ::getpid());
}

/// Refuses what the new folder may not replace.
void check_free(const fs::path& path, const ResultsFolderOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) {
    throw ScenarioError(path.string(), "it is a file, results need a folder",
                        "choose another name with --out");
  }
  if (!options.force) {
    throw ScenarioError(path.string(), "the folder exists already",
                        "choose another with --out, or replace it with --force");
  }
  const bool known =
      std::any_of(options.known_files.begin(), options.known_files.end(),
                  [&](const std::string& name) { return fs::exists(path / name, error); });
  if (!known && !fs::is_empty(path, error)) {
    throw ScenarioError(path.string(),
                        "the folder holds no results, so it is not replaced even with --force",
                        "choose another with --out");
  }
}

}  // namespace

ResultsFolder::ResultsFolder(const fs::path& path, ResultsFolderOptions options)
    : path_(path.lexically_normal()), options_(std::move(options)) {
  if (!path_.has_filename()) path_ = path_.parent_path();
  if (path_.empty() || path_ == path_.root_path() || path_.filename() == "." ||
      path_.filename() == "..") {
    throw ScenarioError(path_.string(), "results need a folder of their own",
                        "name a new folder with --out");
  }
  check_free(path_, options_);
  std::error_code error;
  for (fs::path parent = path_.parent_path(); !parent.empty() && !fs::exists(parent, error);
       parent = parent.parent_path()) {
    made_parents_.push_back(parent);
  }
  fs::create_directories(path_.parent_path().empty() ? "." : path_.parent_path(), error);
  partial_ = beside(path_, "partial");
  if (!error) fs::remove_all(partial_, error);
  if (!error) fs::create_directory(partial_, error);
  if (error) {
    remove_traces();
    fail(path_, "the results folder cannot be made", error);
  }
}

ResultsFolder::~ResultsFolder() {
  if (!committed_) remove_traces();
}

void ResultsFolder::remove_traces() noexcept {
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
  for (const fs::path& parent : made_parents_) fs::remove(parent, ignored);
}

FileWriter ResultsFolder::file(std::string_view name, Compression compression) const {
  return FileWriter(partial_ / name, compression);
}

void ResultsFolder::commit() {
  EW_CHECK(!committed_, "{} committed twice", path_.string());
  check_free(path_, options_);
  std::error_code error;
  const fs::path replaced = beside(path_, "replaced");
  const bool replaces = fs::exists(path_, error);
  if (replaces) fs::rename(path_, replaced, error);
  if (error) fail(path_, "the old folder cannot be replaced", error);
  fs::rename(partial_, path_, error);
  if (error) {
    const std::error_code reason = error;
    if (replaces) fs::rename(replaced, path_, error);
    fail(path_, "the results folder cannot be completed", reason);
  }
  committed_ = true;
  if (replaces) fs::remove_all(replaced, error);
}

}  // namespace eastwest
