// Options write straight into the overrides.
#include "tools/eastwest/scenario_options.hpp"

namespace eastwest {

void add_work_options(CLI::App& command, ScenarioOverrides& overrides) {
  command
      .add_option("--set", overrides.sets,
                  "Change a value of the scenario; '*1.2' and '+30%' change the number that stands "
                  "there. May be repeated.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  // A negative number would wrap round to a huge one.
  const auto not_negative = [](const std::string& text) {
    return text.starts_with('-') ? "'" + text + "' is not a whole number from 0" : std::string();
  };
  command.add_option("--seed", overrides.seed, "Seed of all randomness.")
      ->check(not_negative)
      ->type_name("N");
  command.add_option("--network", overrides.network, "Network model (see: list models).")
      ->type_name("MODEL");
  command
      .add_option("--until", overrides.until,
                  "Simulate so long from the start, e.g. 3d, or 'until done'.")
      ->type_name("SPAN");
}

void add_choice_options(CLI::App& command, ScenarioOverrides& overrides) {
  command
      .add_option("--strategy", overrides.strategy,
                  "Platform, dispatch and schedule by one name (see: list strategies).")
      ->type_name("NAME");
  command.add_option("--variant", overrides.variant, "One of the scenario's variants.")
      ->type_name("NAME");
}

}  // namespace eastwest
