// eastwest compare: several choices on the same world and work, and what that proves.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/experiment/comparison.hpp"
#include "sim/experiment/comparison_plan.hpp"
#include "sim/experiment/comparison_report.hpp"
#include "sim/experiment/metric_catalogue.hpp"
#include "sim/experiment/run_scenario.hpp"
#include "sim/experiment/scenario_concerns.hpp"
#include "sim/experiment/widening.hpp"
#include "sim/text/results_folder.hpp"
#include "tools/eastwest/commands.hpp"
#include "tools/eastwest/exit_code.hpp"
#include "tools/eastwest/interrupt.hpp"
#include "tools/eastwest/progress_bar.hpp"
#include "tools/eastwest/scenario_options.hpp"

namespace eastwest {
namespace {

struct CompareRequest {
  ComparisonRequest choices;
  std::uint32_t replications = 5;
  std::string baseline;
  std::vector<std::string> metrics;
  std::string widen;
  std::size_t jobs = 0;
  std::string out;
  bool force = false;
  std::string format = "text";
  bool audit = false;
  bool quiet = false;
};

/// Every choice read once; mistakes of all of them at once.
std::vector<LoadedScenario> load_choices(const std::vector<Choice>& choices,
                                         const CommandContext& context) {
  std::vector<LoadedScenario> loaded;
  Diagnostics mistakes;
  std::string warnings;
  for (const Choice& choice : choices) {
    try {
      loaded.push_back(load_scenario(choice.file, choice.overrides, context.catalogue));
      const std::string own = all_warnings(loaded.back(), context.models);
      if (own != warnings) context.terminal.remark(own);
      warnings = own;
    } catch (const ScenarioError& error) {
      for (const Diagnostic& one : error.diagnostics().all()) mistakes.add(one);
    }
  }
  mistakes.throw_if_errors();
  return loaded;
}

ComparisonSubject subject_of(const std::vector<LoadedScenario>& loaded) {
  ComparisonSubject subject{.scenario = loaded.front().scenario.name,
                            .seed = loaded.front().scenario.seed};
  std::vector<std::string> names;
  for (const LoadedScenario& one : loaded) {
    if (one.scenario.seed != subject.seed) {
      throw ScenarioError(
          "compare",
          fmt::format("the choices have different seeds ({} and {}), so they do not "
                      "meet the same work",
                      subject.seed, one.scenario.seed),
          "give one for all of them with --seed");
    }
    if (std::find(names.begin(), names.end(), one.scenario.name) == names.end()) {
      names.push_back(one.scenario.name);
    }
  }
  subject.scenario = fmt::format("{}", fmt::join(names, ", "));
  return subject;
}

/// What may stand in a file name: a label with everything else replaced by a hyphen.
std::string file_name_of(const std::string& label) {
  std::string name;
  for (const char c : label) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  return name;
}

void write_results(ResultsFolder& folder, const Json& comparison,
                   const std::vector<std::string>& labels, const SummaryTable& summaries) {
  write_file(folder.partial() / "comparison.json", to_pretty(comparison));
  for (std::size_t choice = 0; choice < labels.size(); ++choice) {
    // The number keeps apart labels that differ in signs only.
    const auto place =
        folder.partial() / "runs" / fmt::format("{}-{}", choice + 1, file_name_of(labels[choice]));
    std::filesystem::create_directories(place);
    for (std::size_t r = 0; r < summaries[choice].size(); ++r) {
      write_file(place / fmt::format("summary-r{}.json", r), to_pretty(summaries[choice][r]));
    }
  }
  folder.commit();
}

SummaryTable run_all(const CompareRequest& request, const std::vector<std::string>& labels,
                     const std::vector<LoadedScenario>& loaded, const CommandContext& context) {
  ProgressBar bar(context.terminal, loaded.front().scenario.start);
  bar.runs_done(0, labels.size() * request.replications);
  PoolOptions pool;
  pool.jobs = request.jobs;
  pool.interrupted = interrupt_came;
  pool.progress = [&bar](std::size_t done, std::size_t all) { bar.runs_done(done, all); };
  const ChoiceRunner runner = [&](std::size_t choice, std::uint32_t replication) {
    LoadedScenario one = loaded[choice];
    one.scenario.replication = replication;
    RunOptions options;
    options.audit = request.audit;
    return run_scenario(one, context.models, options).summary;
  };
  return run_choices(labels, request.replications, runner, pool);
}

/// The trunks that --widen N means.
struct BusiestTrunks {
  std::vector<std::string> ids;
  std::string limits;  ///< what has to be said of them; empty: nothing
};

/// Those of the first replication; run in a process of its own.
BusiestTrunks busiest_trunks(const LoadedScenario& loaded, std::size_t count,
                             const CommandContext& context) {
  const PoolTask task{.label = "which trunks are busiest", .work = [&] {
                        LoadedScenario first = loaded;
                        first.scenario.replication = 0;
                        const RunOutcome run = run_scenario(first, context.models, {});
                        Json answer = {{"trunks", run.busiest_trunks}};
                        const auto pace = metric_value(run.summary, "network.paced_by.trunks");
                        if (pace) answer["pace"] = *pace;
                        return answer.dump();
                      }};
  const std::vector<std::string> answers =
      run_in_processes({task}, {.interrupted = interrupt_came, .progress = {}});
  const Json answer = parse_json(answers.front(), task.label);
  BusiestTrunks busiest{.ids = answer.at("trunks").get<std::vector<std::string>>(), .limits = {}};
  if (busiest.ids.empty()) {
    throw ScenarioError("--widen", "nothing passed any trunk in the first replication",
                        "name the trunks: --widen TRUNK,TRUNK");
  }
  if (busiest.ids.size() < count) {
    context.terminal.remark(fmt::format(
        "--widen {}: only {} carried anything in the first replication; widened: {}", count,
        busiest.ids.size() == 1 ? "one trunk" : fmt::format("{} trunks", busiest.ids.size()),
        fmt::join(busiest.ids, ", ")));
  }
  if (busiest.ids.size() > count) busiest.ids.resize(count);
  if (answer.contains("pace") && answer.at("pace") == 0) {
    busiest.limits =
        " In the first replication no trunk set the pace of any transfer, so that no wave can be "
        "worth anything there: these trunks are those of the highest utilisation.";
    context.terminal.remark("--widen:" + busiest.limits);
  }
  return busiest;
}

/// What is compared, and what has to be said of it.
struct ChoiceSet {
  std::vector<Choice> choices;
  std::string limits;
};

ChoiceSet choices_of(const CompareRequest& request, const CommandContext& context) {
  if (request.widen.empty()) return {comparison_choices(request.choices), {}};
  const Widening widening = read_widening(request.widen);
  const Choice base = only_choice(request.choices, "--widen");
  const LoadedScenario loaded = load_scenario(base.file, base.overrides, context.catalogue);
  const BusiestTrunks trunks = widening.count > 0 ? busiest_trunks(loaded, widening.count, context)
                                                  : BusiestTrunks{widening.trunks, {}};
  return {widened_choices(base, loaded, trunks.ids),
          widening_limits(loaded.world, trunks.ids) + trunks.limits};
}

/// The metrics asked for, or those that suit the choices.
std::vector<Metric> metrics_of(const CompareRequest& request) {
  const bool is_widening = request.metrics.empty() && !request.widen.empty();
  return chosen_metrics(is_widening ? widening_metrics() : request.metrics);
}

/// Where none was named: outages show where there are any, and so does the price of transfers.
void add_network_metrics(const std::vector<LoadedScenario>& loaded, std::vector<Metric>& metrics) {
  const auto any = [&](const auto& holds) {
    return std::any_of(loaded.begin(), loaded.end(), holds);
  };
  const bool has_outages = any([](const LoadedScenario& one) {
    const NetworkPlan& plan = one.scenario.network_plan;
    const bool is_listed =
        std::any_of(plan.outages.begin(), plan.outages.end(),
                    [](const ListedOutage& outage) { return outage.kind != OutageKind::calendar; });
    return is_listed || plan.random_cuts || plan.random_ports;
  });
  if (has_outages) {
    for (const std::string& key : outage_metrics()) metrics.push_back(*find_metric(key));
  }
  if (any([](const LoadedScenario& one) { return one.world.transfer_price > 0; })) {
    metrics.push_back(*find_metric(kTransferCostMetric));
  }
}

/// Leaves out what no run tells: what set the pace, where the network does not know it.
void leave_out_untold(const SummaryTable& summaries, std::vector<Metric>& metrics) {
  std::erase_if(metrics, [&](const Metric& metric) {
    const auto is_told = [&](const Json& summary) {
      return metric_value(summary, metric.key).has_value();
    };
    return std::none_of(summaries.begin(), summaries.end(), [&](const std::vector<Json>& runs) {
      return std::any_of(runs.begin(), runs.end(), is_told);
    });
  });
}

int compare_choices(const CompareRequest& request, CommandContext& context) {
  Terminal& terminal = context.terminal;
  terminal.set_quiet(request.quiet);
  std::vector<Metric> metrics = metrics_of(request);
  const auto [choices, limits] = choices_of(request, context);
  const std::size_t baseline =
      request.baseline.empty() ? 0 : find_choice(choices, request.baseline);
  std::vector<std::string> labels;
  labels.reserve(choices.size());
  for (const Choice& choice : choices) labels.push_back(choice.label);

  const std::vector<LoadedScenario> loaded = load_choices(choices, context);
  if (request.metrics.empty() && request.widen.empty()) add_network_metrics(loaded, metrics);
  ComparisonSubject subject = subject_of(loaded);
  subject.limits = limits;
  std::optional<ResultsFolder> folder;
  if (!request.out.empty()) {
    folder.emplace(request.out, ResultsFolderOptions{.force = request.force,
                                                     .known_files = {"comparison.json"}});
  }
  const SummaryTable summaries = run_all(request, labels, loaded, context);
  if (request.metrics.empty() && !request.widen.empty()) leave_out_untold(summaries, metrics);
  const Comparison comparison = compare(labels, summaries, baseline, metrics);
  const Json json = comparison_json(comparison, subject);
  if (folder) {
    write_results(*folder, json, labels, summaries);
    terminal.remark(fmt::format("results are in {}", request.out));
  }
  terminal.print(request.format == "json"
                     ? to_pretty(json)
                     : terminal.with_coloured_findings(comparison_text(comparison, subject)));
  return kDone;
}

void add_axes(CLI::App& command, ComparisonRequest& choices) {
  command.add_option("SCENARIO", choices.scenarios, "Scenario file; several are choices too.")
      ->required()
      ->type_name("FILE");
  command.add_option("--strategies", choices.strategies, "Strategies to compare.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("A,B");
  command
      .add_option("--variants", choices.variants,
                  "Variants of the scenario to compare; 'none' is the file as it stands.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("X,Y");
  command
      .add_option("--vary", choices.vary,
                  "Values to compare, e.g. platform.refresh='1 min,1 h'. "
                  "May be repeated: all combinations are compared.")
      ->allow_extra_args(false)
      ->type_name("PATH=V1,V2");
}

void add_comparison_options(CLI::App& command, CompareRequest& request) {
  command
      .add_option("--replications", request.replications,
                  "Runs of each choice, each with another draw of all randomness.")
      ->check(CLI::Range(1U, 10'000U).description(""))
      ->type_name("N")
      ->capture_default_str();
  command
      .add_option("--baseline", request.baseline,
                  "The choice that the others are compared with; the first if not given.")
      ->type_name("NAME");
  command
      .add_option("--metric", request.metrics,
                  "Metrics to compare, keys of summary.json (see: list metrics). May be repeated.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("KEY,KEY");
  command.add_option("--jobs", request.jobs, "Processes at a time; as many as cores if not given.")
      ->check(CLI::Range(1, 4096).description(""))
      ->type_name("N");
  command
      .add_option("--out", request.out,
                  "Write comparison.json and the summary of every run to this folder.")
      ->type_name("DIR");
  command.add_flag("--force", request.force, "Replace an existing folder.");
  add_choice(command, "--format", request.format, {"text", "json"},
             "Tables and sentences, or comparison.json's content.");
  command.add_flag("--audit", request.audit, "Check the invariants while running.");
  command.add_flag("--quiet", request.quiet, "No progress, warnings or remarks.");
}

}  // namespace

void add_compare_command(CLI::App& program, CommandContext& context) {
  CLI::App* command = add_command(
      program, "compare", "Compare choices on the same world and work, by paired statistics.",
      "  eastwest compare scenarios/national-2025.yaml --strategies siloed-fcfs,unified-nearest "
      "--replications 10\n"
      "  eastwest compare scenarios/national-2025.yaml --vary platform.refresh='1 min,1 h' "
      "--metric platform.refused --out results/refresh");
  const auto request = std::make_shared<CompareRequest>();
  add_axes(*command, request->choices);
  command
      ->add_option(
          "--widen", request->widen,
          "Instead of choices: what one more wave is worth on each of the N busiest trunks, or on "
          "those named.")
      ->type_name("N|TRUNK,TRUNK");
  add_work_options(*command, request->choices.overrides);
  add_comparison_options(*command, *request);
  command->callback([request, &context] {
    context.action = [request, &context] { return compare_choices(*request, context); };
  });
}

}  // namespace eastwest
