// Slopes by hand, and Student's table against Boost.
#include "sim/results/trend_line.hpp"

#include <boost/math/distributions/students_t.hpp>

#include "tests/catch.hpp"

namespace eastwest {

TEST_CASE("the slope of points on a line is the line's", "[results]") {
  TrendLine line;
  for (int x = 0; x < 10; ++x) line.add(x, 7 - 2.5 * x);
  CHECK(line.slope() == Approx(-2.5));
  CHECK(line.slope_error() == Approx(0).margin(1e-7));
}

TEST_CASE("slope and its error by hand", "[results]") {
  // Points (1, 1), (2, 3), (3, 2). Means 2 and 2; Sxx = 2, Sxy = (-1)(-1) + 0 + (1)(0) = 1,
  // Syy = 1 + 1 + 0 = 2. Slope 1/2; residual 2 - 1/2 = 3/2 over 1 degree of freedom;
  // error = sqrt(1.5 / 2).
  TrendLine line;
  line.add(1, 1);
  line.add(2, 3);
  line.add(3, 2);
  CHECK(line.slope() == Approx(0.5));
  CHECK(line.slope_error() == Approx(0.8660254037844386));
}

TEST_CASE("too few points have no slope or no error", "[results]") {
  TrendLine line;
  CHECK(line.slope() == 0);
  line.add(1, 5);
  CHECK(line.slope() == 0);
  line.add(2, 7);
  CHECK(line.slope() == Approx(2));
  CHECK(line.slope_error() == 0);
}

TEST_CASE("Student's quantile agrees with Boost", "[results]") {
  for (int degrees = 1; degrees <= 400; ++degrees) {
    const double exact = boost::math::quantile(boost::math::students_t(degrees), 0.995);
    INFO(degrees);
    // Up to 30 a table of four decimals, then an expansion.
    CHECK(student_t_995(degrees) == Approx(exact).margin(degrees <= 30 ? 5.1e-5 : 2e-5).epsilon(0));
  }
}

}  // namespace eastwest
