// Finds what the world starts from, applies what the scenario changes, and assembles it.
#include "sim/scenario/world_reader.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/quantity_text.hpp"
#include "sim/scenario/parameter_reader.hpp"
#include "sim/scenario/world_changes.hpp"
#include "sim/scenario/world_completion.hpp"
#include "sim/scenario/world_draft.hpp"
#include "sim/scenario/world_folder.hpp"
#include "sim/scenario/world_format.hpp"
#include "sim/scenario/world_graph.hpp"
#include "sim/scenario/world_place.hpp"

namespace eastwest {
namespace {

std::string worlds_hint(const std::string& name, const std::string& scenario_file) {
  const std::vector<std::string> names = world_names(scenario_file);
  if (!names.empty()) return name_hint(name, names, "worlds");
  return fmt::format("there is none in {}", fmt::join(world_search_places(scenario_file), ", "));
}

constexpr std::string_view kPath = "world";

/// The folder or graph file that a text names: `folder/` and files as they stand, NAME by search.
/// Empty after a mistake.
std::string folder_of(const YamlNode& node, const std::string& path,
                      const std::string& scenario_file, Diagnostics& diagnostics) {
  const std::string& text = node.text();
  std::string file = path_beside(node.file(), text);
  if (is_graph_file(text)) return file;
  if (const auto refused = refused_format(text, file)) {
    add_error(diagnostics, node, path, refused->message, refused->hint);
    return {};
  }
  if (text.find('/') != std::string::npos) return file;
  if (const std::string problem = problem_of_id(text); !problem.empty()) {
    add_error(diagnostics, node, path,
              fmt::format("'{}' is no name of a world: {}", text, problem));
    return {};
  }
  if (const std::optional<std::string> found = find_world(text, scenario_file)) return *found;
  add_error(diagnostics, node, path, fmt::format("there is no world '{}'", text),
            worlds_hint(text, scenario_file));
  return {};
}

/// Reads the folder that `node` names; mistakes that stop the reading are reported like the others.
void read_base(const YamlNode& node, const std::string& path, const VintageChoice& choice,
               const std::string& scenario_file, WorldDraft& draft, Diagnostics& diagnostics,
               std::vector<InputFile>& inputs) {
  if (!node.is_scalar()) {
    add_error(diagnostics, node, path,
              fmt::format("expected a name, a folder or a graph file, found {}", node.kind_text()));
    return;
  }
  const std::string folder = folder_of(node, path, scenario_file, diagnostics);
  if (folder.empty()) return;
  try {
    if (is_graph_file(folder)) return read_world_graph(folder, draft, diagnostics, inputs);
    read_world_folder(folder, choice, place_of(node, path), draft, diagnostics, inputs);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& mistake : error.diagnostics().all()) diagnostics.add(mistake);
  }
}

}  // namespace

World read_world(const YamlNode& node, const VintageChoice& choice,
                 const std::string& scenario_file, Diagnostics& diagnostics,
                 std::vector<InputFile>& inputs, std::set<std::string>* idle_removals) {
  const std::string path(kPath);
  WorldDraft draft;
  draft.place = place_of(node, path);
  draft.general.name = "inline";
  draft.run = choice.run;
  if (const std::optional<CivilTime> date = read_civil_time(choice.as_of)) {
    draft.general.as_of = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
  }
  const auto complete_base = [&] {
    if (!diagnostics.has_errors()) complete(draft, diagnostics);
  };
  if (node.is_scalar()) {
    read_base(node, path, choice, scenario_file, draft, diagnostics, inputs);
    complete_base();
  } else if (node.is_mapping()) {
    if (const YamlNode* base = node.find("base")) {
      read_base(*base, join_path(path, "base"), choice, scenario_file, draft, diagnostics, inputs);
    }
    // Without its base, every change would look like a mistake.
    const bool base_is_missing = node.find("base") != nullptr && draft.nodes.all().empty();
    if (!base_is_missing) apply_changes(node, path, complete_base, draft, diagnostics);
    for (const std::string& file : draft.node_tables) note_input_file(inputs, file);
  } else {
    add_error(diagnostics, node, path, fmt::format("expected a world, found {}", node.kind_text()),
              "write world: NAME, world: folder/ or world: {sites: {…}, trunks: {…}}");
  }
  if (idle_removals != nullptr) *idle_removals = draft.idle_removals;
  if (diagnostics.has_errors() && draft.sites.all().empty() && draft.nodes.all().empty()) return {};
  // Wherever the world is named, nobody shall take its totals for observed ones.
  const bool is_projected = !draft.tables_date.empty() && draft.general.as_of > draft.tables_date;
  if (is_projected) draft.general.name += ", projected";
  return assembled(std::move(draft), diagnostics);
}

}  // namespace eastwest
