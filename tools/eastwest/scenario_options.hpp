// The flags that change a scenario, the same for every command that reads one.
#pragma once

#include <CLI/CLI.hpp>

#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {

/// --set, --seed, --network, --until.
void add_work_options(CLI::App& command, ScenarioOverrides& overrides);
/// --strategy and --variant: one choice.
void add_choice_options(CLI::App& command, ScenarioOverrides& overrides);

}  // namespace eastwest
