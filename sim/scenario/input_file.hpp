// A file that a scenario read: results carry its name and hash.
#pragma once

#include <string>
#include <vector>

namespace eastwest {

/// A file that went into a run.
struct InputFile {
  /// As the program opened it; in a LoadedScenario counted from the scenario's folder where it lies
  /// near.
  std::string path;
  std::string sha256;
  friend bool operator==(const InputFile&, const InputFile&) = default;
};

/// Notes the file once, with its hash. Throws ScenarioError if it cannot be read.
void note_input_file(std::vector<InputFile>& files, const std::string& path);

/// `path` as written in the file `named_in`, made usable from here: absolute paths stay, others are
/// relative to the folder of `named_in`; `named_in` empty or a command-line value: to the current
/// folder.
[[nodiscard]] std::string path_beside(const std::string& named_in, const std::string& path);

}  // namespace eastwest
