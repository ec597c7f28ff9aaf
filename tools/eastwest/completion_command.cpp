// eastwest completion: what a shell needs to complete the command line.
#include <memory>
#include <string>
#include <vector>

#include "tools/eastwest/catalogue_text.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/completion_script.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {
namespace {

std::vector<std::string> split_at_bars(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (text.find('|') != std::string::npos && begin <= text.size()) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string> strategy_names(const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (const Preset& preset : catalogue.presets()) {
    if (preset.family == "strategy") names.push_back(preset.name);
  }
  return names;
}

/// The words that an option takes: those of its type, or the names of what exists.
std::vector<std::string> words_of(const std::string& name, const CLI::Option& option,
                                  const Catalogue& catalogue) {
  if (name == "--strategy" || name == "--strategies") return strategy_names(catalogue);
  if (name == "--network") return catalogue.names("network");
  if (name == "describe") return describable_names(catalogue);
  return split_at_bars(option.get_type_name());
}

CompletedCommand completed(const CLI::App& program, const CLI::App& command,
                           const Catalogue& catalogue) {
  CompletedCommand result{.name = command.get_name(),
                          .summary = command.get_description(),
                          .options = {},
                          .arguments = {}};
  const auto add = [&](const CLI::App& owner) {
    for (const CLI::Option* option : owner.get_options()) {
      const bool argument = option->get_positional();
      const std::string name = argument ? "" : "--" + option->get_lnames().front();
      if (name == "--version") continue;
      const std::string type = option->get_type_name();
      const bool flag = !argument && option->get_expected_max() == 0;
      CompletedOption one{
          .name = name,
          .help = option->get_description(),
          .value_name = flag       ? ""
                        : argument ? option->get_name()
                                   : type,
          .words = flag ? std::vector<std::string>{}
                        : words_of(argument ? command.get_name() : name, *option, catalogue),
          .takes_file = type == "FILE" || type == "DIR"};
      (argument ? result.arguments : result.options).push_back(std::move(one));
    }
  };
  add(command);
  for (const CLI::Option* option : program.get_options()) {
    if (option->check_lname("color")) {
      result.options.push_back({.name = "--color",
                                .help = option->get_description(),
                                .value_name = "WHEN",
                                .words = split_at_bars(option->get_type_name()),
                                .takes_file = false});
    }
  }
  return result;
}

}  // namespace

void add_completion_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(program, "completion",
                                  "Print a script that completes the command line in a shell.",
                                  "  source <(eastwest completion bash)\n"
                                  "  eastwest completion fish > "
                                  "~/.config/fish/completions/eastwest.fish");
  const auto shell = std::make_shared<std::string>();
  add_choice(*command, "SHELL", *shell, {"bash", "zsh", "fish"}, "For which shell.");
  command->get_option("SHELL")->required();
  command->callback([shell, &program, &context] {
    context.action = [shell, &program, &context] {
      std::vector<CompletedCommand> commands;
      for (const CLI::App* one : program.get_subcommands([](const CLI::App*) { return true; })) {
        commands.push_back(completed(program, *one, context.catalogue));
      }
      context.terminal.print(*shell == "bash"  ? bash_completion(commands)
                             : *shell == "zsh" ? zsh_completion(commands)
                                               : fish_completion(commands));
      return kDone;
    };
  });
}

}  // namespace eastwest
