// Statistics of spans: exact mean, quantiles within their error.
#include "sim/results/duration_statistics.hpp"

#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("mean and maximum are exact, quantiles close", "[results]") {
  DurationStatistics statistics;
  for (int i = 1; i <= 100; ++i) statistics.add(std::chrono::seconds{i});
  CHECK(statistics.count() == 100);
  CHECK(statistics.mean() == 50.5);  // 5050 / 100
  CHECK(statistics.maximum() == 100);
  // The smallest value with at least 95 of 100 at or below it is 95, within 0.5 %.
  CHECK(statistics.quantile(0.95) == Approx(95).epsilon(LogHistogram::kRelativeError));
  CHECK(statistics.quantile(0.5) == Approx(50).epsilon(LogHistogram::kRelativeError));
}

TEST_CASE("a mean of many spans does not drift", "[results]") {
  // A double of seconds would lose the nanoseconds beside the huge first span.
  DurationStatistics statistics;
  statistics.add(std::chrono::hours{2'000'000});
  for (int i = 0; i < 999; ++i) statistics.add(Duration{1});
  // (7.2e18 + 999) ns / 1000 = 7200000.000000000999 s.
  CHECK(statistics.mean() == Approx(7'200'000).epsilon(1e-15));
}

TEST_CASE("a distribution without values has no figures", "[results]") {
  CHECK(to_json(DurationStatistics{}).is_null());
  DurationStatistics one;
  one.add(std::chrono::seconds{3});
  CHECK(to_json(one).dump() == R"({"mean":3.0,"p50":3.0,"p95":3.0,"p99":3.0,"max":3.0,"count":1})");
}

}  // namespace eastwest
