// Work `declared`: the share of the peak that training reaches is given, tagged as MFU or HFU.
#include <optional>

#include "models/training/work_terms.hpp"
#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

class DeclaredWork final : public Work {
 public:
  explicit DeclaredWork(const Parameters& parameters)
      : terms_(work_terms(parameters)), accelerators_(parameters.law("accelerators")) {
    TokenBatch all = terms_.batch;
    all.attention = attention_of(parameters);
    if (all.sequence == 0) all.sequence = 1;
    all.sequences = terms_.tokens / static_cast<double>(all.sequence);
    if (parameters.has("mfu")) {
      mfu_ = Mfu::checked(parameters.number("mfu"));
      model_flop_ = model_flop(terms_.model, all);
    } else {
      hfu_ = Hfu::checked(parameters.number("hfu"));
      hardware_flop_ = hardware_flop(terms_.model, all, recomputation_of(parameters));
    }
  }

  [[nodiscard]] const Law& accelerators() const override { return accelerators_; }

  [[nodiscard]] double run_seconds(std::int64_t accelerators, const Site& site) const override {
    const Flops peak = site.accelerator_speed * static_cast<double>(accelerators);
    const Seconds productive =
        mfu_ ? time_for(model_flop_, peak, *mfu_) : time_for(hardware_flop_, peak, *hfu_);
    return expected_seconds(terms_, productive, accelerators);
  }

  [[nodiscard]] double parameters() const override { return terms_.model.parameters; }
  [[nodiscard]] RunTimeBasis basis(const Site&) const override { return RunTimeBasis::published; }
  [[nodiscard]] std::shared_ptr<const FailureTerms> failures() const override {
    return terms_.failures;
  }

 private:
  WorkTerms terms_;
  Law accelerators_;
  std::optional<Mfu> mfu_;
  std::optional<Hfu> hfu_;
  ModelFlop model_flop_;
  HardwareFlop hardware_flop_;
};

Parameter share(std::string name, std::string help) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = Dimension::fraction,
          .minimum = 1e-6,
          .maximum = 1};
}

Schema declared_schema() {
  Schema schema{accelerators_parameter(),
                share("mfu", "model FLOPs utilisation: model operations per second over peak"),
                share("hfu",
                      "hardware FLOPs utilisation: with the recomputed operations; either this or "
                      "mfu"),
                attention_parameter(), recomputation_parameter()};
  for (Parameter& parameter : work_terms_schema()) schema.push_back(std::move(parameter));
  return schema;
}

std::vector<ParameterProblem> check_declared(const Parameters& parameters) {
  std::vector<ParameterProblem> problems = check_work_terms(parameters);
  if (parameters.has("mfu") == parameters.has("hfu")) {
    const bool both = parameters.has("hfu");
    problems.push_back({both ? "hfu" : "",
                        both ? "mfu and hfu are both given" : "neither mfu nor hfu is given",
                        "say which of the two the published share is: they differ by what is "
                        "computed again, up to "
                        "a third"});
    return problems;
  }
  if (parameters.has("hfu") && !parameters.has("recompute")) {
    problems.push_back({"hfu", "an HFU says nothing without what is computed again",
                        "add recompute: full, selective or none"});
  }
  if (parameters.has("mfu") && parameters.has("recompute")) {
    problems.push_back(
        {"recompute", "an MFU does not count what is computed again", "take it out, or give hfu"});
  }
  const Parameters& model = parameters.group("model");
  const bool has_shape = model.has("layers") && model.has("hidden") && parameters.has("sequence");
  if (parameters.text("attention") != "none" && !has_shape) {
    problems.push_back({"model", "attention is counted, and its size is not known",
                        "add layers and hidden to model, and sequence; or attention: none"});
  }
  if (parameters.has("recompute") && parameters.text("recompute") == "full" &&
      !(model.has("hidden") && model.has("vocabulary"))) {
    problems.push_back({"model", "the layers are computed again, and their share is not known",
                        "add hidden and vocabulary to model"});
  }
  return problems;
}

}  // namespace

Registered<WorkFactory> declared_work() {
  return {
      .description =
          {.name = "declared",
           .summary = "Training at a given share of the peak speed, tagged as MFU or HFU.",
           .rule = "Time = FLOP / (accelerators x speed of the site's accelerator x share). "
                   "MFU counts the model's operations: 6 x activated parameters + 12 x layers x "
                   "width x sequence a token (half of the second with attention: causal); HFU "
                   "also what is computed again, a third of the layers' or of the attention's "
                   "operations. " +
                   terms_rule(),
           .limits = "The share is the same for every number and kind of accelerators: good "
                     "while batch, accelerators and chip stay near those that it was measured "
                     "on. An untagged share is refused: confusing the two is an error of up to "
                     "a third.",
           .source = "Chowdhery et al. 2022 (PaLM), appendix B; " + terms_source(),
           .schema = declared_schema(),
           .check = check_declared},
      .make = [](const Parameters& parameters) -> std::unique_ptr<Work> {
        return std::make_unique<DeclaredWork>(parameters);
      }};
}

}  // namespace eastwest
