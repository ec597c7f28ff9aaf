// Implements models/workload/failure_keys.hpp.
#include "models/workload/failure_keys.hpp"

#include <string>
#include <utility>

namespace eastwest {

namespace {

constexpr double kSpanMax = 3.2e8;

Parameter span_key(std::string name, std::string help, double minimum, std::string fallback = {}) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = Dimension::duration,
          .fallback = std::move(fallback),
          .minimum = minimum,
          .maximum = kSpanMax};
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const ReliabilityPreset& preset : reliability_presets()) names.push_back(preset.name);
  return names;
}

Schema checkpoints_schema() {
  return {
      span_key("interval", "work between two checkpoints; absent: by the rule", 1e-3),
      {.name = "rule",
       .kind = ParameterKind::choice,
       .help = "the formula for the interval where it is not given: Daly's optimum, or Young's; "
               "absent: daly",
       .choices = {"daly", "young"}},
      span_key("stall", "how long work stands still while one is written", 0, "0 s")};
}

}  // namespace

Parameter failures_parameter() {
  return {.name = "failures",
          .kind = ParameterKind::group,
          .help = "how these jobs fail while they run; absent: they do not",
          .group = {{.name = "preset",
                     .kind = ParameterKind::choice,
                     .help = "published failures: rsc-1 6.50 per 1000 node-days, llama-3 3.79",
                     .choices = preset_names()},
                    {.name = "rate",
                     .kind = ParameterKind::quantity,
                     .help = "failures of one node; either this or preset",
                     .dimension = Dimension::rate,
                     .minimum = 1e-15,
                     .maximum = 1},
                    {.name = "accelerators_per_node",
                     .kind = ParameterKind::count,
                     .help = "that fail together",
                     .fallback = "8",
                     .minimum = 1,
                     .maximum = 1e6},
                    span_key("restart",
                             "from a failure to working again, reading the checkpoint included", 0,
                             "10 min"),
                    {.name = "after_failure",
                     .kind = ParameterKind::choice,
                     .help = "a job that failed goes on with spare nodes on the accelerators that "
                             "it holds, or gives them back and queues again",
                     .fallback = "restart",
                     .choices = {"restart", "requeue"}},
                    {.name = "checkpoints",
                     .kind = ParameterKind::group,
                     .help = "what they write to go on from; absent: nothing, and they begin again",
                     .group = checkpoints_schema()}}};
}

void check_failures(const Parameters& failures, std::vector<ParameterProblem>& problems) {
  if (failures.has("preset") == failures.has("rate")) {
    const bool both = failures.has("rate");
    problems.push_back(
        {both ? "failures.rate" : "failures",
         both ? "preset and rate are both given" : "neither preset nor rate is given",
         "give one: `preset: rsc-1` or `rate: 0.0065 /d` (of one node)"});
  }
  if (!failures.has("checkpoints")) return;
  const Parameters& checkpoints = failures.group("checkpoints");
  if (checkpoints.has("interval") && checkpoints.has("rule")) {
    problems.push_back({"failures.checkpoints.rule", "the interval is given, and a rule for it",
                        "take one of them out"});
  }
  if (!checkpoints.has("interval") && checkpoints.number("stall") <= 0) {
    problems.push_back({"failures.checkpoints", "with no stall the best interval is none at all",
                        "give a stall: `stall: 30 s`, or an interval"});
  }
}

std::shared_ptr<const FailureTerms> read_failures(const Parameters& failures) {
  constexpr double kSecondsPerDay = 86'400;
  FailureTerms terms;
  terms.per_node_second = failures.has("rate")
                              ? failures.number("rate")
                              : preset_rate(failures.text("preset")) / kSecondsPerDay;
  terms.accelerators_per_node = failures.count("accelerators_per_node");
  terms.restart = failures.duration("restart");
  if (failures.text("after_failure") == "requeue") terms.after_failure = AfterFailure::requeue;
  if (failures.has("checkpoints")) {
    const Parameters& checkpoints = failures.group("checkpoints");
    terms.checkpoints = true;
    if (checkpoints.has("interval")) terms.interval = checkpoints.duration("interval");
    const bool is_young = checkpoints.has("rule") && checkpoints.text("rule") == "young";
    if (is_young) terms.rule = IntervalRule::young;
    terms.stall = checkpoints.duration("stall");
  }
  return std::make_shared<const FailureTerms>(terms);
}

}  // namespace eastwest
