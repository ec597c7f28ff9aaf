// Rounded draws and their exact mean.
#include "models/workload/whole_number_law.hpp"

#include "sim/base/elementary.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("draws are rounded to whole numbers from 1 on", "[whole-number]") {
  const WholeNumberLaw law(Law(Law::Uniform{0, 10}));
  CHECK(law.quantile(0.01) == 1);   // 0.1
  CHECK(law.quantile(0.149) == 1);  // 1.49
  CHECK(law.quantile(0.151) == 2);  // 1.51
  CHECK(law.quantile(0.999) == 10);
}

TEST_CASE("mean of constants and choices", "[whole-number]") {
  CHECK(WholeNumberLaw(Law(Law::Constant{8})).mean() == Approx(8));
  CHECK(WholeNumberLaw(Law(Law::Constant{0.2})).mean() == Approx(1));
  // (1 x 3 + 8 x 1) / 4, where 0.4 and 8.4 are rounded
  CHECK(WholeNumberLaw(Law(Law::Choice{{{0.4, 3}, {8.4, 1}}})).mean() == Approx(2.75));
}

TEST_CASE("mean of a rounded uniform law", "[whole-number]") {
  // [0, 1.5) gives 1, then 1 each of 2 … 9, and [9.5, 10] half a ten: (1.5 + 44 + 5) / 10.
  CHECK(WholeNumberLaw(Law(Law::Uniform{0, 10})).mean() == Approx(5.05).epsilon(1e-9));
}

TEST_CASE("mean of a rounded exponential law", "[whole-number]") {
  // E = 1 + sum over k >= 2 of P(X >= k - 1/2) = 1 + q^1.5 / (1 - q) with q = exp(-1 / mean).
  for (const double mean : {0.5, 3.0, 1000.0}) {
    CAPTURE(mean);
    const double q = portable_exp(-1 / mean);
    const double expected = 1 + portable_exp(-1.5 / mean) / (1 - q);
    CHECK(WholeNumberLaw(Law(Law::Exponential{mean})).mean() == Approx(expected).epsilon(1e-6));
  }
}

TEST_CASE("mean of a wide lognormal law is that of its draws", "[whole-number]") {
  const WholeNumberLaw law(Law(Law::Lognormal{8, 1.6}, 1, 10000));
  constexpr int kPoints = 400000;
  double sum = 0;
  for (int i = 0; i < kPoints; ++i) {
    sum += static_cast<double>(law.quantile((i + 0.5) / kPoints));
  }
  // The midpoint rule misses at most half a cell of the largest value: 10000 / 800000 = 0.0125.
  CHECK(std::abs(law.mean() - sum / kPoints) < 0.0125);
}

}  // namespace eastwest
