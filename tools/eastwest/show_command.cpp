// eastwest show: what the program understood of a scenario, without running it.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/world_sources.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/scenario_options.hpp"
#include "tools/eastwest/shown_table.hpp"

namespace eastwest {
namespace {

struct ShowRequest {
  std::string scenario;
  std::string topic = "accounts";
  ScenarioOverrides overrides;
  std::string format = "text";
  RouteRequest route;
};

/// The provenance of the tables of the scenario's world.
std::vector<SourceNote> sources_of(const ShowRequest& request, const LoadedScenario& loaded) {
  namespace fs = std::filesystem;
  for (const InputFile& input : loaded.inputs) {
    if (fs::path(input.path).filename() != "world.yaml") continue;
    Diagnostics mistakes;
    std::vector<SourceNote> notes =
        read_sources((fs::path(request.scenario).parent_path() / input.path).string(), mistakes);
    mistakes.throw_if_errors();
    return notes;
  }
  throw ScenarioError(request.scenario, "its world comes from no folder of tables",
                      "sources are columns of such tables");
}

ShownTable shown(const ShowRequest& request, const LoadedScenario& loaded,
                 const CommandContext& context) {
  if (request.topic == "sites") return shown_sites(loaded.world);
  if (request.topic == "trunks") return shown_trunks(loaded.world);
  if (request.topic == "circles") return shown_circles(loaded.world);
  if (request.topic == "route") return shown_route(loaded.world, request.route);
  if (request.topic == "load") return shown_load(loaded, context.models);
  if (request.topic == "sources") return shown_sources(sources_of(request, loaded));
  return shown_accounts(loaded.world);
}

/// Places and options of `route` belong to it, and it needs its places.
void check_route_arguments(const ShowRequest& request) {
  const RouteRequest& route = request.route;
  if (request.topic == "route") {
    if (route.to.empty()) {
      throw ScenarioError("eastwest show", "route needs two places",
                          "eastwest show SCENARIO route FROM TO");
    }
    return;
  }
  if (!route.from.empty() || !route.avoided.empty() || route.alternatives) {
    throw ScenarioError("eastwest show",
                        fmt::format("'{}' takes no places and no options of route", request.topic),
                        "eastwest show SCENARIO route FROM TO");
  }
}

int show(const ShowRequest& request, const CommandContext& context) {
  check_route_arguments(request);
  if (request.topic == "resolved" && request.format != "text") {
    throw ScenarioError("--format",
                        fmt::format("there is no {} form of the resolved scenario", request.format),
                        "it is YAML: leave --format out");
  }
  const LoadedScenario loaded =
      load_scenario(request.scenario, request.overrides, context.catalogue);
  context.terminal.remark(loaded.warnings);
  if (request.topic == "sources" && request.format == "text") {
    context.terminal.print(sources_page(sources_of(request, loaded), loaded.world.name));
    return kDone;
  }
  if (request.topic == "resolved") {
    context.terminal.print(loaded.resolved);
    return kDone;
  }
  ShownTable table = shown(request, loaded, context);
  round_figures(table.json);
  context.terminal.print(request.format == "json"  ? to_pretty(table.json)
                         : request.format == "csv" ? csv_form(table)
                                                   : text_form(table));
  return kDone;
}

}  // namespace

void add_show_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "show", "Show what the program understood of a scenario.",
                  "  eastwest show scenarios/national-2025.yaml accounts --format json\n"
                  "  eastwest show scenarios/national-2025.yaml route beijing guian");
  const auto request = std::make_shared<ShowRequest>();
  command->add_option("SCENARIO", request->scenario, "Scenario file.")
      ->required()
      ->type_name("FILE");
  add_choice(
      *command, "TOPIC", request->topic,
      {"accounts", "circles", "sites", "trunks", "load", "route", "sources", "resolved"},
      "accounts (if not given): totals beside official figures; circles: who is within 1, "
      "5, 10 and 20 ms of each cluster and city; sites; trunks; load: offered work against "
      "capacity by scope and province; route: the ways FROM a node or site TO another; sources: "
      "where every figure of the world is from; resolved: the scenario with all defaults "
      "filled in.");
  command->add_option("FROM", request->route.from, "For route: a node or a site.")->type_name("");
  command->add_option("TO", request->route.to, "For route: another one.")->type_name("");
  command
      ->add_option("--alternatives", request->route.alternatives,
                   "For route: at most so many of the shortest loopless ways (3 if not given).")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("K");
  command
      ->add_option("--avoid", request->route.avoided,
                   "For route: without the cables of this corridor (a shared risk). May be "
                   "repeated.")
      ->type_name("CORRIDOR")
      ->allow_extra_args(false);
  add_choice_options(*command, request->overrides);
  add_work_options(*command, request->overrides);
  add_choice(*command, "--format", request->format, {"text", "json", "csv"}, "Form of the output.");
  command->callback([request, &context] {
    context.action = [request, &context] { return show(*request, context); };
  });
}

}  // namespace eastwest
