// eastwest guard: do these scenarios still give the committed numbers?
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "models/network/module_loader.hpp"
#include "sim/experiment/guard.hpp"
#include "sim/experiment/guard_report.hpp"
#include "sim/experiment/process_pool.hpp"
#include "sim/experiment/run_scenario.hpp"
#include "sim/text/file_writer.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/interrupt.hpp"
#include "tools/eastwest/progress_bar.hpp"

namespace eastwest {
namespace {

struct GuardRequest {
  std::vector<std::string> scenarios;
  std::string baseline;
  bool update = false;
  std::string junit;
  bool github = false;
  std::size_t jobs = 0;
  bool quiet = false;
};

/// One scenario of the command line, read.
struct GuardedScenario {
  std::string argument;
  std::string name;
  LoadedScenario loaded;
};

/// FILE or FILE@VARIANT; a file that has the sign in its own name is that file.
GuardedScenario load_guarded(const std::string& argument, const CommandContext& context) {
  std::string file = argument;
  ScenarioOverrides overrides;
  const std::size_t at = argument.rfind('@');
  if (at != std::string::npos && !std::filesystem::exists(argument)) {
    file = argument.substr(0, at);
    overrides.variant = argument.substr(at + 1);
    overrides.variant_origin = file + "@";
  }
  LoadedScenario loaded = load_scenario(file, overrides, context.catalogue);
  std::string name = loaded.scenario.name;
  if (!overrides.variant.empty()) name += "@" + overrides.variant;
  return {.argument = argument, .name = std::move(name), .loaded = std::move(loaded)};
}

std::vector<GuardedScenario> load_all(const GuardRequest& request, const CommandContext& context) {
  std::vector<GuardedScenario> scenarios;
  Diagnostics mistakes;
  std::set<std::string> names;
  for (const std::string& argument : request.scenarios) {
    try {
      scenarios.push_back(load_guarded(argument, context));
    } catch (const ScenarioError& error) {
      for (const Diagnostic& one : error.diagnostics().all()) mistakes.add(one);
      continue;
    }
    context.terminal.remark(scenarios.back().loaded.warnings);
    const std::string& name = scenarios.back().name;
    if (!names.insert(name).second) {
      mistakes.error({.file = argument}, "",
                     fmt::format("another scenario of this guard is called '{}' too", name),
                     "a baseline knows scenarios by their names");
    }
  }
  mistakes.throw_if_errors();
  return scenarios;
}

/// The section of a baseline that the numbers belong to: another solver, other last digits.
std::string section_of(const Scenario& scenario) {
  return scenario.network.name == "simgrid" ? simgrid_release() : scenario.network.name;
}

std::vector<GuardedRun> run_all(const std::vector<GuardedScenario>& scenarios,
                                const GuardRequest& request, const CommandContext& context) {
  std::vector<PoolTask> tasks;
  tasks.reserve(scenarios.size());
  for (const GuardedScenario& scenario : scenarios) {
    tasks.push_back({.label = scenario.argument, .work = [&scenario, &context] {
                       return run_scenario(scenario.loaded, context.models, {}).summary.dump();
                     }});
  }
  ProgressBar bar(context.terminal, scenarios.front().loaded.scenario.start);
  bar.runs_done(0, tasks.size());
  PoolOptions pool;
  pool.jobs = request.jobs;
  pool.interrupted = interrupt_came;
  pool.progress = [&bar](std::size_t done, std::size_t all) { bar.runs_done(done, all); };
  const std::vector<std::string> answers = run_in_processes(tasks, pool);
  std::vector<GuardedRun> runs;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    runs.push_back({.name = scenarios[i].name,
                    .argument = scenarios[i].argument,
                    .section = section_of(scenarios[i].loaded.scenario),
                    .summary = parse_json(answers[i], scenarios[i].argument)});
  }
  return runs;
}

int guard(const GuardRequest& request, CommandContext& context) {
  Terminal& terminal = context.terminal;
  terminal.set_quiet(request.quiet);
  // A baseline that cannot be read is told before anything runs.
  Baseline baseline;
  if (std::filesystem::exists(request.baseline)) {
    baseline = Baseline::read(request.baseline);
  } else if (!request.update) {
    throw ScenarioError(request.baseline, "there is no such baseline",
                        "make it from results that are known to be right, with --update");
  }
  if (request.update) require_place_for_file(request.baseline, ExistingFile::replace);
  if (!request.junit.empty()) require_place_for_file(request.junit, ExistingFile::replace);
  const std::vector<GuardedScenario> scenarios = load_all(request, context);
  const std::vector<GuardedRun> runs = run_all(scenarios, request, context);
  if (request.update) {
    baseline.update(runs);
    baseline.write(request.baseline);
    terminal.print(
        fmt::format("{}: holds {} of these scenarios now\n", request.baseline, runs.size()));
    return kDone;
  }
  const std::vector<GuardedResult> results = baseline.compare(runs, request.baseline);
  if (!request.junit.empty()) write_file(request.junit, guard_junit(results));
  std::string text = guard_text(results);
  const bool moved = any_moved(results);
  if (moved) {
    text += "If the change is meant, write it down in the changelog and repeat with --update.\n";
  }
  if (request.github) text += guard_github(results);
  terminal.print(text);
  return moved ? kMoved : kDone;
}

}  // namespace

void add_guard_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(
      program, "guard", "Compare results exactly with a baseline; exit 1 if one moved.",
      "  eastwest guard scenarios/tour/*.yaml --baseline scenarios/guard/tour.json\n"
      "  eastwest guard scenarios/national-2025.yaml@silos --baseline silos.json --update");
  const auto request = std::make_shared<GuardRequest>();
  command
      ->add_option("SCENARIO", request->scenarios,
                   "Scenario files, each as it stands or FILE@VARIANT.")
      ->required()
      ->type_name("FILE");
  command->add_option("--baseline", request->baseline, "The committed numbers (JSON).")
      ->required()
      ->type_name("FILE");
  command->add_flag("--update", request->update,
                    "Write the numbers of now into the baseline instead of comparing.");
  command
      ->add_option("--junit", request->junit,
                   "Write a JUnit report, too; the report of an earlier run is replaced.")
      ->type_name("FILE");
  command->add_flag("--github", request->github, "Print GitHub annotations, too.");
  command
      ->add_option("--jobs", request->jobs, "Processes at a time; as many as cores if not given.")
      ->check(CLI::Range(1, 4096).description(""))
      ->type_name("N");
  command->add_flag("--quiet", request->quiet, "No progress, warnings or remarks.");
  command->callback([request, &context] {
    context.action = [request, &context] { return guard(*request, context); };
  });
}

}  // namespace eastwest
