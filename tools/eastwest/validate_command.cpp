// eastwest validate: reads everything, runs nothing, tells all mistakes at once.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/scenario_reader.hpp"
#include "tools/eastwest/assembled_work.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {
namespace {

int validate(const std::vector<std::string>& files, const CommandContext& context) {
  const ScenarioCheck check = [&](const LoadedScenario& loaded) {
    const AssembledWork work(loaded, context.models);
  };
  const Diagnostics mistakes = validate_scenarios(files, context.catalogue, check);
  if (const std::string text = mistakes.text(); !text.empty()) context.terminal.report(text);
  if (mistakes.has_errors()) return kBadInput;
  std::string good;
  for (const std::string& file : files) good += file + ": ok\n";
  context.terminal.print(good);
  return kDone;
}

}  // namespace

void add_validate_command(CLI::App& program, CommandContext& context) {
  CLI::App* command =
      add_command(program, "validate", "Check scenario files without running them.",
                  "  eastwest validate scenarios/national-2025.yaml\n"
                  "  eastwest validate scenarios/tour/*.yaml scenarios/study/*.yaml");
  const auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "Scenario files.")->required()->type_name("FILE");
  command->callback([files, &context] {
    context.action = [files, &context] { return validate(*files, context); };
  });
}

}  // namespace eastwest
