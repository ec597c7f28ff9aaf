// A law given by quantiles: what it draws, its mean, and the law of whoever is found in service.
#include <cmath>

#include "models/workload/run_time_table.hpp"
#include "tests/catch.hpp"

namespace eastwest {

namespace {

/// Half of the values between 1 and e, three tenths between e and e^3, two tenths exactly e^3.
RunTimeTable table() {
  const double e = std::exp(1.0);
  return RunTimeTable({{0, 1}, {0.5, e}, {0.8, e * e * e}, {1, e * e * e}});
}

}  // namespace

TEST_CASE("quantiles are met and the logarithm is uniform between them", "[run-time-table]") {
  const RunTimeTable law = table();
  CHECK(law.quantile(0.5) == Approx(std::exp(1.0)));
  CHECK(law.quantile(0.25) == Approx(std::exp(0.5)));
  CHECK(law.quantile(0.65) == Approx(std::exp(2.0)));
  CHECK(law.quantile(0.8) == Approx(std::exp(3.0)));
  CHECK(law.quantile(0.95) == Approx(std::exp(3.0)));
  CHECK(law.quantile(1e-16) == Approx(1));
  for (const double u : {0.01, 0.3, 0.5, 0.77}) {
    CHECK(law.probability(law.quantile(u)) == Approx(u).margin(1e-12));
  }
  CHECK(law.probability(0.99) == 0);
  CHECK(law.probability(19) == Approx(0.5 + 0.3 * (std::log(19.0) - 1) / 2));
  CHECK(law.probability(21) == 1);  // e^3 = 20.09, where the last 0.2 are
}

TEST_CASE("the mean and the length-biased law follow from the pieces", "[run-time-table]") {
  const RunTimeTable law = table();
  const double e = std::exp(1.0);
  const double e3 = e * e * e;
  // Piece by piece m (b - a) / log(b / a).
  const double low = 0.5 * (e - 1);
  const double middle = 0.3 * (e3 - e) / 2;
  const double mean = low + middle + 0.2 * e3;
  CHECK(law.mean() == Approx(mean));
  CHECK(law.length_biased_quantile(low / mean) == Approx(e));
  CHECK(law.length_biased_quantile(low / mean / 2) == Approx((1 + e) / 2));
  CHECK(law.length_biased_quantile((low + middle / 2) / mean) == Approx((e + e3) / 2));
  CHECK(law.length_biased_quantile(0.999) == Approx(e3));
  // The mean of the draws at evenly spread probabilities is the mean.
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) sum += law.quantile((i + 0.5) / 100'000);
  CHECK(sum / 100'000 == Approx(mean).epsilon(1e-6));
}

TEST_CASE("points that make no law are named", "[run-time-table]") {
  CHECK(RunTimeTable::problem({{0, 1}, {1, 1}}).empty());
  CHECK(RunTimeTable::problem({{0, 1}}) == "two quantiles are needed");
  CHECK(RunTimeTable::problem({{0, 1}, {0.9, 2}}) == "quantiles go from 0 % to 100 %");
  CHECK(RunTimeTable::problem({{0, 0}, {1, 2}}) == "0 s is not above 0");
  CHECK(RunTimeTable::problem({{0, 1}, {0.5, 2}, {0.5, 3}, {1, 4}}) == "percentages must rise");
  CHECK(RunTimeTable::problem({{0, 1}, {0.5, 3}, {1, 2}}) ==
        "2 s follows 3 s: quantiles must not fall");
}

}  // namespace eastwest
