// FLOPs per token as in Narayanan et al. 2021 and Chowdhery et al. 2022: 6 N + 12 L h s, where the
// parameters of Megatron's formula 72 B s L h^2 (1 + s/(6h) + V/(12 L h)) are 12 L h^2 + V h.
#include "models/training/language_model.hpp"

namespace eastwest {

namespace {

constexpr double kPassesOfWeights = 6;     // 2 forward, 4 backward
constexpr double kPassesOfAttention = 12;  // two products, 2 forward and 4 backward each
constexpr double kForwardShare = 1.0 / 3;

double counted_share(AttentionCount attention) {
  if (attention == AttentionCount::none) return 0;
  return attention == AttentionCount::causal ? 0.5 : 1;
}

double tokens(const TokenBatch& batch) {
  return static_cast<double>(batch.sequence) * batch.sequences;
}

}  // namespace

ModelFlop weight_flop_per_token(const LanguageModel& model) {
  return ModelFlop(kPassesOfWeights * model.activated);
}

ModelFlop attention_flop_per_token(const LanguageModel& model, const TokenBatch& batch) {
  return ModelFlop(kPassesOfAttention * static_cast<double>(model.layers) *
                   static_cast<double>(model.attention_width) *
                   static_cast<double>(batch.sequence) * counted_share(batch.attention));
}

ModelFlop model_flop(const LanguageModel& model, const TokenBatch& batch) {
  return (weight_flop_per_token(model) + attention_flop_per_token(model, batch)) * tokens(batch);
}

double layer_parameters(const LanguageModel& model) {
  return model.activated -
         static_cast<double>(model.vocabulary) * static_cast<double>(model.hidden);
}

HardwareFlop hardware_flop(const LanguageModel& model, const TokenBatch& batch,
                           Recomputation recomputation) {
  double again = 0;
  if (recomputation != Recomputation::none) {
    again = attention_flop_per_token(model, batch).value();
  }
  if (recomputation == Recomputation::full) again += kPassesOfWeights * layer_parameters(model);
  return HardwareFlop(model_flop(model, batch).value() + kForwardShare * again * tokens(batch));
}

}  // namespace eastwest
