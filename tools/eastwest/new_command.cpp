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

int write_new(const std::string& argument, const CommandContext& context) {
  std::filesystem::path file(argument);
  if (file.extension() != ".yaml") file += ".yaml";
  const std::string name = file.stem().string();
  if (!is_name(name)) {
    throw ScenarioError(argument, "this cannot name a scenario",
                        "use letters, digits, hyphens, underscores and dots");
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(file))) {
    throw ScenarioError(file.string(), "exists already and is not overwritten",
                        "choose another name");
  }
  const std::filesystem::path folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder)) {
    throw ScenarioError(folder.string(), "there is no such folder");
  }
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
  const auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "Name of the scenario; an existing file is not overwritten.")
      ->required()
      ->type_name("");
  command->callback([name, &context] {
    context.action = [name, &context] { return write_new(*name, context); };
  });
}

}  // namespace eastwest
