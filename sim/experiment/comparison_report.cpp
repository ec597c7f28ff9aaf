// The tables, and the sentences that keep a reader from concluding too much.
#include "sim/experiment/comparison_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/base/quantity_text.hpp"
#include "sim/text/text_table.hpp"

namespace eastwest {
namespace {

std::string with_sign(double value) {
  const std::string text = readable(value);
  return value > 0 ? "+" + text : text;
}

const char* direction_text(Direction direction) {
  switch (direction) {
    case Direction::lower_is_better:
      return "lower is better";
    case Direction::higher_is_better:
      return "higher is better";
    case Direction::neither:
      return "neither way is better by itself";
  }
  return "";
}

/// Whether no choice draws anything at random.
bool all_without_chance(const Comparison& comparison) {
  const auto& flags = comparison.without_chance;
  return std::all_of(flags.begin(), flags.end(), [](bool flag) { return flag; });
}

Json interval_json(const Interval& interval) { return Json::array({interval.low, interval.high}); }

Json result_json(const std::string& label, const MetricResult& result) {
  Json json = {{"choice", label}};
  if (result.estimate) {
    json["mean"] = result.estimate->mean;
    if (result.estimate->count > 1) {
      json["standard_deviation"] = result.estimate->standard_deviation;
    }
    if (const auto& interval = result.estimate->interval) {
      json["interval"] = interval_json(*interval);
    }
    json["values"] = result.values;
  }
  if (result.difference) {
    const MeanEstimate& estimate = result.difference->estimate;
    json["difference"] = {{"mean", estimate.mean}};
    if (estimate.interval) json["difference"]["interval"] = interval_json(*estimate.interval);
    if (result.exact) {
      json["difference"]["exact"] = true;
    } else if (estimate.count > 1) {
      json["difference"]["p_value"] = result.difference->p_value;
      json["difference"]["adjusted_p_value"] = result.adjusted_p_value;
    }
  }
  json["verdict"] = to_text(result.finding);
  if (!result.reason.empty()) json["reason"] = result.reason;
  return json;
}

/// Whether there are intervals to show: with one replication, and where nothing is drawn at random,
/// a value stands for itself.
bool has_intervals(const Comparison& comparison) {
  return comparison.replications > 1 && !all_without_chance(comparison);
}

/// "same" rather than 0: the same number on both sides.
std::string difference_text(double difference) {
  return difference == 0 ? "same" : with_sign(difference);
}

std::string verdict_text(const MetricResult& result) {
  const std::string verdict = to_text(result.finding);
  return result.reason.empty() ? verdict : verdict + ": " + result.reason;
}

/// choice, value, difference, verdict.
std::vector<std::string> plain_row(const std::string& label, const MetricResult& result) {
  std::vector<std::string> cells = {label, "-", "-", verdict_text(result)};
  if (result.estimate) cells[1] = readable(result.estimate->mean);
  if (result.difference) cells[2] = difference_text(result.difference->estimate.mean);
  return cells;
}

/// choice, mean, ± 95 %, difference, from, to, verdict.
std::vector<std::string> row_with_intervals(const std::string& label, const MetricResult& result) {
  std::vector<std::string> cells = {label, "-", "-", "-", "-", "-", verdict_text(result)};
  if (result.estimate) {
    cells[1] = readable(result.estimate->mean);
    if (const auto& interval = result.estimate->interval) {
      cells[2] = "±" + readable((interval->high - interval->low) / 2);
    }
  }
  if (result.difference) {
    const MeanEstimate& estimate = result.difference->estimate;
    cells[3] = difference_text(estimate.mean);
    if (estimate.interval) {
      cells[4] = with_sign(estimate.interval->low);
      cells[5] = with_sign(estimate.interval->high);
    }
  }
  return cells;
}

std::string metric_table(const MetricComparison& metric, const Comparison& comparison) {
  const bool intervals = has_intervals(comparison);
  TextTable table(intervals ? std::vector<std::string>{"choice", "mean", "± 95 %", "difference",
                                                       "from", "to", "verdict"}
                            : std::vector<std::string>{"choice", "value", "difference", "verdict"});
  for (std::size_t choice = 0; choice < comparison.labels.size(); ++choice) {
    const MetricResult& result = metric.by_choice[choice];
    table.row((intervals ? row_with_intervals : plain_row)(comparison.labels[choice], result));
  }
  return fmt::format("{} ({}; {})\n{}", metric.metric.key, metric.metric.unit,
                     direction_text(metric.metric.direction), table.text(2));
}

/// The finding as a sentence tells it: one run without a difference is "the same".
Finding told_finding(const MetricResult& result) {
  const bool same = result.finding == Finding::one_run && result.difference->estimate.mean == 0;
  return same ? Finding::equal : result.finding;
}

/// "better in a (+1), b (+2); no difference shown in c".
std::string findings(const Comparison& comparison, std::size_t choice) {
  constexpr std::array<std::pair<Finding, const char*>, 8> kGroups = {
      {{Finding::better, "better in"},
       {Finding::worse, "worse in"},
       {Finding::higher, "higher in"},
       {Finding::lower, "lower in"},
       {Finding::one_run, "differs, as one run shows, in"},
       {Finding::equal, "the same in"},
       {Finding::no_difference, "no difference shown in"},
       {Finding::not_compared, "not compared in"}}};
  std::vector<std::string> groups;
  for (const auto& [finding, words] : kGroups) {
    std::vector<std::string> keys;
    for (const MetricComparison& metric : comparison.metrics) {
      const MetricResult& result = metric.by_choice[choice];
      if (told_finding(result) != finding) continue;
      keys.push_back(metric.metric.key);
      const bool silent = finding == Finding::no_difference || finding == Finding::not_compared ||
                          finding == Finding::equal;
      if (silent) continue;
      keys.back() += fmt::format(" ({})", with_sign(result.difference->estimate.mean));
    }
    if (!keys.empty()) groups.push_back(fmt::format("{} {}", words, fmt::join(keys, ", ")));
  }
  return fmt::format("{}", fmt::join(groups, "; "));
}

std::vector<std::string> conclusions(const Comparison& comparison) {
  std::vector<std::string> sentences;
  for (std::size_t choice = 0; choice < comparison.labels.size(); ++choice) {
    if (choice == comparison.baseline) continue;
    sentences.push_back(fmt::format("{} against {}: {}.", comparison.labels[choice],
                                    comparison.labels[comparison.baseline],
                                    findings(comparison, choice)));
  }
  return sentences;
}

bool any_result(const Comparison& comparison, bool (*wanted)(const MetricResult&)) {
  for (const MetricComparison& metric : comparison.metrics) {
    if (std::any_of(metric.by_choice.begin(), metric.by_choice.end(), wanted)) return true;
  }
  return false;
}

bool any_unstable(const Comparison& comparison) {
  return std::any_of(comparison.metrics.begin(), comparison.metrics.end(), [](const auto& metric) {
    return metric.metric.only_if_stable &&
           std::any_of(metric.by_choice.begin(), metric.by_choice.end(),
                       [](const MetricResult& result) { return !result.estimate; });
  });
}

std::vector<std::string> limits_of_intervals(const Comparison& comparison) {
  std::vector<std::string> sentences = {
      fmt::format(
          "Intervals (±, from, to) are 95 % Student t intervals over {} replications, each for "
          "itself. A verdict needs more: the differences are tested in pairs with Holm's "
          "correction over the family of {} tests (choices x metrics), so that the chance of a "
          "single false verdict is at most 5 %.",
          comparison.replications, comparison.tests),
      "The intervals speak of the randomness of the work only: not of errors in the data, in the "
      "models or in what the scenario assumes."};
  if (any_result(comparison, [](const MetricResult& result) { return result.exact; })) {
    sentences.push_back(
        "Some choices draw nothing at random: what is said of them against the baseline is exact "
        "for this scenario and is not tested.");
  }
  if (any_result(comparison, [](const MetricResult& result) {
        return result.difference && !result.exact && !result.difference->estimate.interval &&
               result.difference->estimate.mean != 0;
      })) {
    sentences.push_back(fmt::format(
        "Where every replication shows the same difference there is no spread and no interval: "
        "the sign test judges it (p = 2^(1-{0}) = {1:.2g} before the correction).",
        comparison.replications, std::ldexp(1.0, 1 - static_cast<int>(comparison.replications))));
  }
  return sentences;
}

std::vector<std::string> limits(const Comparison& comparison, const ComparisonSubject& subject) {
  std::vector<std::string> sentences;
  if (!subject.limits.empty()) sentences.push_back(subject.limits);
  if (comparison.replications == 1) {
    sentences.push_back(
        "One replication gives no interval: any difference may be chance. Ask for --replications "
        "5 or more.");
  } else if (all_without_chance(comparison)) {
    sentences.push_back(fmt::format(
        "Nothing in these runs is drawn at random: all {} replications of each choice are the "
        "same. One run says it all (--replications 1), and the differences are exact for this "
        "scenario, without intervals.",
        comparison.replications));
  } else {
    for (std::string& sentence : limits_of_intervals(comparison)) {
      sentences.push_back(std::move(sentence));
    }
  }
  if (any_result(comparison, [](const MetricResult& result) {
        return result.finding == Finding::no_difference;
      })) {
    sentences.push_back(
        "\"No difference shown\" does not mean equal: the interval, where there is one, tells how "
        "large a difference may still be.");
  }
  if (comparison.labels.size() > 2) {
    sentences.push_back(
        "Choices are compared with the baseline, not with each other: name another --baseline for "
        "that.");
  }
  if (any_unstable(comparison)) {
    sentences.push_back(
        "Waits are compared only where every scope of both choices is stable in all replications: "
        "in an overloaded scope they grow with the length of the run and measure nothing else; "
        "where "
        "work was backlogged they speak of this span only.");
  }
  if (!comparison.same_jobs) {
    sentences.push_back(
        "The choices did not have the same number of jobs: the differences include that.");
  }
  return sentences;
}

/// Breaks at blanks so that lines have at most 96 columns.
std::string wrapped(const std::string& sentence) {
  constexpr std::size_t kColumns = 96;
  std::string text;
  std::string line = "  ";
  std::size_t begin = 0;
  while (begin < sentence.size()) {
    const std::size_t end = std::min(sentence.find(' ', begin), sentence.size());
    const std::string word = sentence.substr(begin, end - begin);
    if (line.size() + word.size() > kColumns) {
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
      line = "    ";
    }
    line += word + " ";
    begin = end + 1;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return text + line + "\n";
}

}  // namespace

std::string readable(double value) {
  const double size = std::fabs(value);
  if (size < 1000 || size >= 1e15) return fmt::format("{:.4g}", value);
  std::string digits = fmt::format("{:.0f}", value);
  const std::size_t sign = value < 0 ? 1 : 0;
  for (std::size_t place = digits.size(); place > sign + 3;) {
    place -= 3;
    digits.insert(place, ",");
  }
  return digits;
}

Json comparison_json(const Comparison& comparison, const ComparisonSubject& subject) {
  Json json = {{"scenario", subject.scenario},
               {"seed", subject.seed},
               {"replications", comparison.replications},
               {"confidence", kConfidence},
               {"baseline", comparison.labels[comparison.baseline]},
               {"choices", comparison.labels},
               {"tests", comparison.tests}};
  if (comparison.replications > 1) json["drawn_at_random"] = !all_without_chance(comparison);
  json["metrics"] = Json::array();
  for (const MetricComparison& metric : comparison.metrics) {
    Json one = {{"metric", metric.metric.key}, {"unit", metric.metric.unit}};
    if (metric.metric.direction != Direction::neither) {
      one["better"] = metric.metric.direction == Direction::lower_is_better ? "lower" : "higher";
    }
    one["by_choice"] = Json::array();
    for (std::size_t choice = 0; choice < comparison.labels.size(); ++choice) {
      one["by_choice"].push_back(result_json(comparison.labels[choice], metric.by_choice[choice]));
    }
    json["metrics"].push_back(std::move(one));
  }
  json["conclusions"] = conclusions(comparison);
  json["limits"] = limits(comparison, subject);
  return json;
}

std::string comparison_text(const Comparison& comparison, const ComparisonSubject& subject) {
  std::string text = fmt::format(
      "{}: {} choices, {} {} each, seed {}\n"
      "Every choice meets the same arrivals, sizes and homes, replication by replication.\n"
      "Differences are to the baseline {}.\n",
      subject.scenario, comparison.labels.size(), comparison.replications,
      comparison.replications == 1 ? "replication" : "replications", subject.seed,
      comparison.labels[comparison.baseline]);
  for (const MetricComparison& metric : comparison.metrics) {
    text += "\n" + metric_table(metric, comparison);
  }
  text += "\nWhat this shows\n";
  for (const std::string& sentence : conclusions(comparison)) text += wrapped(sentence);
  text += "What to keep in mind\n";
  for (const std::string& sentence : limits(comparison, subject)) text += wrapped(sentence);
  return text;
}

}  // namespace eastwest
