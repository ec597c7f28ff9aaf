// What all commands have in common.
#include "tools/eastwest/commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace eastwest {

CLI::App* add_command(CLI::App& program, const std::string& name, const std::string& summary,
                      const std::string& examples) {
  CLI::App* command = program.add_subcommand(name, summary);
  command->footer("Examples:\n" + examples);
  command->fallthrough();
  return command;
}

void add_choice(CLI::App& command, const std::string& name, std::string& value,
                const std::vector<std::string>& choices, const std::string& help) {
  command.add_option(name, value, help)
      ->check(CLI::IsMember(choices).description(""))
      ->type_name(fmt::format("{}", fmt::join(choices, "|")));
}

}  // namespace eastwest
