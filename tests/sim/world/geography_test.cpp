// Distances on the ellipsoid.
#include "sim/world/geography.hpp"

#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("great circles are rounded to the metre") {
  // One minute of latitude at the equator is 1842.9 m, at the pole 1861.7 m (WGS84).
  CHECK(great_circle(0, 0, 0, 1.0 / 60).value() == Approx(1.843).margin(0.001));
  CHECK(great_circle(0, 89, 0, 89 + 1.0 / 60).value() == Approx(1.8617).margin(0.001));
  // A degree of longitude at the equator: 6378137 m x pi / 180 = 111319.49 m
  CHECK(great_circle(0, 0, 1, 0).value() == 111.319);
  CHECK(great_circle(116.4, 39.9, 116.4, 39.9).value() == 0);
  CHECK(to_metres(great_circle(116.4, 39.9, 106.71, 26.58)) ==
        to_metres(great_circle(106.71, 26.58, 116.4, 39.9)));
  CHECK(fibre_length(Kilometres(111.319), 1.6).value() == 178.11);  // 178.1104 km
}
