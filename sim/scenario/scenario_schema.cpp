// The top-level keys of a scenario file, declared once; and the scenario that `new` begins with.
#include <fmt/format.h>

#include "sim/scenario/data_plan_reader.hpp"
#include "sim/scenario/network_plan_reader.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {
namespace {

constexpr double kDay = 86'400;

Schema results_schema() {
  return {
      {.name = "jobs",
       .kind = ParameterKind::choice,
       .help = "the table of jobs: plain, packed, or not written",
       .fallback = "csv",
       .choices = {"csv", "csv.gz", "none"}},
      {.name = "timeline",
       .kind = ParameterKind::quantity,
       .help = "step of the table of states over time",
       .dimension = Dimension::duration,
       .fallback = "1 h",
       .minimum = 1,
       .maximum = 366 * kDay},
  };
}

Schema what_and_when() {
  return {
      {.name = "name",
       .kind = ParameterKind::text,
       .help = "names the results folder: letters, digits, '-', '_' and '.'",
       .required = true},
      {.name = "title", .kind = ParameterKind::text, .help = "one line for reports"},
      {.name = "base",
       .kind = ParameterKind::text,
       .help = "another scenario file to start from: mappings merge, everything else replaces"},
      {.name = "world",
       .kind = ParameterKind::text,
       .help = "a data set by name, a folder, or {base: NAME, scale: 2 %, sites: {…}, trunks: {…}}",
       .required = true},
      {.name = "as_of",
       .kind = ParameterKind::date,
       .help = "which vintage of the world: what is in service at that date"},
      {.name = "project",
       .kind = ParameterKind::choice,
       .help =
           "an as_of after the world's data: refused, or its totals on the line through the last "
           "two dates (linear), as far as the world allows",
       .fallback = "none",
       .choices = {"none", "linear"}},
      {.name = "start",
       .kind = ParameterKind::date,
       .help = "first simulated moment, China Standard Time, e.g. 2025-07-07 00:00",
       .required = true},
      {.name = "duration",
       .kind = ParameterKind::text,
       .help = "simulated time from start, e.g. 7 d, or: until done",
       .required = true},
      {.name = "warm_up",
       .kind = ParameterKind::quantity,
       .help = "whole days that run before start and are not counted",
       .dimension = Dimension::duration,
       .fallback = "0 d",
       .minimum = 0,
       .maximum = 366 * kDay},
      {.name = "warm_start",
       .kind = ParameterKind::boolean,
       .help = "begin with jobs already running, drawn from the stationary law",
       .fallback = "true"},
      {.name = "seed",
       .kind = ParameterKind::count,
       .help = "another seed, other random numbers; the same seed, the same bytes",
       .fallback = "1",
       .minimum = 0},
  };
}

Schema who_and_how() {
  return {
      {.name = "workload",
       .kind = ParameterKind::models,
       .help = "named sources of jobs: {chat: {kind: …}, small: {kind: …}}; without one nothing "
               "arrives",
       .fallback = "{}",
       .family = "workload"},
      {.name = "strategy",
       .kind = ParameterKind::text,
       .help = "sets platform, dispatch and schedule at once; each can be overridden",
       .fallback = std::string(kDefaultStrategy)},
      {.name = "platform",
       .kind = ParameterKind::model,
       .help = "who sees which sites, and how old the picture is",
       .fallback = "nation",
       .family = "platform"},
      {.name = "dispatch",
       .kind = ParameterKind::model,
       .help = "which site a job goes to",
       .fallback = "scored",
       .family = "dispatch"},
      {.name = "schedule",
       .kind = ParameterKind::model,
       .help = "who starts next at a site",
       .fallback = "fcfs",
       .family = "schedule"},
      {.name = "placement",
       .kind = ParameterKind::model,
       .help = "on which nodes a job runs, at sites that have nodes; absent: first-fit",
       .family = "placement"},
      {.name = "estimates",
       .kind = ParameterKind::model,
       .help = "what policies are told about run times",
       .fallback = "requested",
       .family = "estimates"},
      {.name = "network",
       .kind = ParameterKind::model,
       .help = "how transfers share the trunks",
       .fallback = "fluid",
       .family = "network"},
      {.name = "results",
       .kind = ParameterKind::group,
       .help = "which tables a run writes",
       .fallback = "{}",
       .group = results_schema()},
      {.name = "variants",
       .kind = ParameterKind::text,
       .help = "named overlays: {silos: {platform: {scope: province}}}"},
  };
}

/// What a scenario from the skeleton is simulated in unless said otherwise.
constexpr std::string_view kSmallWorld =
    R"(# Sites, cities and trunks: a data set by name (eastwest list worlds), a folder, a graph, or
# written here. Here: two cities, two sites, one trunk.
world:
  nodes:
    guiyang: {lon: 106.63, lat: 26.65, demand: 0.3}
    shenzhen: {lon: 114.06, lat: 22.54, demand: 0.7}
  sites:
    guian: {node: guiyang, accelerators: 1024, electricity_price: 0.35 CNY/kWh, pue: 1.2}
    bay: {node: shenzhen, accelerators: 256, electricity_price: 0.75 CNY/kWh, pue: 1.4}
  trunks:
    guiyang-shenzhen: {from: guiyang, to: shenzhen, waves: 2}
)";

}  // namespace

const Schema& scenario_schema() {
  static const Schema schema = [] {
    Schema keys = what_and_when();
    for (Parameter& parameter : who_and_how()) {
      // The network is followed by what happens to it.
      const bool is_network = parameter.name == "network";
      keys.push_back(std::move(parameter));
      if (!is_network) continue;
      for (Parameter& happening : network_plan_schema()) keys.push_back(std::move(happening));
      for (Parameter& data : data_plan_schema()) keys.push_back(std::move(data));
    }
    return keys;
  }();
  return schema;
}

std::string scenario_skeleton(const std::string& name, const std::string& world) {
  return fmt::format(R"(# yaml-language-server: $schema=scenario.schema.json
# A scenario: what is simulated, with which policies, for how long. Check it with
#   eastwest validate {0}.yaml
# and run it with
#   eastwest run {0}.yaml
name: {0}
title: What this scenario is about, in one line

{1}
start: 2025-07-07 00:00    # China Standard Time
duration: 2 d              # or: until done
warm_up: 1 d               # whole days before start that are not counted
seed: 1

# Named sources of jobs (eastwest list models).
workload:
  training:
    kind: training
    arrivals: {{rate: 60 /d}}
    accelerators: {{choice: {{8: 0.6, 64: 0.3, 256: 0.1}}}}
    run_time: {{lognormal: {{median: 2 h, mean: 4 h}}, max: 2 d}}
    input: {{lognormal: {{median: 500 GB, mean: 1 TB}}, max: 20 TB}}

# Who decides (eastwest list strategies); platform, dispatch and schedule can each be overridden.
strategy: unified-nearest
# platform: {{refresh: 5 min}}
# schedule: sjf

# Other choices to compare with: eastwest compare {0}.yaml --variants silos
variants:
  silos: {{strategy: siloed-fcfs}}
)",
                     name, world.empty() ? kSmallWorld : std::string_view(world));
}

}  // namespace eastwest
