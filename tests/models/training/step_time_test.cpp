// The parts of an analytic step, each derived by hand.
#include "models/training/step_time.hpp"

#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// 4 layers of 12 x 100^2 parameters, an output layer of 1000 x 100.
TrainingStep small_step() {
  TrainingStep step;
  step.model.parameters = step.model.activated = 4 * 12 * 100 * 100 + 1000 * 100;
  step.model.layers = 4;
  step.model.hidden = step.model.attention_width = 100;
  step.model.vocabulary = 1000;
  step.batch = {10, 8, AttentionCount::none};
  step.constants = {.memory_traffic = 50, .link_share = 0.5, .fabric_share = 0.25};
  return step;
}

const Chip kChip{.peak = Flops(1e9),
                 .memory_rate = 1e7,
                 .link_rate = 1e6,
                 .fabric_rate = 4e5,
                 .efficiency = 0.5,
                 .basis = RunTimeBasis::published};

// Of a micro-batch of 10 tokens through a layer: 6 x 120,000 x 10 = 7.2e6 FLOP at 5e8/s, and 50 x 2
// B x 10 x 100 = 1e5 B at 1e7 B/s; through the output layer 6 x 1e5 x 10 = 6e6 FLOP.
constexpr double kLayer = 0.0144 + 0.01;
constexpr double kOutput = 0.012;

}  // namespace

TEST_CASE("one accelerator: layers, output layer, optimiser", "[training]") {
  const StepTime time = step_time(small_step(), kChip);
  CHECK(time.computing.count() == Approx(8 * (4 * kLayer + kOutput)));
  CHECK(time.bubble.count() == 0);
  CHECK(time.gradients.count() == 0);
  CHECK(time.optimiser.count() == Approx(18 * 580'000 / 1e7));
  CHECK(time.total() == time.computing + time.optimiser);
}

TEST_CASE("tensor parallelism divides the work and adds four all-reduces a layer", "[training]") {
  TrainingStep step = small_step();
  step.layout.tensor = 2;
  // 4 x 2 (2 - 1) / 2 x 2 B x 10 x 100 = 8000 B at 1e6 x 0.5
  const double layer = kLayer / 2 + 8000 / 5e5;
  CHECK(step_time(step, kChip).computing.count() == Approx(8 * (4 * layer + kOutput / 2)));
  step.overlap.tensor = 1;
  CHECK(step_time(step, kChip).computing.count() == Approx(8 * (4 * kLayer / 2 + kOutput / 2)));
  step.overlap.tensor = 0;
  step.recomputation = Recomputation::full;
  // Six all-reduces, and a third more of the layer's FLOP.
  const double again = (0.0144 * 4 / 3 + 0.01) / 2 + 6 * 2000 / 5e5;
  CHECK(step_time(step, kChip).computing.count() == Approx(8 * (4 * again + kOutput / 2)));
}

TEST_CASE("a pipeline costs its bubble and waits for its slowest stage", "[training]") {
  TrainingStep step = small_step();
  step.layout.pipeline = 4;
  // The last stage has a layer and the output layer; 8 micro-batches and 3 to fill.
  const double stage = kLayer + kOutput;
  StepTime time = step_time(step, kChip);
  CHECK(time.computing.count() == Approx(8 * stage));
  CHECK(time.bubble.count() == Approx(3 * stage));
  step.layout.pipeline = 3;
  // 2, 2 and 0 layers: two layers against the output layer alone.
  time = step_time(step, kChip);
  CHECK(time.computing.count() == Approx(8 * 2 * kLayer));
  step.layout.pipeline = 2;
  step.layout.interleave = 2;
  time = step_time(step, kChip);
  CHECK(time.bubble.count() == Approx((2 * kLayer + kOutput) / 2));
}

TEST_CASE("data parallelism adds the all-reduce of gradients", "[training]") {
  TrainingStep step = small_step();
  step.layout.data = 4;
  const StepTime time = step_time(step, kChip);
  CHECK(time.computing.count() == Approx(2 * (4 * kLayer + kOutput)));
  // 2 x 3/4 x 2 B x 580,000 at 4e5 x 0.25
  CHECK(time.gradients.count() == Approx(1.5 * 2 * 580'000 / 1e5));
  step.overlap.gradients = 0.9;
  CHECK(step_time(step, kChip).gradients.count() == Approx(0.15 * 2 * 580'000 / 1e5));
}

TEST_CASE("layouts that cannot be are told apart", "[training]") {
  const LanguageModel model = small_step().model;
  CHECK(problem_of({.data = 4}, model, 8).empty());
  CHECK_FALSE(problem_of({.data = 3}, model, 8).empty());
  CHECK_FALSE(problem_of({.data = 1'000'000, .tensor = 1'000'000}, model, 1e6).empty());
  CHECK_FALSE(problem_of({.data = 4, .micro_batch = 4}, model, 8).empty());
  CHECK_FALSE(problem_of({.pipeline = 5}, model, 8).empty());
  CHECK_FALSE(problem_of({.pipeline = 4, .interleave = 2}, model, 8).empty());
  CHECK_FALSE(problem_of({.pipeline = 2, .interleave = 2}, model, 7).empty());
}

TEST_CASE("a chip without published runs is derived from its speed", "[training]") {
  Site site;
  site.accelerator = "some-chip";
  site.accelerator_speed = Flops(312e12);
  const Chip derived = chip_of(site);
  CHECK(derived.basis == RunTimeBasis::derived);
  CHECK(derived.memory_rate == Approx(2039e9));
  CHECK(derived.link_rate == Approx(300e9));
  CHECK(derived.efficiency == kDerivedEfficiency);
  site.accelerator = "a100-sxm-80gb";
  site.memory_rate = BitsPerSecond{8'000'000'000'000};
  const Chip known = chip_of(site);
  CHECK(known.basis == RunTimeBasis::published);
  CHECK(known.memory_rate == 1e12);
  CHECK(known.efficiency == kAmpereEfficiency);
}

}  // namespace eastwest
