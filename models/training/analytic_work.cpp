// Work `analytic`: the time of a step from the parallel layout and the chip.
#include <cmath>

#include "models/training/quantity_parameter.hpp"
#include "models/training/step_time.hpp"
#include "models/training/work_terms.hpp"
#include "sim/base/quantity_text.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

ParallelLayout layout_of(const Parameters& group) {
  return {.data = group.count("data"),
          .tensor = group.count("tensor"),
          .pipeline = group.count("pipeline"),
          .context = group.count("context"),
          .micro_batch = group.count("micro_batch"),
          .interleave = group.count("interleave")};
}

TrainingStep step_of(const Parameters& parameters, const WorkTerms& terms) {
  const Parameters& overlap = parameters.group("overlap");
  const Parameters& constants = parameters.group("constants");
  TrainingStep step;
  step.model = terms.model;
  step.batch = terms.batch;
  step.batch.attention = attention_of(parameters);
  step.layout = layout_of(parameters.group("parallelism"));
  step.recomputation = recomputation_of(parameters);
  step.overlap = {.tensor = overlap.number("tensor"), .gradients = overlap.number("gradients")};
  step.constants = {.memory_traffic = constants.number("memory_traffic"),
                    .link_share = constants.number("link_share"),
                    .fabric_share = constants.number("fabric_share")};
  return step;
}

class AnalyticWork final : public Work {
 public:
  explicit AnalyticWork(const Parameters& parameters)
      : terms_(work_terms(parameters)),
        step_(step_of(parameters, terms_)),
        accelerators_(Law::Constant{static_cast<double>(step_.layout.accelerators())}) {
    const Parameters& constants = parameters.group("constants");
    if (constants.has("efficiency")) efficiency_ = constants.number("efficiency");
    const double tokens = static_cast<double>(step_.batch.sequence) * step_.batch.sequences;
    steps_ = std::ceil(terms_.tokens / tokens);
  }

  [[nodiscard]] const Law& accelerators() const override { return accelerators_; }

  [[nodiscard]] double run_seconds(std::int64_t accelerators, const Site& site) const override {
    Chip chip = chip_of(site);
    if (efficiency_ > 0) chip.efficiency = efficiency_;
    TrainingStep step = step_;
    step.layout = layout_on(accelerators);
    return expected_seconds(terms_, steps_ * step_time(step, chip).total(), accelerators);
  }

  /// More or fewer copies of the model, each laid out as it is.
  [[nodiscard]] bool runs_on(std::int64_t accelerators) const override {
    const ParallelLayout layout = layout_on(accelerators);
    return layout.accelerators() == accelerators &&
           problem_of(layout, step_.model, step_.batch.sequences).empty();
  }
  [[nodiscard]] double parameters() const override { return terms_.model.parameters; }

  [[nodiscard]] RunTimeBasis basis(const Site& site) const override {
    return efficiency_ > 0 ? RunTimeBasis::published : chip_of(site).basis;
  }
  [[nodiscard]] std::shared_ptr<const FailureTerms> failures() const override {
    return terms_.failures;
  }

 private:
  [[nodiscard]] ParallelLayout layout_on(std::int64_t accelerators) const {
    ParallelLayout layout = step_.layout;
    layout.data = accelerators / (layout.accelerators() / layout.data);
    return layout;
  }

  WorkTerms terms_;
  TrainingStep step_;
  Law accelerators_;
  double efficiency_ = 0;  // 0: that of the chip
  double steps_ = 0;
};

Parameter width(std::string name, std::string help) {
  return {.name = std::move(name),
          .kind = ParameterKind::count,
          .help = std::move(help),
          .fallback = "1",
          .minimum = 1,
          .maximum = 1e6};
}

Schema constants_schema() {
  const StepConstants fitted;
  return {
      quantity_parameter("efficiency",
                         "share of the peak that matrix products reach; default: by the site's "
                         "kind of accelerator",
                         Dimension::fraction, 1e-3, 1),
      quantity_parameter("memory_traffic",
                         "elements that pass the memory per token, layer and width",
                         Dimension::number, 0, 1e5, shortest(fitted.memory_traffic)),
      quantity_parameter("link_share", "of the link rate that tensor-parallel all-reduces reach",
                         Dimension::fraction, 1e-3, 1, shortest(fitted.link_share)),
      quantity_parameter("fabric_share",
                         "of the fabric rate that the gradients' all-reduce reaches",
                         Dimension::fraction, 1e-3, 1, shortest(fitted.fabric_share))};
}

Schema analytic_schema() {
  Schema schema{
      {.name = "parallelism",
       .kind = ParameterKind::group,
       .help = "how the model is spread: data x tensor x pipeline x context accelerators",
       .required = true,
       .group = {width("data", "copies of the model"), width("tensor", "parts of each layer"),
                 width("pipeline", "groups of layers"), width("context", "parts of each sequence"),
                 width("micro_batch", "sequences that pass the pipeline together"),
                 width("interleave", "parts of the model in each pipeline stage")}},
      attention_parameter(),
      recomputation_parameter(),
      {.name = "overlap",
       .kind = ParameterKind::group,
       .help = "which part of the communication hides behind computing",
       .fallback = "{}",
       .group = {quantity_parameter("tensor", "of the all-reduces inside layers",
                                    Dimension::fraction, 0, 1, "0 %"),
                 quantity_parameter("gradients", "of the all-reduce of gradients",
                                    Dimension::fraction, 0, 1, "0 %")}},
      {.name = "constants",
       .kind = ParameterKind::group,
       .help = "the four fitted constants (docs/validation.md)",
       .fallback = "{}",
       .group = constants_schema()}};
  for (Parameter& parameter : work_terms_schema()) schema.push_back(std::move(parameter));
  return schema;
}

std::vector<ParameterProblem> check_analytic(const Parameters& parameters) {
  std::vector<ParameterProblem> problems = check_work_terms(parameters);
  const Parameters& model = parameters.group("model");
  for (const char* key : {"layers", "hidden", "vocabulary"}) {
    if (model.has(key)) continue;
    problems.push_back({"model", std::string("this level needs the model's ") + key,
                        std::string("add ") + key + ": … to model"});
  }
  for (const char* key : {"sequence", "batch"}) {
    if (parameters.has(key)) continue;
    problems.push_back(
        {"", std::string("this level needs ") + key, std::string("add ") + key + ": …"});
  }
  if (!problems.empty()) return problems;
  const WorkTerms terms = work_terms(parameters);
  if (layer_parameters(terms.model) <= 0) {
    problems.push_back(
        {"model.activated", "vocabulary x hidden are more parameters than the model activates"});
  }
  const ParallelLayout layout = layout_of(parameters.group("parallelism"));
  const std::string problem = problem_of(layout, terms.model, terms.batch.sequences);
  if (!problem.empty()) problems.push_back({"parallelism", problem});
  return problems;
}

}  // namespace

Registered<WorkFactory> analytic_work() {
  return {
      .description =
          {.name = "analytic",
           .summary = "Training steps timed from the parallel layout, the model and the chip.",
           .rule = "t_step = t_stage (m + (p - 1) / v) + gradients + optimiser, with m = batch / "
                   "(data x micro_batch) micro-batches, p pipeline stages of v parts.\n"
                   "t_layer = FLOP / (tensor x context x speed x efficiency) + memory_traffic x 2 "
                   "B x tokens x hidden / (tensor x context x memory rate) + 4 all-reduces (6 "
                   "with recompute: full) of 2 B x tokens x hidden over the link at link_share.\n"
                   "t_stage: the slowest stage; the last one has what is left of the layers and "
                   "the output layer.\n"
                   "gradients = 2 (d - 1) / d x 2 B x parameters / (tensor x pipeline) over the "
                   "fabric at fabric_share; optimiser = 18 B a parameter over the memory rate.\n"
                   "Memory, link and fabric rates are the site's; what it does not give is "
                   "derived from its speed as on an A100. efficiency is 0.662 on A100 and A800, "
                   "0.524 on H100, H800 and H200, both fitted; on all others 0.524, derived.\n" +
                   terms_rule(),
           .limits = "Fitted to dense transformers on 8 to 6,144 accelerators: mean error 3 to 8 "
                     "%, worst 22 % (docs/validation.md). No all-to-all of mixtures of experts, no "
                     "memory limit: a layout that does not fit is not noticed. On chips without "
                     "published runs the result is derived, not validated.",
           .source = "Narayanan et al. 2021; Korthikanti et al. 2022; " + terms_source(),
           .schema = analytic_schema(),
           .check = check_analytic},
      .make = [](const Parameters& parameters) -> std::unique_ptr<Work> {
        return std::make_unique<AnalyticWork>(parameters);
      }};
}

}  // namespace eastwest
