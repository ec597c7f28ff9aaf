// FLOPs of training against the formulas and identities of published papers.
#include "models/training/language_model.hpp"

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// As Megatron counts: 12 L h^2 parameters in layers and V h in the output layer.
LanguageModel megatron(std::int64_t layers, std::int64_t hidden, std::int64_t vocabulary) {
  const auto l = static_cast<double>(layers);
  const auto h = static_cast<double>(hidden);
  LanguageModel model;
  model.parameters = model.activated = 12 * l * h * h + static_cast<double>(vocabulary) * h;
  model.layers = layers;
  model.hidden = model.attention_width = hidden;
  model.vocabulary = vocabulary;
  return model;
}

}  // namespace

TEST_CASE("FLOPs of a step are Megatron's", "[training]") {
  const double b = 1536, s = 2048, l = 96, h = 12288, v = 51200;
  const LanguageModel gpt3 = megatron(96, 12288, 51200);
  const TokenBatch batch{2048, 1536, AttentionCount::full};
  CHECK(model_flop(gpt3, batch).value() ==
        Approx(72 * b * s * l * h * h * (1 + s / (6 * h) + v / (12 * l * h))));
  CHECK(hardware_flop(gpt3, batch, Recomputation::full).value() ==
        Approx(96 * b * s * l * h * h * (1 + s / (6 * h) + v / (16 * l * h))));
  CHECK(hardware_flop(gpt3, batch, Recomputation::none).value() == model_flop(gpt3, batch).value());
  // Attention scores once more forward: a third of 12 L h s a token.
  CHECK(hardware_flop(gpt3, batch, Recomputation::selective).value() -
            model_flop(gpt3, batch).value() ==
        Approx(4 * l * h * s * b * s));
}

TEST_CASE("attention is counted whole, half, or not at all", "[training]") {
  const LanguageModel model = megatron(2, 8, 4);
  // 12 x 2 x 8 x 100 = 19200
  CHECK(attention_flop_per_token(model, {100, 1, AttentionCount::full}).value() == 19200);
  CHECK(attention_flop_per_token(model, {100, 1, AttentionCount::causal}).value() == 9600);
  CHECK(attention_flop_per_token(model, {100, 1, AttentionCount::none}).value() == 0);
  // 6 x (12 x 2 x 64 + 32)
  CHECK(weight_flop_per_token(model).value() == 6 * (12 * 2 * 64 + 32));
}

TEST_CASE("published totals follow from tokens and utilisation to 1 %", "[training]") {
  // Narayanan 2021: 8 T P / (n X), i.e. an HFU without attention: 34 and 84 days.
  const auto days = [](double parameters, double tokens, double accelerators, double flops) {
    const HardwareFlop work(8 * parameters * tokens);
    const Flops peak(312e12 * accelerators);
    return time_for(work, peak, Hfu::checked(flops / 312e12)).count() / 86400;
  };
  CHECK(days(175e9, 300e9, 1024, 140e12) == Approx(34).epsilon(0.01));
  CHECK(days(1008e9, 450e9, 3072, 163e12) == Approx(84).epsilon(0.01));
  // DeepSeek-V3: 2.664 M hours for 14.8 T tokens are 180 k hours for each; 3.7 d on 2,048.
  CHECK(2.664e6 / 14.8 == Approx(180e3).epsilon(0.01));
  // 6 x 37e9 x 14.8e12 in 2.664 M hours: 343 TFLOP/s, an MFU of 34.6 % of 989.
  CHECK(
      utilisation(ModelFlop(6 * 37e9 * 14.8e12), Flops(989e12), Seconds(2.664e6 * 3600)).value() ==
      Approx(343.0 / 989).epsilon(0.01));
  // PaLM: 2,527.2 ZFLOP = 6 x 540e9 x 780e9.
  LanguageModel palm;
  palm.parameters = palm.activated = 540e9;
  CHECK(model_flop(palm, {1, 780e9, AttentionCount::none}).value() == Approx(2527.2e21));
}

TEST_CASE("MFU, HFU and goodput are shares above 0 and at most 1", "[training]") {
  CHECK(Mfu::checked(1).value() == 1);
  REQUIRE_THROWS_AS(Mfu::checked(0), Defect);
  REQUIRE_THROWS_AS(Hfu::checked(1.01), Defect);
  // 1000 FLOP in 4 s on a peak of 500 FLOP/s: half.
  CHECK(utilisation(HardwareFlop(1000), Flops(500), Seconds(4)).value() == 0.5);
  CHECK(time_for(ModelFlop(1000), Flops(500), Mfu::checked(0.5)) == Seconds(4));
}

}  // namespace eastwest
