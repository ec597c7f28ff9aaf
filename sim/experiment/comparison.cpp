// Runs the choices, then pairs each one with the baseline, metric by metric.
#include "sim/experiment/comparison.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/base/check.hpp"
#include "sim/base/diagnostic.hpp"
#include "sim/experiment/stability.hpp"

namespace eastwest {
namespace {

constexpr double kSignificance = 1 - kConfidence;

/// Whether it is shown without being named.
bool is_default(const std::string& key) {
  const auto has = [&](const std::vector<std::string>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  return has(default_metrics()) || has(outage_metrics());
}

/// The values by replication; empty where one of them has no such part.
std::vector<double> values_of(const std::vector<Json>& replications, const std::string& key) {
  std::vector<double> values;
  for (const Json& summary : replications) {
    const auto value = metric_value(summary, key);
    if (!value) return {};
    values.push_back(*value);
  }
  return values;
}

bool is_shown(const MetricResult& result) {
  const auto& interval = result.difference->estimate.interval;
  const bool covers_zero = interval && interval->low <= 0 && interval->high >= 0;
  return !covers_zero && result.adjusted_p_value < kSignificance;
}

Finding finding_of(const Metric& metric, const MetricResult& result) {
  const MeanEstimate& estimate = result.difference->estimate;
  if (estimate.count < 2) return Finding::one_run;
  if (result.exact && estimate.mean == 0) return Finding::equal;
  if (!result.exact && !is_shown(result)) return Finding::no_difference;
  const bool more = estimate.mean > 0;
  if (metric.direction == Direction::neither) return more ? Finding::higher : Finding::lower;
  return more == (metric.direction == Direction::higher_is_better) ? Finding::better
                                                                   : Finding::worse;
}

/// Whether all replications are the same but for their index.
bool is_without_chance(const std::vector<Json>& replications) {
  const auto without_index = [](Json summary) {
    summary.erase("replication");
    return summary;
  };
  const Json first = without_index(replications.front());
  return replications.size() > 1 &&
         std::all_of(replications.begin() + 1, replications.end(),
                     [&](const Json& other) { return without_index(other) == first; });
}

/// What each choice has of a metric, and the differences where both sides may be stated.
MetricComparison paired(const Metric& metric, const Comparison& all, const SummaryTable& summaries,
                        const std::vector<std::string>& unstable) {
  const std::vector<std::string>& labels = all.labels;
  const std::size_t baseline = all.baseline;
  MetricComparison comparison{.metric = metric, .by_choice = {}};
  comparison.by_choice.resize(labels.size());
  for (std::size_t choice = 0; choice < labels.size(); ++choice) {
    MetricResult& result = comparison.by_choice[choice];
    if (metric.only_if_stable && !unstable[choice].empty()) {
      result.reason = unstable[choice];
      continue;
    }
    result.values = values_of(summaries[choice], metric.key);
    if (result.values.empty()) {
      result.reason = fmt::format("{} has no such number in some replication", labels[choice]);
      continue;
    }
    result.estimate = estimate_mean(result.values);
  }
  const MetricResult& base = comparison.by_choice[baseline];
  for (std::size_t choice = 0; choice < labels.size(); ++choice) {
    MetricResult& result = comparison.by_choice[choice];
    if (!result.estimate) continue;
    if (choice == baseline) {
      result.finding = Finding::baseline;
    } else if (!base.estimate) {
      result.reason = base.reason;
    } else {
      result.difference = paired_difference(result.values, base.values);
      result.exact = all.without_chance[choice] && all.without_chance[baseline];
    }
  }
  return comparison;
}

/// All tests are one family: the chance of a single false "better" or "worse" stays below 5 %.
void judge(Comparison& comparison) {
  std::vector<MetricResult*> tested;
  std::vector<double> p_values;
  for (MetricComparison& metric : comparison.metrics) {
    for (MetricResult& result : metric.by_choice) {
      if (!result.difference || result.exact) continue;
      tested.push_back(&result);
      p_values.push_back(result.difference->p_value);
    }
  }
  comparison.tests = comparison.replications > 1 ? tested.size() : 0;
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    tested[i]->adjusted_p_value = rounded_to_digits(adjusted[i], 6);
  }
  for (MetricComparison& metric : comparison.metrics) {
    for (MetricResult& result : metric.by_choice) {
      if (result.difference) result.finding = finding_of(metric.metric, result);
    }
  }
}

bool all_same_jobs(const SummaryTable& summaries) {
  for (const auto& replications : summaries) {
    for (std::size_t r = 0; r < replications.size(); ++r) {
      if (metric_value(replications[r], "jobs.submitted") !=
          metric_value(summaries.front()[r], "jobs.submitted")) {
        return false;
      }
    }
  }
  return true;
}

bool nobody_has(const MetricComparison& comparison, const SummaryTable& summaries) {
  return std::none_of(summaries.begin(), summaries.end(), [&](const auto& replications) {
    return !values_of(replications, comparison.metric.key).empty();
  });
}

}  // namespace

const char* to_text(Finding finding) {
  switch (finding) {
    case Finding::baseline:
      return "baseline";
    case Finding::better:
      return "better";
    case Finding::worse:
      return "worse";
    case Finding::higher:
      return "higher";
    case Finding::lower:
      return "lower";
    case Finding::no_difference:
      return "no difference shown";
    case Finding::equal:
      return "equal";
    case Finding::one_run:
      return "one replication";
    case Finding::not_compared:
      return "not compared";
  }
  return "";
}

SummaryTable run_choices(const std::vector<std::string>& labels, std::uint32_t replications,
                         const ChoiceRunner& runner, const PoolOptions& options) {
  EW_CHECK(replications > 0, "nothing to run");
  std::vector<PoolTask> tasks;
  // Replications first: when a choice fails, every choice has had its turn early.
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    for (std::size_t choice = 0; choice < labels.size(); ++choice) {
      tasks.push_back(
          {.label = fmt::format("{}, replication {}", labels[choice], replication),
           .work = [&runner, choice, replication] { return runner(choice, replication).dump(); }});
    }
  }
  const std::vector<std::string> answers = run_in_processes(tasks, options);
  SummaryTable summaries(labels.size(), std::vector<Json>(replications));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    summaries[i % labels.size()][i / labels.size()] = parse_json(answers[i], tasks[i].label);
  }
  return summaries;
}

std::vector<Metric> chosen_metrics(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Metric& metric : metric_catalogue()) known.push_back(metric.key);
  Diagnostics diagnostics;
  std::vector<Metric> metrics;
  for (const std::string& name : names.empty() ? default_metrics() : names) {
    const Metric* metric = find_metric(name);
    if (metric != nullptr) {
      metrics.push_back(*metric);
      continue;
    }
    const std::string near = closest(name, known);
    diagnostics.error(
        {.file = "--metric"}, "", fmt::format("there is no metric '{}'", name),
        near.empty() ? "see: eastwest list metrics" : fmt::format("did you mean '{}'?", near));
  }
  diagnostics.throw_if_errors();
  return metrics;
}

Comparison compare(const std::vector<std::string>& labels, const SummaryTable& summaries,
                   std::size_t baseline, const std::vector<Metric>& metrics) {
  EW_CHECK(!labels.empty() && labels.size() == summaries.size(), "{} labels, {} choices",
           labels.size(), summaries.size());
  Comparison comparison{.labels = labels,
                        .baseline = baseline,
                        .replications = summaries.front().size(),
                        .metrics = {},
                        .tests = 0,
                        .without_chance = {},
                        .same_jobs = all_same_jobs(summaries)};
  std::vector<std::string> unstable;
  for (std::size_t choice = 0; choice < labels.size(); ++choice) {
    unstable.push_back(instability(labels[choice], summaries[choice]));
    comparison.without_chance.push_back(is_without_chance(summaries[choice]));
  }
  for (const Metric& metric : metrics) {
    MetricComparison one = paired(metric, comparison, summaries, unstable);
    if (is_default(metric.key) && nobody_has(one, summaries)) continue;
    comparison.metrics.push_back(std::move(one));
  }
  judge(comparison);
  return comparison;
}

}  // namespace eastwest
