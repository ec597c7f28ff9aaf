// The tables, and the sentences that keep a reader from concluding too much.
#include "sim/experiment/comparison_report.hpp"

#include <algorithm>
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

Json interval_json(const Interval& interval) { return Json::array({interval.low, interval.high}); }

Json result_json(const std::string& label, const MetricResult& result) {
  Json json = {{"choice", label}};
  if (result.estimate) {
    json["mean"] = result.estimate->mean;
    if (result.estimate->interval) {
      json["standard_deviation"] = result.estimate->standard_deviation;
      json["interval"] = interval_json(*result.estimate->interval);
    }
    json["values"] = result.values;
  }
  if (result.difference) {
    const MeanEstimate& estimate = result.difference->estimate;
    json["difference"] = {{"mean", estimate.mean}};
    if (estimate.interval) {
      json["difference"]["interval"] = interval_json(*estimate.interval);
      json["difference"]["p_value"] = result.difference->p_value;
      json["difference"]["adjusted_p_value"] = result.adjusted_p_value;
    }
  }
  json["verdict"] = to_text(result.finding);
  if (!result.reason.empty()) json["reason"] = result.reason;
  return json;
}

std::vector<std::string> table_row(const std::string& label, const MetricResult& result) {
  std::vector<std::string> cells = {label, "-", "-", "-", "-", "-", to_text(result.finding)};
  if (result.estimate) {
    cells[1] = readable(result.estimate->mean);
    if (const auto& interval = result.estimate->interval) {
      cells[2] = "±" + readable((interval->high - interval->low) / 2);
    }
  }
  if (result.difference) {
    const MeanEstimate& estimate = result.difference->estimate;
    cells[3] = with_sign(estimate.mean);
    if (estimate.interval) {
      cells[4] = with_sign(estimate.interval->low);
      cells[5] = with_sign(estimate.interval->high);
    }
  }
  if (!result.reason.empty()) cells[6] += ": " + result.reason;
  return cells;
}

std::string metric_table(const MetricComparison& metric, const std::vector<std::string>& labels) {
  TextTable table({"choice", "mean", "± 95 %", "difference", "from", "to", "verdict"});
  for (std::size_t choice = 0; choice < labels.size(); ++choice) {
    table.row(table_row(labels[choice], metric.by_choice[choice]));
  }
  return fmt::format("{} ({}; {})\n{}", metric.metric.key, metric.metric.unit,
                     direction_text(metric.metric.direction), table.text(2));
}

/// "better in a (+1), b (+2); no difference shown in c".
std::string findings(const Comparison& comparison, std::size_t choice) {
  std::vector<std::string> groups;
  for (const Finding finding : {Finding::better, Finding::worse, Finding::higher, Finding::lower,
                                Finding::no_difference, Finding::one_run, Finding::not_compared}) {
    std::vector<std::string> keys;
    for (const MetricComparison& metric : comparison.metrics) {
      const MetricResult& result = metric.by_choice[choice];
      if (result.finding != finding) continue;
      const bool shown = finding != Finding::no_difference && finding != Finding::not_compared;
      keys.push_back(shown ? fmt::format("{} ({})", metric.metric.key,
                                         with_sign(result.difference->estimate.mean))
                           : metric.metric.key);
    }
    if (keys.empty()) continue;
    const char* words =
        finding == Finding::one_run ? "differs, as one run shows," : to_text(finding);
    groups.push_back(fmt::format("{} in {}", words, fmt::join(keys, ", ")));
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

std::vector<std::string> limits(const Comparison& comparison) {
  std::vector<std::string> sentences;
  if (comparison.replications == 1) {
    sentences.push_back(
        "One replication gives no interval: any difference may be chance. Ask for --replications "
        "5 or more.");
  } else {
    sentences.push_back(fmt::format(
        "Intervals (±, from, to) are 95 % Student t intervals over {} replications, each for "
        "itself. A verdict needs more: the differences are tested in pairs with Holm's correction "
        "over the family of {} tests (choices x metrics), so that the chance of a single false "
        "verdict is at most 5 %.",
        comparison.replications, comparison.tests));
    sentences.push_back(
        "The intervals speak of the randomness of the work only: not of errors in the data, in "
        "the models or in what the scenario assumes.");
  }
  if (any_result(comparison, [](const MetricResult& result) {
        return result.finding == Finding::no_difference;
      })) {
    sentences.push_back(
        "\"No difference shown\" does not mean equal: the interval tells how large a difference "
        "may still be.");
  }
  if (comparison.labels.size() > 2) {
    sentences.push_back(
        "Choices are compared with the baseline, not with each other: name another --baseline for "
        "that.");
  }
  if (any_unstable(comparison)) {
    sentences.push_back(
        "Waits are compared only where every scope of both choices is stable in all replications: "
        "in an overloaded scope they grow with the length of the run and measure nothing else.");
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
               {"tests", comparison.tests},
               {"metrics", Json::array()}};
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
  json["limits"] = limits(comparison);
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
    text += "\n" + metric_table(metric, comparison.labels);
  }
  text += "\nWhat this shows\n";
  for (const std::string& sentence : conclusions(comparison)) text += wrapped(sentence);
  text += "What to keep in mind\n";
  for (const std::string& sentence : limits(comparison)) text += wrapped(sentence);
  return text;
}

}  // namespace eastwest
