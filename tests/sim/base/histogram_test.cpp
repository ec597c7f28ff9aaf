// Quantiles within the stated error of the exact ones, exact counts, and merging.
#include "sim/base/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

/// The smallest observation with at least q of all at or below it.
double exact_quantile(const std::vector<double>& sorted, double q) {
  for (std::size_t at = 0; at < sorted.size(); ++at) {
    const double share = static_cast<double>(at + 1) / static_cast<double>(sorted.size());
    if (share >= q * (1 - 1e-15)) return sorted[at];
  }
  return sorted.back();
}

}  // namespace

TEST_CASE("an empty histogram is all zeros") {
  const LogHistogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.mean() == 0);
  CHECK(histogram.minimum() == 0);
  CHECK(histogram.maximum() == 0);
  CHECK(histogram.quantile(0.5) == 0);
}

TEST_CASE("quantiles are within the stated error at every magnitude") {
  std::mt19937_64 random(4);
  std::vector<double> values;
  LogHistogram histogram;
  for (int at = 0; at < 5'000; ++at) {
    // From 1e-6 to about 1e18.
    const double exponent = static_cast<double>(random() >> 11) * 0x1p-53 * 24 - 6;
    values.push_back(std::pow(10, exponent));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (double q = 0; q <= 1; q += 0.001) {
    const double exact = exact_quantile(values, q);
    CAPTURE(q, exact);
    REQUIRE(std::fabs(histogram.quantile(q) / exact - 1) <= LogHistogram::kRelativeError);
  }
  CHECK(histogram.quantile(0) == values.front());
  CHECK(histogram.quantile(1) == values.back());
}

TEST_CASE("ranks are exact: 7 of 100 is 7 %, although 0.07 x 100 is not 7 in binary") {
  REQUIRE(0.07 * 100 > 7);
  LogHistogram histogram;
  for (int value = 1; value <= 100; ++value) histogram.add(value * 1'000.0);
  // Neighbours differ by more than the error of a bucket.
  CHECK(histogram.quantile(0.07) == Approx(7'000).epsilon(LogHistogram::kRelativeError));
  CHECK(histogram.quantile(0.0701) == Approx(8'000).epsilon(LogHistogram::kRelativeError));
  CHECK(histogram.quantile(0.5) == Approx(50'000).epsilon(LogHistogram::kRelativeError));
}

TEST_CASE("values below the smallest count as zero") {
  LogHistogram histogram;
  histogram.add(0, 60);
  histogram.add(9.9e-7, 20);
  histogram.add(LogHistogram::kSmallest, 10);
  histogram.add(5, 10);
  CHECK(histogram.count() == 100);
  CHECK(histogram.quantile(0.8) == 0);
  CHECK(histogram.quantile(0.81) == Approx(1e-6).epsilon(LogHistogram::kRelativeError));
  CHECK(histogram.minimum() == 0);
  CHECK(histogram.maximum() == 5);
  CHECK(histogram.sum() == Approx(20 * 9.9e-7 + 10 * 1e-6 + 50).epsilon(1e-15));
  CHECK(histogram.mean() == histogram.sum() / 100);
}

TEST_CASE("one value is given back exactly") {
  LogHistogram histogram;
  histogram.add(0.3, 5);
  CHECK(histogram.quantile(0.5) == 0.3);
  histogram.add(7, 0);
  CHECK(histogram.count() == 5);
  CHECK(histogram.maximum() == 0.3);
}

TEST_CASE("merged histograms are the histogram of all values") {
  LogHistogram left;
  LogHistogram right;
  LogHistogram all;
  for (int value = 0; value < 1'000; ++value) {
    // Whole numbers, so that sums are exact in any order.
    const double x = value * value;
    (value % 3 == 0 ? left : right).add(x);
    all.add(x);
  }
  left.merge(right);
  left.merge(LogHistogram{});
  CHECK(left.count() == all.count());
  CHECK(left.sum() == all.sum());
  CHECK(left.minimum() == all.minimum());
  CHECK(left.maximum() == all.maximum());
  for (double q = 0; q <= 1; q += 0.01) CHECK(left.quantile(q) == all.quantile(q));
  LogHistogram empty;
  empty.merge(all);
  CHECK(empty.quantile(0.3) == all.quantile(0.3));
  CHECK(empty.minimum() == all.minimum());
}

TEST_CASE("what is no observation is a defect") {
  LogHistogram histogram;
  for (const double wrong :
       {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(histogram.add(wrong), Defect);
  }
  CHECK_THROWS_AS(histogram.quantile(1.1), Defect);
}
