// t_step = t_stage (m + (p - 1) / v) + gradients + optimiser, with m micro-batches, p stages, v
// parts:
//   t_layer = F_layer / (tp cp P e) + k 2 B mb s h / (tp cp BW_memory)
//             + n_ar 2 (tp - 1) / tp (2 B mb s h / cp) / (BW_link a)      n_ar = 4, 6 recomputing
//             all
//   t_stage = the slowest stage: ceil(L / p) layers, or what is left of them and the output layer
//   gradients = 2 (d - 1) / d (2 B N / (tp p)) / (BW_fabric b), d = data x context
//   optimiser = 18 B N / (tp p) / BW_memory
// After Narayanan et al. 2021 and Korthikanti et al. 2022; e, k, a and b are fitted to published
// runs.
#include "models/training/step_time.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/check.hpp"

namespace eastwest {

namespace {

constexpr double kAcceleratorsMax = 1e9;
constexpr double kBytesPerElement = 2;
constexpr double kBytesOfGradient = 2;
/// Weights, gradients, momentum and variance read and written in mixed precision.
constexpr double kBytesOfOptimiser = 18;

double number(std::int64_t value) { return static_cast<double>(value); }

/// Both ways round a ring of so many: the share of the data that passes each link.
double ring_share(double members) { return 2 * (members - 1) / members; }

double all_reduces_per_layer(Recomputation recomputation) {
  return recomputation == Recomputation::full ? 6 : 4;
}

/// One micro-batch through one layer, and through the output layer.
struct LayerTimes {
  double layer;
  double output;
};

LayerTimes layer_times(const TrainingStep& step, const Chip& chip) {
  const LanguageModel& model = step.model;
  const ParallelLayout& layout = step.layout;
  TokenBatch micro = step.batch;
  micro.sequences = number(layout.micro_batch);
  const double tokens = number(micro.sequence) * micro.sequences;
  const double members = number(layout.tensor * layout.context);
  const double speed = members * chip.peak.value() * chip.efficiency;

  LanguageModel layers_only = model;
  layers_only.activated = layer_parameters(model);
  layers_only.vocabulary = 0;
  const double layer_flop =
      hardware_flop(layers_only, micro, step.recomputation).value() / number(model.layers);
  const double output_flop =
      model_flop(model, micro).value() - model_flop(layers_only, micro).value();

  const double activations = kBytesPerElement * tokens * number(model.hidden);
  const double traffic = step.constants.memory_traffic * activations / members / chip.memory_rate;
  const double exchanged = all_reduces_per_layer(step.recomputation) *
                           ring_share(number(layout.tensor)) * activations /
                           number(layout.context) / (chip.link_rate * step.constants.link_share);
  return {.layer = layer_flop / speed + traffic + exchanged * (1 - step.overlap.tensor),
          .output = output_flop / speed};
}

/// The last stage has what is left of the layers, and the output layer.
double slowest_stage(const LayerTimes& times, const LanguageModel& model,
                     const ParallelLayout& layout) {
  const std::int64_t full = (model.layers + layout.pipeline - 1) / layout.pipeline;
  const std::int64_t last = std::max<std::int64_t>(0, model.layers - (layout.pipeline - 1) * full);
  return std::max(number(full) * times.layer, number(last) * times.layer + times.output);
}

}  // namespace

std::string problem_of(const ParallelLayout& layout, const LanguageModel& model, double sequences) {
  const double accelerators = number(layout.data) * number(layout.tensor) *
                              number(layout.pipeline) * number(layout.context);
  if (accelerators > kAcceleratorsMax) {
    return fmt::format("the layout takes {} accelerators; a job has at most {}", accelerators,
                       kAcceleratorsMax);
  }
  if (layout.pipeline > model.layers) {
    return fmt::format("{} pipeline stages for {} layers", layout.pipeline, model.layers);
  }
  if (layout.interleave > 1 && layout.pipeline * layout.interleave > model.layers) {
    return fmt::format("{} stages with {} parts each for {} layers", layout.pipeline,
                       layout.interleave, model.layers);
  }
  const double step = number(layout.data * layout.micro_batch);
  const double micro_batches = sequences / step;
  if (std::floor(micro_batches) != micro_batches || micro_batches < 1) {
    return fmt::format("a batch of {} sequences is no multiple of data x micro_batch = {}",
                       sequences, step);
  }
  if (layout.interleave > 1 && std::fmod(micro_batches, number(layout.pipeline)) != 0) {
    return fmt::format("with interleave {} micro-batches must be a multiple of the {} stages",
                       micro_batches, layout.pipeline);
  }
  return {};
}

StepTime step_time(const TrainingStep& step, const Chip& chip) {
  const ParallelLayout& layout = step.layout;
  const std::string problem = problem_of(layout, step.model, step.batch.sequences);
  EW_CHECK(problem.empty(), "{}", problem);
  const double micro_batches =
      step.batch.sequences / (number(layout.data) * number(layout.micro_batch));
  const double stage = slowest_stage(layer_times(step, chip), step.model, layout);
  const double parameters =
      step.model.parameters / (number(layout.tensor) * number(layout.pipeline));
  const double gradients = ring_share(number(layout.data * layout.context)) * kBytesOfGradient *
                           parameters / (chip.fabric_rate * step.constants.fabric_share);
  return {.computing = Seconds(stage * micro_batches),
          .bubble = Seconds(stage * number(layout.pipeline - 1) / number(layout.interleave)),
          .gradients = Seconds(gradients * (1 - step.overlap.gradients)),
          .optimiser = Seconds(kBytesOfOptimiser * parameters / chip.memory_rate)};
}

}  // namespace eastwest
