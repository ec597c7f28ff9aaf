// What one more wave on a trunk is worth: choices that differ from a scenario by one wider trunk.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/experiment/comparison_plan.hpp"
#include "sim/scenario/scenario_reader.hpp"

namespace eastwest {

/// Which trunks are to be widened: so many of the busiest, or these.
struct Widening {
  std::size_t count = 0;  ///< 0: those named
  std::vector<std::string> trunks;
};

/// Reads `5` or `TRUNK,TRUNK`. Throws ScenarioError for what is neither.
[[nodiscard]] Widening read_widening(const std::string& text);

/// The scenario as it is, then one choice a trunk, in the order given: from the first date on that
/// trunk has one wave more in both directions. It is an upgrade (`upgrades` of the
/// scenario; later ones of the same trunk are raised by one, too), so routes stay as they are, also
/// where parallel cables share them by capacity: what differs is the one wave. Throws ScenarioError
/// for unknown trunks and trunks named twice.
[[nodiscard]] std::vector<Choice> widened_choices(const Choice& as_it_is,
                                                  const LoadedScenario& loaded,
                                                  const std::vector<std::string>& trunks);

/// What a comparison of widened trunks shows when no metric is named.
[[nodiscard]] const std::vector<std::string>& widening_metrics();
/// What has to be said of every such comparison: what a wave of these trunks is, and what its worth
/// is not.
[[nodiscard]] std::string widening_limits(const World& world,
                                          const std::vector<std::string>& trunks);

}  // namespace eastwest
