// Walks from the scenario's folder to the root, then through the data folders.
#include "sim/scenario/world_place.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace eastwest {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path>& data_folders() {
#ifdef EASTWEST_DATA_DIR
  static std::vector<fs::path> folders{fs::path(EASTWEST_DATA_DIR)};
#else
  static std::vector<fs::path> folders;
#endif
  return folders;
}

/// `world` folders in the order of search.
std::vector<fs::path> world_folders(const std::string& scenario_file) {
  std::vector<fs::path> folders;
  std::error_code failure;
  const fs::path start = fs::path(scenario_file).parent_path();
  // The parents of a relative path are found by the absolute one, but named as the user would: from
  // the current folder, as long as that stays inside it.
  const fs::path here = fs::current_path(failure);
  fs::path folder = fs::absolute(start.empty() ? fs::path(".") : start, failure).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  while (true) {
    fs::path named = folder;
    if (start.is_relative()) {
      const fs::path near = folder.lexically_relative(here);
      if (!near.empty() && *near.begin() != "..") named = near;
    }
    folders.push_back((named / "world").lexically_normal());
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  for (const fs::path& data : data_folders()) folders.push_back(data / "world");
  return folders;
}

bool is_world(const fs::path& folder) {
  std::error_code failure;
  return fs::is_regular_file(folder / "world.yaml", failure);
}

}  // namespace

void add_scenario_data_folder(const std::string& folder) {
  data_folders().push_back(fs::path(folder).lexically_normal());
}

std::optional<std::string> find_world(const std::string& name, const std::string& scenario_file) {
  for (const fs::path& folder : world_folders(scenario_file)) {
    if (is_world(folder / name)) return (folder / name).string();
  }
  return std::nullopt;
}

std::vector<std::string> world_search_places(const std::string& scenario_file) {
  std::vector<std::string> places;
  for (const fs::path& folder : world_folders(scenario_file)) {
    const std::string place = folder.string();
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  return places;
}

std::vector<std::string> world_names(const std::string& scenario_file) {
  std::set<std::string> names;
  for (const fs::path& folder : world_folders(scenario_file)) {
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
      if (is_world(entry->path())) names.insert(entry->path().filename().string());
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace eastwest
