// Completion scripts for shells, made from the command line that the program parses.
#pragma once

#include <string>
#include <vector>

namespace eastwest {

/// An option or an argument as a shell needs to know it.
struct CompletedOption {
  std::string name;  ///< `--out`; empty for an argument
  std::string help;
  std::string value_name;  ///< `FILE`; empty for a flag
  /// Words that it may be; empty where they are not known.
  std::vector<std::string> words;
  bool takes_file = false;
};

struct CompletedCommand {
  std::string name;
  std::string summary;
  std::vector<CompletedOption> options;
  std::vector<CompletedOption> arguments;
};

[[nodiscard]] std::string bash_completion(const std::vector<CompletedCommand>& commands);
[[nodiscard]] std::string zsh_completion(const std::vector<CompletedCommand>& commands);
[[nodiscard]] std::string fish_completion(const std::vector<CompletedCommand>& commands);

}  // namespace eastwest
