// Sizes of batches: probabilities, the mean of what is drawn, and the batch that a job finds.
#include <cmath>
#include <map>

#include "models/workload/batch_size.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// Shares of the values at evenly spread probabilities.
template <class Quantile>
std::map<std::uint64_t, double> shares(const Quantile& quantile) {
  constexpr int kPoints = 100'000;
  std::map<std::uint64_t, double> found;
  for (int i = 0; i < kPoints; ++i) found[quantile((i + 0.5) / kPoints)] += 1.0 / kPoints;
  return found;
}

}  // namespace

TEST_CASE("one job at a time is the rule", "[batch]") {
  const BatchSize one;
  CHECK(one.always_one());
  CHECK(one.mean() == 1);
  CHECK(one.quantile(0.99) == 1);
  CHECK(one.size_biased_quantile(0.01) == 1);
}

TEST_CASE("a choice of sizes has exact shares, and a job finds the larger batches more often",
          "[batch]") {
  const BatchSize batch(Law(Law::Choice{{{10, 1}, {1, 6}, {4, 3}}}));
  CHECK_FALSE(batch.always_one());
  CHECK(batch.mean() == Approx(0.6 * 1 + 0.3 * 4 + 0.1 * 10));  // 2.8
  const auto drawn = shares([&](double u) { return batch.quantile(u); });
  REQUIRE(drawn.size() == 3);
  CHECK(drawn.at(1) == Approx(0.6).margin(2e-5));
  CHECK(drawn.at(4) == Approx(0.3).margin(2e-5));
  CHECK(drawn.at(10) == Approx(0.1).margin(2e-5));
  const auto found = shares([&](double u) { return batch.size_biased_quantile(u); });
  CHECK(found.at(1) == Approx(0.6 / 2.8).margin(2e-5));
  CHECK(found.at(4) == Approx(1.2 / 2.8).margin(2e-5));
  CHECK(found.at(10) == Approx(1.0 / 2.8).margin(2e-5));
}

TEST_CASE("other laws are rounded, at least to 1", "[batch]") {
  // Uniform on 0 to 3.5: below 1.5 becomes 1 (3/7), 1.5 to 2.5 is 2 (2/7), the rest 3 (2/7).
  const BatchSize uniform(Law(Law::Uniform{0, 3.5}));
  CHECK(uniform.mean() == Approx((3 * 1 + 2 * 2 + 2 * 3) / 7.0).epsilon(1e-12));
  const auto drawn = shares([&](double u) { return uniform.quantile(u); });
  CHECK(drawn.at(1) == Approx(3 / 7.0).margin(2e-5));
  CHECK(drawn.at(3) == Approx(2 / 7.0).margin(2e-5));
  // Exponential of mean 5, cut at 10000: P(size > n) = exp(-(n + 1/2) / 5) for n >= 1, so the mean
  // is 1 + the sum of these = 1 + exp(-0.3) / (1 - exp(-0.2)).
  const BatchSize exponential(Law(Law::Exponential{5}, 0, BatchSize::kLargest));
  CHECK(exponential.mean() == Approx(1 + std::exp(-0.3) / (1 - std::exp(-0.2))).epsilon(1e-9));
}

}  // namespace eastwest
