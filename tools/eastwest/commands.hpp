// The commands: each adds itself to the command line and says what is done when it is chosen.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "sim/base/parameter.hpp"
#include "sim/engine/model_registries.hpp"
#include "tools/eastwest/terminal.hpp"

namespace eastwest {

/// What every command works with. It outlives the command line.
struct CommandContext {
  const ModelRegistries& models;
  const Catalogue& catalogue;
  Terminal terminal;
  /// Set by the command that was chosen; returns the exit code.
  std::function<int()> action;
};

void add_run_command(CLI::App& program, CommandContext& context);
void add_compare_command(CLI::App& program, CommandContext& context);
void add_guard_command(CLI::App& program, CommandContext& context);
void add_validate_command(CLI::App& program, CommandContext& context);
void add_show_command(CLI::App& program, CommandContext& context);
void add_list_command(CLI::App& program, CommandContext& context);
void add_describe_command(CLI::App& program, CommandContext& context);
void add_schema_command(CLI::App& program, CommandContext& context);
void add_import_command(CLI::App& program, CommandContext& context);
void add_export_command(CLI::App& program, CommandContext& context);
void add_new_command(CLI::App& program, CommandContext& context);
void add_completion_command(CLI::App& program, CommandContext& context);

/// A command with its two examples at the end of its help.
[[nodiscard]] CLI::App* add_command(CLI::App& program, const std::string& name,
                                    const std::string& summary, const std::string& examples);
/// An option that takes one of a few words; help and completion show them as `a|b`.
void add_choice(CLI::App& command, const std::string& name, std::string& value,
                const std::vector<std::string>& choices, const std::string& help);

}  // namespace eastwest
