// The network benchmark: `fluid` against `simgrid` on the same lists of transfers, in pairs.
#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "models/network/fluid/fluid_network.hpp"
#include "models/network/module_loader.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/text/json.hpp"
#include "tools/bench/network_run.hpp"

namespace eastwest::bench {
namespace {

struct Case {
  std::size_t concurrency = 0;
  std::size_t ends = 0;
  std::optional<double> goal;  ///< on the graph of 60 nodes
  bool against_simgrid = true;
};

const std::vector<Case> kCases = {{100, 15'000, 5},
                                  {1'000, 3'000, 20},
                                  {10'000, 600, 150},
                                  {100'000, 20'000, std::nullopt, false}};

struct Settings {
  std::string json;
  std::string scenario = "scenarios/national-2025.yaml";
  std::string only;
  int pairs = 5;
  double renewals = 1;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

TimedRun run_fluid(const Topology& topology, const TransferList& list) {
  constexpr double kSecondsMin = 0.25;
  return timed_run_apart(
      topology, list, [] { return std::make_unique<FluidNetwork>(); }, kSecondsMin);
}

TimedRun run_simgrid(const Topology& topology, const TransferList& list) {
  return timed_run_apart(
      topology, list, [] { return simgrid_network().make(Parameters{}); }, 0);
}

std::string solver_note(const Topology& topology, const TransferList& list) {
  FluidNetwork network;
  const TimedRun run = timed_run(topology, list, network);
  return fmt::format("{:.1f} bundles solved a transfer, {:.0f} bytes a live one",
                     static_cast<double>(network.solver_work()) / static_cast<double>(run.ends),
                     run.bytes_a_transfer);
}

Json measure(const LoadedGraph& graph, const Topology& topology, const Case& one,
             const Settings& settings) {
  const TransferList list = open_loop_list(graph, {.concurrency = one.concurrency,
                                                   .ends = one.ends,
                                                   .renewals = settings.renewals,
                                                   .seed = one.concurrency});
  std::vector<double> ratios;
  std::vector<double> fluid_speeds;
  std::vector<double> simgrid_speeds;
  double concurrency = 0;
  for (int pair = 0; pair < settings.pairs; ++pair) {
    TimedRun fluid;
    if (pair % 2 == 0) fluid = run_fluid(topology, list);
    if (one.against_simgrid) {
      const TimedRun simgrid = run_simgrid(topology, list);
      if (pair % 2 == 1) fluid = run_fluid(topology, list);
      const std::string wrong = difference(list, fluid, simgrid);
      if (!wrong.empty()) throw Defect(fmt::format("fluid and simgrid do not agree: {}", wrong));
      ratios.push_back(fluid.ends_per_second() / simgrid.ends_per_second());
      simgrid_speeds.push_back(simgrid.ends_per_second());
    } else if (pair % 2 == 1) {
      fluid = run_fluid(topology, list);
    }
    fluid_speeds.push_back(fluid.ends_per_second());
    concurrency = fluid.mean_concurrency;
  }
  Json row;
  row["name"] = fmt::format("network/{}/{}", graph.name, one.concurrency);
  row["ratio_median"] = ratios.empty() ? Json() : Json(median(ratios));
  row["ratio_min"] =
      ratios.empty() ? Json() : Json(*std::min_element(ratios.begin(), ratios.end()));
  row["ratio_max"] =
      ratios.empty() ? Json() : Json(*std::max_element(ratios.begin(), ratios.end()));
  row["goal"] = one.goal ? Json(*one.goal) : Json();
  row["note"] = fmt::format(
      "mean concurrency {:.0f}, {} ends, {:.0f} transfers per CPU-second{}, {}", concurrency,
      one.ends, median(fluid_speeds),
      simgrid_speeds.empty() ? "" : fmt::format(" (SimGrid {:.0f})", median(simgrid_speeds)),
      solver_note(topology, list));
  return row;
}

void print_row(const Json& row) {
  const std::string name = row["name"];
  const std::string note = row["note"];
  if (row["ratio_median"].is_null()) {
    std::cout << fmt::format("{:26} {}\n", name, note);
  } else {
    const std::string goal =
        row["goal"].is_null() ? "" : fmt::format("; goal {}", row["goal"].get<double>());
    std::cout << fmt::format("{:26} {:7.1f} x ({:.1f} to {:.1f}{}) {}\n", name,
                             row["ratio_median"].get<double>(), row["ratio_min"].get<double>(),
                             row["ratio_max"].get<double>(), goal, note);
  }
  std::cout.flush();
}

enum class Goals { none, of_cases };

void measure_graph(const LoadedGraph& graph, const Settings& settings, Goals goals, Json& rows) {
  const Topology topology(graph.world);
  for (Case one : kCases) {
    if (goals == Goals::none) one.goal.reset();
    const std::string name = fmt::format("network/{}/{}", graph.name, one.concurrency);
    if (name.find(settings.only) == std::string::npos) continue;
    rows.push_back(measure(graph, topology, one, settings));
    print_row(rows.back());
  }
}

void measure_all(const Settings& settings) {
  Json rows = Json::array();
  measure_graph(random_graph(), settings, Goals::of_cases, rows);
  measure_graph(national_graph(settings.scenario), settings, Goals::none, rows);
  if (!settings.json.empty()) write_file(settings.json, to_pretty(rows));
}

}  // namespace
}  // namespace eastwest::bench

int main(int count, char** arguments) {
  CLI::App program("Transfers per CPU-second of the network `fluid`, in units of `simgrid`'s.");
  eastwest::bench::Settings settings;
  program.add_option("--json", settings.json, "Also write the rows to this file.");
  program.add_option("--scenario", settings.scenario, "Names the national world.");
  program.add_option("--only", settings.only, "Rows whose name contains this.");
  program.add_option("--pairs", settings.pairs, "Alternating pairs of runs.")
      ->check(CLI::Range(1, 1000));
  program
      .add_option("--renewals", settings.renewals,
                  "Closed-loop transfers before the list, per live transfer.")
      ->check(CLI::Range(0.0, 1000.0));
  CLI11_PARSE(program, count, arguments);
  try {
    eastwest::bench::measure_all(settings);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "network_bench: " << error.what() << '\n';
    return 1;
  }
}
