// The floating-point operations that training a transformer takes, and what is counted in them.
#pragma once

#include <cstdint>

#include "models/training/utilisation.hpp"

namespace eastwest {

/// A transformer as far as its cost is concerned; zero where a figure is not given.
struct LanguageModel {
  double parameters = 0;
  double activated = 0;  ///< parameters that one token passes; below the others in mixtures
  std::int64_t layers = 0;
  std::int64_t hidden = 0;           ///< width of the residual stream
  std::int64_t attention_width = 0;  ///< heads x mean dimension of a head
  std::int64_t vocabulary = 0;
};

/// How attention scores are counted: not at all, only the half that a causal mask leaves, or all.
enum class AttentionCount : std::uint8_t { none, causal, full };
/// What the backward pass computes again because it was not kept: nothing, the attention scores, or
/// all layers.
enum class Recomputation : std::uint8_t { none, selective, full };

/// Sequences of one length that are trained together.
struct TokenBatch {
  std::int64_t sequence = 0;  ///< tokens
  double sequences = 0;
  AttentionCount attention = AttentionCount::full;
};

/// Multiplications with the weights of one token: 6 x activated parameters (2 forward, 4 backward).
[[nodiscard]] ModelFlop weight_flop_per_token(const LanguageModel& model);
/// Attention scores of one token: 12 x layers x width x sequence, half of it where the causal half
/// is counted.
[[nodiscard]] ModelFlop attention_flop_per_token(const LanguageModel& model,
                                                 const TokenBatch& batch);
/// Both, of the whole batch.
[[nodiscard]] ModelFlop model_flop(const LanguageModel& model, const TokenBatch& batch);
/// With what is recomputed: a third of all layers' operations (their forward pass once more), or a
/// third of the attention's. The output layer is never recomputed.
[[nodiscard]] HardwareFlop hardware_flop(const LanguageModel& model, const TokenBatch& batch,
                                         Recomputation recomputation);

/// Parameters of all layers: the activated ones without the output layer (vocabulary x hidden).
[[nodiscard]] double layer_parameters(const LanguageModel& model);

}  // namespace eastwest
