// Means, intervals, paired differences and Holm's correction against values computed by hand.
#include "sim/experiment/statistics.hpp"

#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("a mean has a Student t interval", "[statistics]") {
  // 1 … 10: mean 5.5, sum of squares 82.5, s = sqrt(82.5 / 9) = 3.02765035;
  // t(9) = 2.26215716, so the half-width is 2.26215716 x 3.02765035 / sqrt(10) = 2.16585.
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const MeanEstimate estimate = estimate_mean(values);
  CHECK(estimate.count == 10);
  CHECK(estimate.mean == 5.5);
  CHECK(estimate.standard_deviation == Approx(3.02765035).epsilon(1e-8));
  REQUIRE(estimate.interval);
  CHECK(*estimate.interval == Interval{3.33415, 7.66585});
}

TEST_CASE("two values have the wide interval of one degree of freedom", "[statistics]") {
  // t(1) = tan(0.475 pi) = 12.7062047; s / sqrt(2) = sqrt(2) / sqrt(2) = 1.
  const MeanEstimate estimate = estimate_mean(std::vector<double>{0, 2});
  CHECK(estimate.mean == 1);
  CHECK(*estimate.interval == Interval{-11.7062, 13.7062});
}

TEST_CASE("one value has no interval", "[statistics]") {
  const MeanEstimate estimate = estimate_mean(std::vector<double>{3});
  CHECK(estimate.mean == 3);
  CHECK_FALSE(estimate.interval);
  CHECK(paired_difference(std::vector<double>{3}, std::vector<double>{1}).p_value == 1);
}

TEST_CASE("equal values have exactly their mean and no spread", "[statistics]") {
  // 0.1 + 0.1 + 0.1 is not 0.3 in binary: a rounded sum would invent a spread.
  const MeanEstimate estimate = estimate_mean(std::vector<double>{0.1, 0.1, 0.1});
  CHECK(estimate.mean == 0.1);
  CHECK(estimate.standard_deviation == 0);
  // An interval of no width would claim a certainty that three values cannot give.
  CHECK_FALSE(estimate.interval);
}

TEST_CASE("differences are taken in pairs", "[statistics]") {
  // Differences 1 and 3: mean 2, standard error 1, t = 2; with one degree of freedom
  // p = 1 - 2 atan(2) / pi = 0.295167.
  const PairedDifference difference =
      paired_difference(std::vector<double>{101, 1003}, std::vector<double>{100, 1000});
  CHECK(difference.estimate.mean == 2);
  CHECK(*difference.estimate.interval == Interval{-10.7062, 14.7062});
  CHECK(difference.p_value == 0.295167);
}

TEST_CASE("the same difference everywhere is judged by its sign", "[statistics]") {
  // Three times higher by 1: heads three times in a row, or tails, has the chance 2 / 2^3 = 0.25.
  const std::vector<double> baseline = {1, 2, 4};
  const PairedDifference same = paired_difference(std::vector<double>{2, 3, 5}, baseline);
  CHECK(same.estimate.mean == 1);
  CHECK_FALSE(same.estimate.interval);
  CHECK(same.p_value == 0.25);
  // Ten times: 2 / 2^10.
  const std::vector<double> ten(10, 7);
  CHECK(paired_difference(ten, std::vector<double>(10, 8)).p_value == 0.001953125);
}

TEST_CASE("rounding is no difference", "[statistics]") {
  const std::vector<double> baseline = {1, 2, 4};
  CHECK(paired_difference(baseline, baseline).p_value == 1);
  const PairedDifference rounded =
      paired_difference(std::vector<double>{1 + 1e-15, 2 + 1e-15, 4 + 1e-15}, baseline);
  CHECK(rounded.estimate.mean == 0);
  CHECK(rounded.p_value == 1);
}

TEST_CASE("Holm's correction multiplies step by step and never falls", "[statistics]") {
  // In order: 0.01 x 3 = 0.03; 0.03 x 2 = 0.06; 0.04 x 1 = 0.04, but not below 0.06.
  const auto adjusted = holm_adjusted(std::vector<double>{0.01, 0.04, 0.03});
  REQUIRE(adjusted.size() == 3);
  CHECK(adjusted[0] == Approx(0.03));
  CHECK(adjusted[1] == Approx(0.06));
  CHECK(adjusted[2] == Approx(0.06));
  CHECK(holm_adjusted(std::vector<double>{0.9, 0.8}) == std::vector<double>{1, 1});
  CHECK(holm_adjusted(std::vector<double>{}).empty());
}

TEST_CASE("numbers are rounded to significant decimal digits", "[statistics]") {
  CHECK(rounded_to_digits(1234567.0, 6) == 1234570.0);
  CHECK(rounded_to_digits(0.00012345678, 6) == 0.000123457);
  CHECK(rounded_to_digits(-1.5, 6) == -1.5);
  CHECK(rounded_to_digits(0, 6) == 0);
}

}  // namespace eastwest
