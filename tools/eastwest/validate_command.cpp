// eastwest validate: reads everything, runs nothing, tells all mistakes at once.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/base/diagnostic.hpp"
#include "sim/experiment/run_assembly.hpp"
#include "sim/experiment/scenario_concerns.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "tools/eastwest/assembled_work.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"

namespace eastwest {
namespace {

/// What only models can tell: rows of traces, and how long a network can go on.
void check_models(const LoadedScenario& loaded, const CommandContext& context) {
  Diagnostics mistakes;
  const auto collect = [&](const auto& check) {
    try {
      check();
    } catch (const ScenarioError& error) {
      for (const Diagnostic& one : error.diagnostics().all()) mistakes.add(one);
    }
  };
  collect([&] { const AssembledWork work(loaded, context.models); });
  collect([&] {
    try {
      require_network_for_span(loaded, context.models);
    } catch (const EnvironmentError& error) {
      // The file may be right all the same: another machine has the library.
      context.terminal.report(fmt::format("{}: warning: the network is not checked: {}",
                                          loaded.scenario.name, error.what()));
    }
  });
  mistakes.throw_if_errors();
  const std::string concerns = scenario_concerns(loaded, context.models).text();
  if (!concerns.empty()) context.terminal.report(concerns);
}

int validate(const std::vector<std::string>& files, const CommandContext& context) {
  const ScenarioCheck check = [&](const LoadedScenario& loaded) { check_models(loaded, context); };
  bool has_errors = false;
  std::string good;
  // What scenarios say of a file they share is told once.
  std::set<std::string> told;
  for (const std::string& file : files) {
    const Diagnostics mistakes = validate_scenario(file, context.catalogue, check);
    has_errors = has_errors || mistakes.has_errors();
    const std::string text = mistakes.text();
    if (!text.empty() && told.insert(text).second) context.terminal.report(text);
    good += file + ": ok\n";
  }
  if (has_errors) return kBadInput;
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
