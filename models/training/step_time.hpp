// The time of one training step from the parallel layout: four constants, each with a meaning.
#pragma once

#include <cstdint>
#include <string>

#include "models/training/chip.hpp"
#include "models/training/language_model.hpp"

namespace eastwest {

/// How a model is spread over accelerators: their number is the product of the first four.
struct ParallelLayout {
  std::int64_t data = 1;
  std::int64_t tensor = 1;
  std::int64_t pipeline = 1;
  std::int64_t context = 1;
  std::int64_t micro_batch = 1;  ///< sequences that pass the pipeline together
  std::int64_t interleave = 1;   ///< parts of the model that each pipeline stage holds

  [[nodiscard]] std::int64_t accelerators() const { return data * tensor * pipeline * context; }
};

/// What a layout cannot be ("…"), empty if it can; `sequences` is the batch of one step.
[[nodiscard]] std::string problem_of(const ParallelLayout& layout, const LanguageModel& model,
                                     double sequences);

/// The fitted constants beside Chip::efficiency, the fourth; docs/validation.md tells on what.
struct StepConstants {
  /// Elements of 2 bytes that pass the memory for each token, layer and unit of width.
  double memory_traffic = 173;
  /// Share of the link rate that the all-reduces of a tensor-parallel group reach.
  double link_share = 0.417;
  /// Share of the fabric rate that the all-reduce of gradients reaches.
  double fabric_share = 0.397;
};

/// Which part of the communication hides behind computing, 0 to 1.
struct CommunicationOverlap {
  double tensor = 0;
  double gradients = 0;
};

struct TrainingStep {
  LanguageModel model;
  TokenBatch batch;
  ParallelLayout layout;
  Recomputation recomputation = Recomputation::none;
  CommunicationOverlap overlap;
  StepConstants constants;
};

/// A step and what it consists of.
struct StepTime {
  Seconds computing{0};  ///< all micro-batches through the slowest stage
  Seconds bubble{0};     ///< filling and draining the pipeline
  Seconds gradients{0};  ///< what is seen of their all-reduce
  Seconds optimiser{0};
  [[nodiscard]] Seconds total() const { return computing + bubble + gradients + optimiser; }
};

/// Requires that problem_of finds none.
[[nodiscard]] StepTime step_time(const TrainingStep& step, const Chip& chip);

}  // namespace eastwest
