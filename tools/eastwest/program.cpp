// The command line, and the one place where exceptions become messages and exit codes.
#include "tools/eastwest/program.hpp"

#include <algorithm>
#include <filesystem>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "models/builtin.hpp"
#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/experiment/process_pool.hpp"
#include "sim/scenario/world_place.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/interrupt.hpp"

namespace eastwest {
namespace {

/// --color is read at once, so that it holds for mistakes of the command line too.
void add_colour_option(CLI::App& program, Terminal& terminal) {
  program
      .add_option_function<std::string>(
          "--color",
          [&terminal](const std::string& word) {
            terminal.set_colour(word == "always"  ? ColourChoice::always
                                : word == "never" ? ColourChoice::never
                                                  : ColourChoice::automatic);
          },
          "Colours: on a terminal without NO_COLOR, always, or never.")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("auto|always|never")
      ->trigger_on_parse();
}

void add_commands(CLI::App& program, CommandContext& context) {
  program.get_formatter()->column_width(34);
  program.set_help_flag("-h,--help", "Print this help and exit.");
  program.set_version_flag("--version", "eastwest " EASTWEST_VERSION,
                           "Print the version and exit.");
  program.footer(
      "Examples:\n"
      "  eastwest run scenarios/national-2025.yaml\n"
      "  eastwest compare scenarios/national-2025.yaml --strategies siloed-fcfs,unified-cheapest\n"
      "Help about a command: eastwest COMMAND --help");
  add_colour_option(program, context.terminal);
  add_run_command(program, context);
  add_compare_command(program, context);
  add_guard_command(program, context);
  add_validate_command(program, context);
  add_show_command(program, context);
  add_list_command(program, context);
  add_describe_command(program, context);
  add_schema_command(program, context);
  add_new_command(program, context);
  add_completion_command(program, context);
  program.require_subcommand(1);
}

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// The first argument that should be a command and is none; empty if there is no such argument.
std::string unknown_command(const CLI::App& program, const std::vector<std::string>& arguments) {
  const auto commands = program.get_subcommands([](const CLI::App*) { return true; });
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--color") {
      ++i;
    } else if (!argument.starts_with('-')) {
      const bool known = std::any_of(commands.begin(), commands.end(), [&](const CLI::App* one) {
        return one->get_name() == argument;
      });
      return known ? "" : argument;
    }
  }
  return "";
}

std::string suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = closest(word, candidates);
  return near.empty() ? "" : fmt::format("\n  hint: did you mean '{}'?", near);
}

int report_unknown_command(const CLI::App& program, const Terminal& terminal,
                           const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* one : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(one->get_name());
  }
  std::string hint = suggestion(word, names);
  if (hint.empty()) hint = fmt::format("\n  hint: the commands are {}", fmt::join(names, ", "));
  terminal.report(fmt::format("eastwest: error: there is no command '{}'{}", word, hint));
  return kBadInput;
}

/// The option that was probably meant by the first one that does not exist; or nothing.
std::string option_suggestion(const CLI::App& program, const CLI::App& command,
                              const std::vector<std::string>& arguments) {
  std::vector<std::string> known = long_options(command);
  const std::vector<std::string> shared = long_options(program);
  known.insert(known.end(), shared.begin(), shared.end());
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || name == "--") continue;
    if (std::find(known.begin(), known.end(), name) == known.end()) return suggestion(name, known);
  }
  return "";
}

int report_parse_error(const CLI::App& program, const Terminal& terminal,
                       const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  constexpr int kMissingCode = static_cast<int>(CLI::ExitCodes::RequiredError);
  constexpr int kExtrasCode = static_cast<int>(CLI::ExitCodes::ExtrasError);
  const auto chosen = program.get_subcommands();
  if (chosen.empty() && error.get_exit_code() == kMissingCode) {
    terminal.report("eastwest: error: no command was given\n  hint: see eastwest --help");
    return kBadInput;
  }
  const CLI::App& command = chosen.empty() ? program : *chosen.front();
  const std::string name = chosen.empty() ? "eastwest" : "eastwest " + command.get_name();
  std::string hint;
  if (error.get_exit_code() == kExtrasCode) {
    hint = option_suggestion(program, command, arguments);
  }
  if (hint.empty()) hint = fmt::format("\n  hint: see {} --help", name);
  terminal.report(fmt::format("{}: error: {}{}", name, error.what(), hint));
  return kBadInput;
}

/// Parses the command line; the chosen command has then set its action. Help and version are
/// actions too.
int parse(CLI::App& program, CommandContext& context, int argc, const char* const* argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  const std::string unknown = unknown_command(program, arguments);
  if (!unknown.empty()) return report_unknown_command(program, context.terminal, unknown);
  try {
    program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    context.action = [&] {
      context.terminal.print(program.help());
      return kDone;
    };
  } catch (const CLI::CallForVersion&) {
    context.action = [&] {
      context.terminal.print("eastwest " EASTWEST_VERSION "\n");
      return kDone;
    };
  } catch (const CLI::ParseError& error) {
    return report_parse_error(program, context.terminal, error, arguments);
  }
  return kDone;
}

/// The one place where exceptions become messages and exit codes.
int guarded(const Terminal& terminal, const std::function<int()>& action) {
  const auto fail = [&](const std::string& message, int code) {
    terminal.report("eastwest: error: " + message);
    return code;
  };
  try {
    return action();
  } catch (const ScenarioError& error) {
    terminal.report(error.what());
    return kBadInput;
  } catch (const Interrupted&) {
    terminal.report("eastwest: interrupted");
    return kInterrupted;
  } catch (const EnvironmentError& error) {
    return fail(error.what(), kEnvironment);
  } catch (const PolicyError& error) {
    return fail(error.what(), kEnvironment);
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(error.what(), kEnvironment);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", kEnvironment);
  } catch (const std::exception& error) {
    return fail(fmt::format("{}\n  this is a defect of eastwest, please report it", error.what()),
                kDefect);
  }
}

/// Worlds that a scenario names are also looked for in the data that came with the program:
/// installed beside it, or in the source tree that it was built in.
void add_data_folders() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return;
  std::filesystem::path folder = program.parent_path();
  add_scenario_data_folder((folder.parent_path() / "share/eastwest/scenarios").string());
  constexpr int kLevels = 4;
  for (int level = 0; level < kLevels && folder.has_relative_path(); ++level) {
    folder = folder.parent_path();
    if (std::filesystem::is_directory(folder / "scenarios" / "world", error)) {
      add_scenario_data_folder((folder / "scenarios").string());
    }
  }
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  occupy_standard_streams();
  catch_interrupts();
  Terminal first;
  return guarded(first, [&] {
    add_data_folders();
    const ModelRegistries models = builtin_models();
    const std::unique_ptr<Catalogue> catalogue = catalogue_of(models);
    CLI::App program("Simulates how AI work is placed on China's East Data, West Computing system.",
                     "eastwest");
    CommandContext context{.models = models, .catalogue = *catalogue, .terminal = {}, .action = {}};
    add_commands(program, context);
    const int code = parse(program, context, argc, argv);
    if (code != kDone) return code;
    return guarded(context.terminal, context.action);
  });
}

}  // namespace eastwest
