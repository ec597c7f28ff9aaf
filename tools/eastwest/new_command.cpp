// eastwest new: a commented scenario to start from.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/file_writer.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/random_world_text.hpp"

namespace eastwest {
namespace {

bool is_name(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), plain);
}

struct NewRequest {
  std::string name;
  bool force = false;
  std::optional<std::int64_t> nodes;  ///< given: a random world
  std::optional<std::int64_t> trunks;
  std::optional<std::int64_t> sites;
  std::optional<std::uint64_t> seed;
};

/// Checks a number of the random world.
std::int64_t within(const char* option, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return value;
  throw ScenarioError(option, fmt::format("{} is out of range", value),
                      fmt::format("from {} to {} here", least, most));
}

/// The `world:` block that was asked for; empty: the small one.
std::string world_text(const NewRequest& request) {
  if (!request.nodes) {
    if (!request.trunks && !request.sites && !request.seed) return {};
    throw ScenarioError("eastwest new", "a random world needs --random-nodes",
                        "e.g. --random-nodes 30");
  }
  RandomWorldRequest random;
  random.nodes = within("--random-nodes", *request.nodes, 2, RandomWorldRequest::kNodesMax);
  const std::int64_t usual = std::min(random.nodes * 3 / 2, random.trunks_max());
  random.trunks = within("--random-trunks", request.trunks.value_or(usual), random.nodes - 1,
                         random.trunks_max());
  random.sites =
      within("--random-sites", request.sites.value_or((random.nodes + 3) / 4), 1, random.nodes);
  random.seed = request.seed.value_or(1);
  return random_world_text(random);
}

int write_new(const NewRequest& request, const CommandContext& context) {
  const std::string& argument = request.name;
  std::filesystem::path file(argument);
  if (file.extension() != ".yaml") file += ".yaml";
  const std::string name = file.stem().string();
  if (!is_name(name)) {
    throw ScenarioError(argument, "this cannot name a scenario",
                        "use letters, digits, hyphens, underscores and dots");
  }
  require_place_for_file(file, request.force ? ExistingFile::replace : ExistingFile::refuse);
  write_file(file, scenario_skeleton(name, world_text(request)));
  context.terminal.remark(
      fmt::format("wrote {}; try: eastwest run {}", file.string(), file.string()));
  return kDone;
}

}  // namespace

void add_new_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "new", "Write NAME.yaml, a commented scenario to start from.",
                  "  eastwest new my-scenario\n"
                  "  eastwest new trial --random-nodes 40 --random-trunks 70 --random-seed 7");
  const auto request = std::make_shared<NewRequest>();
  command->add_option("NAME", request->name, "Name of the scenario, with or without .yaml.")
      ->required()
      ->type_name("");
  command->add_flag("--force", request->force, "Replace an existing file.");
  command
      ->add_option("--random-nodes", request->nodes,
                   "Write a random world of so many cities: a connected geometric graph.")
      ->type_name("N");
  command
      ->add_option("--random-trunks", request->trunks,
                   "Its cables: N-1 or more (1.5 x N if not given).")
      ->type_name("M");
  command->add_option("--random-sites", request->sites, "Its sites (a quarter of N if not given).")
      ->type_name("K");
  command
      ->add_option("--random-seed", request->seed,
                   "The same seed, the same world (1 if not given).")
      ->type_name("S");
  command->callback([request, &context] {
    context.action = [request, &context] { return write_new(*request, context); };
  });
}

}  // namespace eastwest
