// eastwest export: the graph of a scenario's world for other tools.
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/world_graph.hpp"
#include "sim/text/file_writer.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/exported_graph.hpp"
#include "tools/eastwest/scenario_options.hpp"

namespace eastwest {
namespace {

struct ExportRequest {
  std::string scenario;
  std::string format;
  std::string file;
  bool force = false;
  ScenarioOverrides overrides;
};

std::string exported(const std::string& format, const World& world) {
  if (format == "geojson") return geojson_of(world);
  if (format == "dot") return dot_of(world);
  if (format == "simgrid") return simgrid_platform_of(world);
  return to_graphml(graph_of(world));
}

int export_graph(const ExportRequest& request, const CommandContext& context) {
  const std::filesystem::path file(request.file);
  require_place_for_file(file, request.force ? ExistingFile::replace : ExistingFile::refuse);
  const LoadedScenario loaded =
      load_scenario(request.scenario, request.overrides, context.catalogue);
  context.terminal.remark(loaded.warnings);
  write_file(file, exported(request.format, loaded.world));
  context.terminal.remark(fmt::format("wrote {}: {} nodes, {} sites, {} trunks", request.file,
                                      loaded.world.nodes.size(), loaded.world.sites.size(),
                                      loaded.world.trunks.size()));
  return kDone;
}

}  // namespace

void add_export_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(
      program, "export", "Write the graph of a scenario's world for other tools.",
      "  eastwest export scenarios/national-2025.yaml --format graphml -o china.graphml\n"
      "  eastwest export scenarios/national-2025.yaml --format simgrid -o china.xml --force");
  const auto request = std::make_shared<ExportRequest>();
  command->add_option("SCENARIO", request->scenario, "Scenario file.")
      ->required()
      ->type_name("FILE");
  command
      ->add_option(
          "--format", request->format,
          "graphml: nodes and trunks, which `world:` reads back; geojson: for maps; dot: for "
          "Graphviz; simgrid: a platform with hosts for nodes and sites and all their "
          "routes.")
      ->check(CLI::IsMember({"graphml", "geojson", "dot", "simgrid"}).description(""))
      ->type_name("graphml|geojson|dot|simgrid")
      ->required();
  command->add_option("-o,--output", request->file, "File to write.")
      ->required()
      ->type_name("FILE");
  command->add_flag("--force", request->force, "Replace an existing file.");
  command
      ->add_option(
          "--set", request->overrides.sets,
          "Change a value of the scenario; '*1.2' and '+30%' change the number that stands "
          "there. May be repeated.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_option("--variant", request->overrides.variant, "One of the scenario's variants.")
      ->type_name("NAME");
  command->callback([request, &context] {
    context.action = [request, &context] { return export_graph(*request, context); };
  });
}

}  // namespace eastwest
