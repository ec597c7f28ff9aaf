// One run assembled and carried out: scenario and registries in, results folder and summary out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/model_registries.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// How a run is carried out; nothing here changes a result.
struct RunOptions {
  std::optional<std::string> out;  ///< results folder; none: no files are written
  bool force = false;              ///< replace an existing folder and decisions_file
  bool audit = false;              ///< check the invariants while running
  std::function<bool()> interrupted = [] { return false; };
  /// Called now and then with the simulated date; for a progress bar.
  std::function<void(Date now, Date first, Date horizon)> progress;
  std::string decisions_file;  ///< JSON lines, one a decision; empty: none
};

struct RunOutcome {
  Json summary;      ///< the content of summary.json
  std::string text;  ///< the summary for people
  bool interrupted = false;
  /// Ids, those that set the pace for longest first: RunResults::busiest_trunks(), each trunk once.
  std::vector<std::string> busiest_trunks;
  std::vector<std::string> remarks;  ///< of the workloads; they stand in run.json, too
  /// What became of the rows of traces that are not used all; empty: there are none.
  std::string rows_left_out = {};
};

/// Carries out one run. At most one run with the SimGrid network in the life of a process.
/// Throws ScenarioError, EnvironmentError, PolicyError or Defect; then no results folder is left.
[[nodiscard]] RunOutcome run_scenario(const LoadedScenario& loaded,
                                      const ModelRegistries& registries, const RunOptions& options);

}  // namespace eastwest
