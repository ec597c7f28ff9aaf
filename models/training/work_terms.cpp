// Reads the common keys of training work.
#include "models/training/work_terms.hpp"

#include <cmath>
#include <utility>

#include "models/training/checkpoint.hpp"
#include "models/training/quantity_parameter.hpp"

namespace eastwest {

namespace {

constexpr double kParametersMax = 1e17;
constexpr double kTokensMax = 1e20;
constexpr double kWidthMax = 1e9;

Parameter whole(std::string name, std::string help, double maximum, std::string fallback = {}) {
  return {.name = std::move(name),
          .kind = ParameterKind::count,
          .help = std::move(help),
          .fallback = std::move(fallback),
          .minimum = 1,
          .maximum = maximum};
}

Parameter number(std::string name, std::string help, double maximum) {
  return quantity_parameter(std::move(name), std::move(help), Dimension::number, 1, maximum);
}

Schema model_schema() {
  Parameter parameters = number("parameters", "all parameters, e.g. 175e9", kParametersMax);
  parameters.required = true;
  return {std::move(parameters),
          number("activated", "parameters that a token passes; default: all", kParametersMax),
          whole("layers", "transformer layers", 1e6),
          whole("hidden", "width", kWidthMax),
          whole("attention_width", "heads x mean dimension of a head; default: hidden", kWidthMax),
          whole("vocabulary", "rows of the output layer", kWidthMax)};
}

Schema checkpoint_schema() {
  constexpr double kIntervalMax = 3.2e8;
  return {quantity_parameter(
              "interval",
              "computing between two checkpoints; default: Daly's optimum where failures are "
              "expected",
              Dimension::duration, 1e-3, kIntervalMax),
          {.name = "rule",
           .kind = ParameterKind::choice,
           .help = "the formula for the interval where it is not given; absent: daly",
           .choices = {"daly", "young"}},
          quantity_parameter(
              "stall", "how long computing stands still for one; default: its size / write_rate",
              Dimension::duration, 0, kIntervalMax),
          quantity_parameter("write_rate", "of all writers together; either this or stall",
                             Dimension::bit_rate, 1, 1e18),
          quantity_parameter("bytes_per_parameter", "14 to 16 with Adam in mixed precision",
                             Dimension::number, 0.1, 1000, "14")};
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const ReliabilityPreset& preset : reliability_presets()) names.push_back(preset.name);
  return names;
}

Schema reliability_schema() {
  return {{.name = "preset",
           .kind = ParameterKind::choice,
           .help = "published failures: rsc-1 6.50 per 1000 node-days, llama-3 3.79",
           .choices = preset_names()},
          quantity_parameter("rate", "failures of one node; either this or preset", Dimension::rate,
                             1e-15, 1),
          quantity_parameter("restart",
                             "from a failure to computing again, reading the checkpoint included",
                             Dimension::duration, 0, 3.2e7, "10 min"),
          whole("accelerators_per_node", "that fail together", 1e6, "8"),
          {.name = "after_failure",
           .kind = ParameterKind::choice,
           .help = "with failures: events, a job that failed goes on with spare nodes on the "
                   "accelerators that it holds, or gives them back and queues again; absent: "
                   "restart",
           .choices = {"restart", "requeue"}}};
}

bool has_failures(const Parameters& parameters) { return parameters.text("failures") != "none"; }

void check_checkpoints(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  const bool is_expected = has_failures(parameters);
  if (!parameters.has("checkpoints")) {
    if (is_expected) {
      problems.push_back({"failures", "failures are expected, and no checkpoints are written",
                          "add checkpoints: {write_rate: 1.6 Tb/s}, or {stall: 5 s}"});
    }
    return;
  }
  const Parameters& checkpoints = parameters.group("checkpoints");
  if (checkpoints.has("stall") == checkpoints.has("write_rate")) {
    const bool both = checkpoints.has("stall");
    problems.push_back(
        {both ? "checkpoints.write_rate" : "checkpoints",
         both ? "stall and write_rate are both given" : "neither stall nor write_rate is given",
         "give one: `stall: 5 s` or `write_rate: 1.6 Tb/s`"});
  }
  if (checkpoints.has("stall") && checkpoints.number("stall") <= 0 &&
      !checkpoints.has("interval")) {
    problems.push_back({"checkpoints.stall", "with no stall the best interval is none at all",
                        "give an interval, too"});
  }
  if (checkpoints.has("interval") && checkpoints.has("rule")) {
    problems.push_back(
        {"checkpoints.rule", "the interval is given, and a rule for it", "take one of them out"});
  }
  if (!checkpoints.has("interval") && !is_expected) {
    problems.push_back({"checkpoints", "the interval is not given, and follows from no failures",
                        "add interval: 1 h, or failures: expected"});
  }
}

void check_reliability(const Parameters& parameters, std::vector<ParameterProblem>& problems) {
  const bool is_expected = has_failures(parameters);
  if (!parameters.has("reliability")) {
    if (is_expected) {
      problems.push_back({"failures", "failures are expected, and nothing says how many",
                          "add reliability: {preset: rsc-1}, or {rate: 0.0065 /d}"});
    }
    return;
  }
  const Parameters& reliability = parameters.group("reliability");
  if (!is_expected) {
    problems.push_back(
        {"reliability", "it changes nothing without failures", "add failures: expected"});
  }
  if (reliability.has("after_failure") && parameters.text("failures") != "events") {
    problems.push_back({"reliability.after_failure", "what is expected of failures does not tell",
                        "take it out, or write failures: events"});
  }
  if (reliability.has("preset") == reliability.has("rate")) {
    const bool both = reliability.has("rate");
    problems.push_back(
        {both ? "reliability.rate" : "reliability",
         both ? "preset and rate are both given" : "neither preset nor rate is given",
         "give one: `preset: rsc-1` or `rate: 0.0065 /d` (of one node)"});
  }
}

LanguageModel model_of(const Parameters& group) {
  const auto count = [&](const char* key) { return group.has(key) ? group.count(key) : 0; };
  LanguageModel model;
  model.parameters = group.number("parameters");
  model.activated = group.has("activated") ? group.number("activated") : model.parameters;
  model.layers = count("layers");
  model.hidden = count("hidden");
  model.attention_width = group.has("attention_width") ? count("attention_width") : model.hidden;
  model.vocabulary = count("vocabulary");
  return model;
}

Interruptions interruptions_of(const Parameters& parameters, const LanguageModel& model) {
  Interruptions result;
  if (parameters.has("checkpoints")) {
    const Parameters& checkpoints = parameters.group("checkpoints");
    if (checkpoints.has("interval")) result.interval = Seconds(checkpoints.number("interval"));
    if (checkpoints.has("stall")) {
      result.stall = Seconds(checkpoints.number("stall"));
    } else {
      constexpr double kBitsPerByte = 8;
      const Bytes size =
          checkpoint_size(model.parameters, checkpoints.number("bytes_per_parameter"));
      result.stall = Seconds(static_cast<double>(size.value()) * kBitsPerByte /
                             checkpoints.number("write_rate"));
    }
  }
  if (parameters.has("reliability")) {
    result.restart = Seconds(parameters.group("reliability").number("restart"));
  }
  return result;
}

/// Turns what is expected into events.
void happen(const Parameters& reliability, WorkTerms& terms) {
  constexpr double kSecondsPerDay = 86'400;
  const Interruptions expected = std::exchange(terms.interruptions, {});
  FailureTerms failures;
  failures.per_node_second = std::exchange(terms.failures_per_node_day, 0) / kSecondsPerDay;
  failures.accelerators_per_node = terms.accelerators_per_node;
  failures.checkpoints = true;
  failures.interval = from_seconds(expected.interval.count());
  failures.rule = terms.rule;
  failures.stall = from_seconds(expected.stall.count());
  failures.restart = from_seconds(expected.restart.count());
  const bool requeues =
      reliability.has("after_failure") && reliability.text("after_failure") == "requeue";
  if (requeues) failures.after_failure = AfterFailure::requeue;
  terms.failures = std::make_shared<const FailureTerms>(failures);
}

}  // namespace

Schema work_terms_schema() {
  Parameter model{.name = "model",
                  .kind = ParameterKind::group,
                  .help = "the transformer that is trained",
                  .required = true,
                  .group = model_schema()};
  return {
      std::move(model),
      whole("sequence", "tokens of a sequence", 1e9),
      whole("batch", "sequences of one step", 1e9),
      number("tokens", "that are trained on in all; either this or steps", kTokensMax),
      whole("steps", "in all; either this or tokens", 1e12),
      {.name = "checkpoints",
       .kind = ParameterKind::group,
       .help = "what is written to go on from after a failure; absent: nothing",
       .group = checkpoint_schema()},
      {.name = "failures",
       .kind = ParameterKind::choice,
       .help = "expected: the run time is the mean over the failures of its nodes; events: they "
               "happen while it runs, each with what it costs",
       .fallback = "none",
       .choices = {"none", "expected", "events"}},
      {.name = "reliability",
       .kind = ParameterKind::group,
       .help = "how often nodes fail",
       .group = reliability_schema()}};
}

std::vector<ParameterProblem> check_work_terms(const Parameters& parameters) {
  std::vector<ParameterProblem> problems;
  if (parameters.has("tokens") == parameters.has("steps")) {
    const bool both = parameters.has("steps");
    problems.push_back(
        {both ? "steps" : "",
         both ? "tokens and steps are both given" : "neither tokens nor steps is given",
         "give one: `tokens: 300e9` or `steps: 95000`"});
  }
  if (parameters.has("steps") && (!parameters.has("batch") || !parameters.has("sequence"))) {
    problems.push_back({"steps", "nothing says how many tokens a step has",
                        "add batch and sequence, or give tokens"});
  }
  const Parameters& model = parameters.group("model");
  if (model.has("activated") && model.number("activated") > model.number("parameters")) {
    problems.push_back({"model.activated", "more parameters are activated than there are"});
  }
  check_checkpoints(parameters, problems);
  check_reliability(parameters, problems);
  return problems;
}

WorkTerms work_terms(const Parameters& parameters) {
  WorkTerms terms;
  terms.model = model_of(parameters.group("model"));
  if (parameters.has("sequence")) terms.batch.sequence = parameters.count("sequence");
  if (parameters.has("batch"))
    terms.batch.sequences = static_cast<double>(parameters.count("batch"));
  terms.tokens = parameters.has("tokens")
                     ? parameters.number("tokens")
                     : static_cast<double>(parameters.count("steps")) *
                           static_cast<double>(terms.batch.sequence) * terms.batch.sequences;
  terms.interruptions = interruptions_of(parameters, terms.model);
  if (has_failures(parameters)) {
    constexpr double kSecondsPerDay = 86'400;
    const Parameters& reliability = parameters.group("reliability");
    terms.failures_per_node_day = reliability.has("rate")
                                      ? reliability.number("rate") * kSecondsPerDay
                                      : preset_rate(reliability.text("preset"));
    terms.accelerators_per_node = reliability.count("accelerators_per_node");
    terms.is_daly = terms.interruptions.interval <= Seconds{0};
    const Parameters& checkpoints = parameters.group("checkpoints");
    const bool is_young = checkpoints.has("rule") && checkpoints.text("rule") == "young";
    if (is_young) terms.rule = IntervalRule::young;
    if (parameters.text("failures") == "events") happen(reliability, terms);
  }
  return terms;
}

double expected_seconds(const WorkTerms& terms, Seconds productive, std::int64_t accelerators) {
  Interruptions interruptions = terms.interruptions;
  if (terms.failures_per_node_day > 0) {
    const std::int64_t nodes =
        (accelerators + terms.accelerators_per_node - 1) / terms.accelerators_per_node;
    const Seconds mean = between_failures(nodes, terms.failures_per_node_day);
    interruptions.between_failures = mean;
    if (terms.is_daly) {
      interruptions.interval = terms.rule == IntervalRule::daly
                                   ? daly_interval(interruptions.stall, mean)
                                   : young_interval(interruptions.stall, mean);
    }
  }
  return expected_time(productive, interruptions).count();
}

Parameter attention_parameter() {
  return {.name = "attention",
          .kind = ParameterKind::choice,
          .help =
              "attention scores counted: all (PaLM, Megatron), the half that a causal mask "
              "leaves, or none (6 N D)",
          .fallback = "full",
          .choices = {"full", "causal", "none"}};
}

AttentionCount attention_of(const Parameters& parameters) {
  const std::string& text = parameters.text("attention");
  if (text == "none") return AttentionCount::none;
  return text == "causal" ? AttentionCount::causal : AttentionCount::full;
}

Parameter recomputation_parameter() {
  return {.name = "recompute",
          .kind = ParameterKind::choice,
          .help =
              "what the backward pass computes again: nothing, attention scores (selective), "
              "or all layers",
          .choices = {"none", "selective", "full"}};
}

Recomputation recomputation_of(const Parameters& parameters) {
  if (!parameters.has("recompute")) return Recomputation::none;
  const std::string& text = parameters.text("recompute");
  if (text == "full") return Recomputation::full;
  return text == "selective" ? Recomputation::selective : Recomputation::none;
}

Parameter accelerators_parameter() {
  return {.name = "accelerators",
          .kind = ParameterKind::law,
          .help = "of a job; draws are rounded to whole numbers, at least 1",
          .required = true,
          .minimum = 0};
}

std::string terms_rule() {
  return "Checkpoints: computing stands still for `stall` (or size / write_rate, size = "
         "bytes_per_parameter x parameters) after every `interval` of computing. Failures: each "
         "node fails as a Poisson process, any of them stops the job, which goes on from the last "
         "checkpoint after `restart`; the run time is the exact expectation M e^(R/M) (e^((tau + "
         "C)/M) - 1) per segment of tau, with M = 1 / (nodes x rate), and tau, if not given, is "
         "Daly's optimum (or Young's). With `failures: events` the failures happen, by the same "
         "law.";
}

std::string terms_source() {
  return "Daly 2006; failures: Kokolis et al. 2024 (RSC-1, recalled), Llama 3 (2024).";
}

}  // namespace eastwest
