// Incomplete gamma functions against MPFR and closed forms, and their inversion.
#include "sim/base/gamma_law.hpp"

#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/sim/base/exact_number.hpp"

using namespace eastwest;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// P(value > t) for the gamma law of shape s.
double exact_above_error(double s, double t, double computed) {
  ExactNumber shape(s);
  ExactNumber above(t);
  mpfr_gamma_inc(above.get(), shape.get(), above.get(), MPFR_RNDN);
  mpfr_gamma(shape.get(), shape.get(), MPFR_RNDN);
  mpfr_div(above.get(), above.get(), shape.get(), MPFR_RNDN);
  return above.relative_error(computed);
}

}  // namespace

TEST_CASE("log gamma agrees with MPFR") {
  for (double s = 1; s <= 20; s += 0.0137) {
    ExactNumber exact(s);
    mpfr_lngamma(exact.get(), exact.get(), MPFR_RNDN);
    REQUIRE(std::fabs(exact.error(log_gamma(s))) <= 1e-13);
  }
}

TEST_CASE("the mass above a bound agrees with MPFR") {
  for (const double s : {1.01, 1.5, 2.0, 3.7, 11.0}) {
    for (double t = 0.05; t < 600; t *= 1.31) {
      CAPTURE(s, t);
      REQUIRE(exact_above_error(s, t, gamma_mass(s, t, kInfinity)) <= 1e-12);
    }
  }
}

TEST_CASE("the mass of shape 2 has a closed form") {
  // P(value <= t) = 1 - (1 + t) exp(-t); for small t it is t^2 / 2 - t^3 / 3 + t^4 / 8.
  CHECK(gamma_mass(2, 0, 1) == Approx(1 - 2 * std::exp(-1.0)).epsilon(1e-13));
  CHECK(gamma_mass(2, 0, 1e-5) == Approx(0.5e-10 - 1e-15 / 3 + 1e-20 / 8).epsilon(1e-12));
  CHECK(gamma_mass(2, 1, 3) == Approx(2 * std::exp(-1.0) - 4 * std::exp(-3.0)).epsilon(1e-13));
  CHECK(gamma_mass(2, 0, kInfinity) == 1);
}

TEST_CASE("the quantile inverts the mass") {
  for (const double s : {1.01, 1.5, 2.0, 11.0}) {
    for (const auto& [a, b] : {std::pair{0.0, kInfinity}, std::pair{0.0, 0.5}, std::pair{0.3, 4.0},
                               std::pair{5.0, kInfinity}, std::pair{12.0, 15.0}}) {
      for (const double u : {1e-9, 1e-4, 0.1, 0.5, 0.9, 1 - 1e-9}) {
        CAPTURE(s, a, b, u);
        const double t = gamma_quantile(s, a, b, u);
        REQUIRE(t >= a);
        REQUIRE(t <= b);
        const double total = gamma_mass(s, a, b);
        // The share on the nearer side. In a cut law the ends carry an absolute error as well:
        // there a mass is a difference of two that are known to 1e-15 or so.
        const double found = u <= 0.5 ? gamma_mass(s, a, t) / total : gamma_mass(s, t, b) / total;
        const double wanted = u <= 0.5 ? u : 1 - u;
        const bool whole = a == 0 && b == kInfinity;
        CHECK(std::fabs(found - wanted) <= 1e-9 * wanted + (whole ? 0 : 1e-10));
      }
    }
  }
}
