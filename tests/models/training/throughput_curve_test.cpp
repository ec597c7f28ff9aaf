// The curve through measured throughputs: its points, its monotony, straight lines.
#include "models/training/throughput_curve.hpp"

#include "sim/base/check.hpp"
#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("the curve passes through its points and never falls", "[training]") {
  const ThroughputCurve curve({8, 16, 64, 128, 256}, {10, 19, 60, 60, 61});
  CHECK(curve.at(8) == 10);
  CHECK(curve.at(16) == Approx(19));
  CHECK(curve.at(64) == Approx(60));
  CHECK(curve.at(256) == Approx(61));
  // Between equal points it is flat.
  CHECK(curve.at(100) == Approx(60));
  double last = 0;
  for (double position = 8; position <= 256; position += 0.5) {
    CHECK(curve.at(position) >= last - 1e-12);
    last = curve.at(position);
  }
  REQUIRE_THROWS_AS(curve.at(7), Defect);
  REQUIRE_THROWS_AS(curve.at(257), Defect);
}

TEST_CASE("points on a straight line give the line", "[training]") {
  const ThroughputCurve curve({1, 2, 5, 9}, {3, 6, 15, 27});
  for (double position = 1; position <= 9; position += 0.25) {
    CHECK(curve.at(position) == Approx(3 * position));
  }
  const ThroughputCurve two({4, 8}, {1, 2});
  CHECK(two.at(6) == Approx(1.5));
}

TEST_CASE("points out of order are a defect", "[training]") {
  REQUIRE_THROWS_AS(ThroughputCurve({1, 1}, {1, 2}), Defect);
  REQUIRE_THROWS_AS(ThroughputCurve({1, 2}, {2, 1}), Defect);
  REQUIRE_THROWS_AS(ThroughputCurve({1}, {1}), Defect);
}

}  // namespace eastwest
