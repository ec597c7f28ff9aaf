// Several choices on the same world and work, replication by replication, with what that proves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/metric_catalogue.hpp"
#include "sim/experiment/process_pool.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

/// The summaries of all runs: by choice, then by replication.
using SummaryTable = std::vector<std::vector<Json>>;

/// One run in a child process: the summary of a choice at a replication index.
using ChoiceRunner = std::function<Json(std::size_t choice, std::uint32_t replication)>;

/// Runs every choice with the replication indices 0 … replications - 1, each in a process of its
/// own. Throws what run_in_processes throws.
[[nodiscard]] SummaryTable run_choices(const std::vector<std::string>& labels,
                                       std::uint32_t replications, const ChoiceRunner& runner,
                                       const PoolOptions& options);

/// What the table says about a choice and a metric, against the baseline.
enum class Finding : std::uint8_t {
  baseline,  ///< the choice is the baseline
  better,
  worse,
  higher,  ///< of a metric that is neither better nor worse that way
  lower,
  no_difference,  ///< not shown: the interval covers zero, or the correction takes it away
  equal,          ///< exactly: nothing is drawn at random on either side
  one_run,        ///< one replication proves nothing
  not_compared,
};
[[nodiscard]] const char* to_text(Finding finding);

/// One metric of one choice.
struct MetricResult {
  std::vector<double> values;                  ///< by replication; empty where it may not be stated
  std::optional<MeanEstimate> estimate;        ///< of the values
  std::optional<PairedDifference> difference;  ///< to the baseline
  /// Whether nothing is drawn at random on either side: all replications of the choice and of the
  /// baseline have the same summary, so that the difference is a fact and no estimate.
  bool exact = false;
  /// Holm's p-value over the family of all tests of the comparison.
  double adjusted_p_value = 1;
  Finding finding = Finding::not_compared;
  std::string reason;  ///< why it is not compared
};

struct MetricComparison {
  Metric metric;
  std::vector<MetricResult> by_choice;
};

/// A whole comparison, ready to be told.
struct Comparison {
  std::vector<std::string> labels;
  std::size_t baseline = 0;
  std::size_t replications = 0;
  std::vector<MetricComparison> metrics;
  std::size_t tests = 0;  ///< size of the family that Holm's correction is over
  /// Of each choice, whether all its replications (at least two) have the same summary.
  std::vector<bool> without_chance;
  /// Whether all choices were given the same number of jobs in each replication.
  bool same_jobs = true;
};

/// Which metrics to compare; empty: the default ones. Throws ScenarioError for names that are no
/// metrics, before anything runs.
[[nodiscard]] std::vector<Metric> chosen_metrics(const std::vector<std::string>& names);

/// Compares summaries. Metrics that no summary has are left out if they are among the defaults and
/// marked as not compared otherwise.
[[nodiscard]] Comparison compare(const std::vector<std::string>& labels,
                                 const SummaryTable& summaries, std::size_t baseline,
                                 const std::vector<Metric>& metrics);

}  // namespace eastwest
