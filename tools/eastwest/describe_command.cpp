// eastwest describe: parameters, units, defaults, ranges, rule and source of anything that exists.
#include <memory>
#include <string>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "tools/eastwest/catalogue_text.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {
namespace {

int describe(const std::string& name, const CommandContext& context) {
  const auto text = description_of(name, context.catalogue);
  if (!text) {
    const std::string near = closest(name, describable_names(context.catalogue));
    throw ScenarioError(
        "describe", fmt::format("nothing is called '{}'", name),
        near.empty() ? "see: eastwest list" : fmt::format("did you mean '{}'?", near));
  }
  context.terminal.print(*text);
  return kDone;
}

}  // namespace

void add_describe_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(
      program, "describe", "Describe a model, a strategy, a metric, or 'scenario' (its keys).",
      "  eastwest describe unified-cheapest\n"
      "  eastwest describe jobs.wait_s.mean");
  const auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "A name that `eastwest list` shows, or 'scenario'.")
      ->required()
      ->type_name("");
  command->callback(
      [name, &context] { context.action = [name, &context] { return describe(*name, context); }; });
}

}  // namespace eastwest
