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
#include "tools/eastwest/command_line_mistake.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/help_formatter.hpp"
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
  program.formatter(std::make_shared<HelpFormatter>());
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
  add_import_command(program, context);
  add_export_command(program, context);
  add_new_command(program, context);
  add_completion_command(program, context);
  program.require_subcommand(1);
}

/// Parses the command line; the chosen command has then set its action. Help and version are
/// actions too.
int parse(CLI::App& program, CommandContext& context, int argc, const char* const* argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (const auto mistake = unknown_command(program, arguments)) {
    context.terminal.report(*mistake);
    return kBadInput;
  }
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
    context.terminal.report(parse_mistake(program, error, arguments));
    return kBadInput;
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
  } catch (const ReaderGone&) {
    return kEnvironment;
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
/// installed beside it, in the source tree that it was built in, or in scenarios/ of the current
/// folder.
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
  // A program copied elsewhere is often started in the source tree.
  add_scenario_data_folder("scenarios");
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
