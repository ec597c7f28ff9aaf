// eastwest new: a commented scenario to start from.
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/file_writer.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

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
};

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
  write_file(file, scenario_skeleton(name));
  context.terminal.remark(
      fmt::format("wrote {}; try: eastwest run {}", file.string(), file.string()));
  return kDone;
}

}  // namespace

void add_new_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "new", "Write NAME.yaml, a commented scenario to start from.",
                  "  eastwest new my-scenario\n"
                  "  eastwest new scenarios/study/cold-data");
  const auto request = std::make_shared<NewRequest>();
  command->add_option("NAME", request->name, "Name of the scenario, with or without .yaml.")
      ->required()
      ->type_name("");
  command->add_flag("--force", request->force, "Replace an existing file.");
  command->callback([request, &context] {
    context.action = [request, &context] { return write_new(*request, context); };
  });
}

}  // namespace eastwest
