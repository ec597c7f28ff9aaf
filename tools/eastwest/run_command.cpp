// eastwest run: one run, its files and its summary.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "sim/experiment/process_pool.hpp"
#include "sim/experiment/run_scenario.hpp"
#include "sim/experiment/scenario_concerns.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/interrupt.hpp"
#include "tools/eastwest/progress_bar.hpp"
#include "tools/eastwest/scenario_options.hpp"

namespace eastwest {
namespace {

struct RunRequest {
  std::string scenario;
  ScenarioOverrides overrides;
  std::string out;
  bool force = false;
  std::string format = "text";
  bool audit = false;
  std::string decisions;
  bool quiet = false;
};

std::string default_folder(const Scenario& scenario, const ScenarioOverrides& overrides) {
  std::string folder =
      fmt::format("results/{}-{}-{}", scenario.name, scenario.strategy, scenario.seed);
  if (overrides.replication) folder += fmt::format("-r{}", *overrides.replication);
  return folder;
}

int run(const RunRequest& request, CommandContext& context) {
  Terminal& terminal = context.terminal;
  terminal.set_quiet(request.quiet);
  const LoadedScenario loaded =
      load_scenario(request.scenario, request.overrides, context.catalogue);
  terminal.remark(all_warnings(loaded, context.models));
  if (interrupt_came()) throw Interrupted();

  const std::string folder =
      request.out.empty() ? default_folder(loaded.scenario, request.overrides) : request.out;
  RunOutcome outcome;
  {
    ProgressBar bar(terminal, loaded.scenario.start);
    RunOptions options;
    options.out = folder;
    options.force = request.force;
    options.audit = request.audit;
    options.interrupted = interrupt_came;
    options.progress = [&bar](Date now, Date first, Date horizon) {
      bar.run_reached(now, first, horizon);
    };
    options.decisions_file = request.decisions;
    outcome = run_scenario(loaded, context.models, options);
  }
  for (const std::string& remark : outcome.remarks) terminal.remark(remark);
  if (!outcome.rows_left_out.empty()) terminal.remark(outcome.rows_left_out);
  if (outcome.interrupted) {
    terminal.report(fmt::format("eastwest: interrupted; {} holds what was reached", folder));
  } else {
    terminal.remark(fmt::format("results are in {}", folder));
  }
  terminal.print(request.format == "json" ? to_pretty(outcome.summary) : outcome.text);
  return outcome.interrupted ? kInterrupted : kDone;
}

}  // namespace

void add_run_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(
      program, "run", "Carry out one run of a scenario.",
      "  eastwest run scenarios/national-2025.yaml --strategy unified-cheapest\n"
      "  eastwest run scenarios/national-2025.yaml --until 2d --set platform.refresh='1 h' "
      "--format json");
  const auto request = std::make_shared<RunRequest>();
  command->add_option("SCENARIO", request->scenario, "Scenario file.")
      ->required()
      ->type_name("FILE");
  add_choice_options(*command, request->overrides);
  add_work_options(*command, request->overrides);
  command
      ->add_option("--replication-index", request->overrides.replication,
                   "Another draw of all randomness under the same seed.")
      ->type_name("R");
  command
      ->add_option("--out", request->out,
                   "Results folder; results/SCENARIO-STRATEGY-SEED if not given.")
      ->type_name("DIR");
  command->add_flag("--force", request->force,
                    "Replace an existing results folder and decisions file.");
  add_choice(*command, "--format", request->format, {"text", "json"},
             "Summary for people, or summary.json's content.");
  command->add_flag("--audit", request->audit, "Check the invariants while running.");
  command
      ->add_option("--decisions", request->decisions,
                   "Log every dispatch decision, one JSON object a line, to a new file.")
      ->type_name("FILE");
  command->add_flag("--quiet", request->quiet, "No progress, warnings or remarks.");
  command->callback([request, &context] {
    context.action = [request, &context] { return run(*request, context); };
  });
}

}  // namespace eastwest
