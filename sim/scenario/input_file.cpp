// Implements sim/scenario/input_file.hpp.
#include "sim/scenario/input_file.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/text/sha256.hpp"

namespace eastwest {

void note_input_file(std::vector<InputFile>& files, const std::string& path) {
  const bool known = std::any_of(files.begin(), files.end(),
                                 [&](const InputFile& file) { return file.path == path; });
  if (!known) files.push_back({path, sha256_of_file(path)});
}

std::string path_beside(const std::string& named_in, const std::string& path) {
  const std::filesystem::path target(path);
  if (target.is_absolute() || named_in.empty() || named_in.starts_with("--")) return path;
  return (std::filesystem::path(named_in).parent_path() / target).lexically_normal().string();
}

}  // namespace eastwest
