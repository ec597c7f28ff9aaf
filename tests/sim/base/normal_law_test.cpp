// The stated errors of the normal distribution function and quantile against MPFR, and their edges.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

#include "sim/base/elementary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/base/exact_number.hpp"

using namespace eastwest;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Error of z = normal_quantile(p), to first order: (cdf(z) - p) / density(z).
double quantile_error(double p, double z) {
  ExactNumber below;
  exact_normal_cdf(below, z);
  mpfr_sub_d(below.get(), below.get(), p, MPFR_RNDN);
  ExactNumber bell(z);
  mpfr_sqr(bell.get(), bell.get(), MPFR_RNDN);
  mpfr_div_si(bell.get(), bell.get(), -2, MPFR_RNDN);
  mpfr_exp(bell.get(), bell.get(), MPFR_RNDN);
  mpfr_div(below.get(), below.get(), bell.get(), MPFR_RNDN);
  constexpr double kRootTwoPi = 2.5066282746310002;
  return below.rounded() * kRootTwoPi;
}

double relative_quantile_error(double p) {
  const double z = normal_quantile(p);
  return std::fabs(quantile_error(p, z) / z);
}

}  // namespace

TEST_CASE("the normal distribution function is within 3e-16, and 2e-15 of itself below") {
  double worst_absolute = 0;
  double worst_relative = 0;
  for (int step = -3'750; step <= 1'000; ++step) {
    const double x = step * 0.01 + 1e-7;
    ExactNumber exact;
    exact_normal_cdf(exact, x);
    const double computed = normal_cdf(x);
    worst_absolute = std::max(worst_absolute, std::fabs(exact.error(computed)));
    if (x < 0) worst_relative = std::max(worst_relative, exact.relative_error(computed));
  }
  CHECK(worst_absolute <= 3e-16);
  CHECK(worst_relative <= 2e-15);
}

TEST_CASE("the normal distribution function at its edges") {
  CHECK(normal_cdf(0) == 0.5);
  CHECK(normal_cdf(-kInfinity) == 0);
  CHECK(normal_cdf(kInfinity) == 1);
  CHECK(normal_cdf(-39) == 0);
  CHECK(normal_cdf(40) == 1);
  CHECK(std::isnan(normal_cdf(kNaN)));
  // The pieces meet at 0.66 and 4 without a step down.
  for (const double x : {-4.0, -0.66, 0.66, 4.0}) {
    CHECK(normal_cdf(std::nextafter(x, -10)) <= normal_cdf(x) * (1 + 1e-15));
    CHECK(normal_cdf(std::nextafter(x, 10)) >= normal_cdf(x) * (1 - 1e-15));
  }
}

TEST_CASE("the normal quantile is within 2e-15 of itself") {
  std::mt19937_64 random(3);
  double worst = 0;
  for (int round = 0; round < 8'000; ++round) {
    const double u = (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52;
    worst = std::max(worst, relative_quantile_error(u));
    worst = std::max(worst, relative_quantile_error(0.5 + (u - 0.5) * 1e-6));
    // All magnitudes down to 1e-300.
    worst = std::max(worst, relative_quantile_error(portable_exp(-690 * u)));
  }
  CHECK(worst <= 2e-15);
  for (const double p : {0.075, 0.925, 1.3887943864964021e-11, 1 - 0x1p-53, 1e-307}) {
    CHECK(relative_quantile_error(p) <= 2e-15);
  }
}

TEST_CASE("the normal quantile at its edges") {
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0) == -kInfinity);
  CHECK(normal_quantile(1) == kInfinity);
  CHECK(std::isnan(normal_quantile(-0.1)));
  CHECK(std::isnan(normal_quantile(1.1)));
  CHECK(std::isnan(normal_quantile(kNaN)));
  CHECK(normal_quantile(0.25) == -normal_quantile(0.75));
  // The smallest double: cdf(-38.4674…) = 4.94e-324 (subnormal numbers still invert).
  CHECK(normal_quantile(5e-324) == Approx(-38.4674056).epsilon(1e-8));
}
