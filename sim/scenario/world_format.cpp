// Tells formats by the endings of file names, as the readers do.
#include "sim/scenario/world_format.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "sim/text/user_text.hpp"

namespace eastwest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPacked = ".gz";

std::string without_packing(std::string name) {
  if (name.ends_with(kPacked)) name.resize(name.size() - kPacked.size());
  return name;
}

/// `.gml` of `net.gml.gz`, in small letters; empty if what follows the last dot is no ending.
std::string ending_of(const std::string& name) {
  std::string ending = fs::path(without_packing(name)).extension().string();
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (ending.size() < 2 || !is_letter(ending[1])) return {};
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return ending;
}

/// What to do with a file of that ending.
std::string advice_for(const std::string& ending, const std::string& text) {
  const fs::path path(text);
  if (ending == ".graphml" || ending == ".json") {
    return fmt::format("write the ending in small letters: {}", ending);
  }
  if (ending == ".gml") {
    return "convert GML to GraphML, e.g. with networkx: "
           "write_graphml(read_gml('net.gml', label='id'), 'net.graphml')";
  }
  if (ending == ".graph") {
    return "take the same network as GraphML (Internet Topology Zoo) or as JSON (TopoHub)";
  }
  if (ending == ".txt" || ending == ".xml") {
    return "take networks of SNDlib as JSON from TopoHub; a GraphML file has to be called .graphml";
  }
  if (path.filename() == "world.yaml") {
    const std::string folder = path.parent_path().string();
    return fmt::format("name the folder of the world.yaml: {}/", folder.empty() ? "." : folder);
  }
  if (ending == ".yaml" || ending == ".yml") {
    return "to start from another scenario, write base: FILE beside world";
  }
  if (ending == ".csv") return "tables belong to a folder with a world.yaml: name the folder";
  return "convert the file to one of them";
}

}  // namespace

bool is_graph_file(const std::string& name) {
  const std::string plain = without_packing(name);
  return plain.ends_with(".graphml") || plain.ends_with(".json");
}

std::optional<RefusedFormat> refused_format(const std::string& text, const std::string& path) {
  std::error_code failure;
  const bool is_file = fs::is_regular_file(path, failure);
  const std::string ending = ending_of(text);
  if (!is_file && (ending.empty() || fs::is_directory(path, failure))) return std::nullopt;
  RefusedFormat refused;
  refused.message =
      ending.empty()
          ? fmt::format("{} is a file, and its name does not tell a format", quoted_excerpt(text))
          : fmt::format("{}: a {} file is not read as a world", quoted_excerpt(text), ending);
  refused.hint = fmt::format(
      "graphs are read as GraphML (.graphml) and node-link JSON (.json), both also with .gz; {}",
      advice_for(ending, text));
  return refused;
}

}  // namespace eastwest
